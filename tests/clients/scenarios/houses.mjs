// Applications, domains and sources of signing in, as the administration of the engine API offers them (B.8).

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import { ADMIN, refused, signedIn, somebody, unique, value } from '../browser/client.mjs';

export default async function () {
    const admin = await signedIn();
    const { client: ada } = await somebody(admin, 'Ada');
    await applications(admin, ada);
    await domains(admin, ada);
    await sources(admin, ada);
}

async function applications(admin, ada) {
    const redirect_uri = `https://${unique('Apps')}.example.com/Kiosk/oauth-resp.html`;
    const authority = admin.authority().id;
    const made = await value(admin.addApplication({ name: unique('kiosk'), redirect_uri, scopes: 'public', owner_id: authority, skip_authorization: true }));
    assert.equal(typeof made.id, 'number');
    assert.equal(made.uid, createHash('md5').update(redirect_uri.toLowerCase()).digest('hex'));
    for (const client of [admin, ada]) {
        const listed = await value(client.queryApplications({ authority_id: authority, limit: 500 }));
        assert.ok(listed.data.some((one) => one.id === made.id));
    }
    const seen = (await value(ada.queryApplications({ limit: 500 }))).data.find((one) => one.id === made.id);
    assert.equal(seen.secret, '', 'an ordinary user is not told the secret');
    const moved = redirect_uri.replace('Kiosk', 'kiosk2');
    const kept = await value(admin.updateApplication(made.id, { ...made.toJSON(), redirect_uri: moved, preserve_client_id: true }, 'put'));
    assert.deepEqual([kept.uid, kept.redirect_uri], [made.uid, moved]);
    await refused(ada.addApplication({ name: 'mine', redirect_uri: `${redirect_uri}x` }), 403);
    await value(admin.removeApplication(made.id));
    await refused(admin.showApplication(made.id), 404);
}

async function domains(admin, ada) {
    const own = await value(admin.showDomain(admin.authority().id));
    assert.equal(own.domain, admin.authority().domain);
    const changed = await value(admin.updateDomain(own.id, { config: { ...own.config, own_key: { deep: [1] } }, email_domains: ['example.com'] }));
    assert.deepEqual(changed.config.own_key, { deep: [1] }, 'unknown keys survive');
    assert.equal(changed.login_url, own.login_url);
    await admin.refreshAuthority();
    assert.deepEqual(admin.authority().config.own_key, { deep: [1] });
    const made = await value(admin.addDomain({ name: 'Second', domain: `${unique('Second')}.EXAMPLE.com `, internals: {} }));
    assert.equal(made.domain, made.domain.trim().toLowerCase());
    assert.ok((await value(admin.queryDomains({ q: made.domain }))).data.some((one) => one.id === made.id));
    await refused(ada.queryDomains(), 403);
    await refused(ada.updateDomain(own.id, { name: 'Mine' }), 403);
    await refused(admin.addDomain({ name: 'Again', domain: made.domain }), 422);
    await value(admin.removeDomain(made.id));
    await refused(admin.showDomain(made.id), 404);
    assert.ok(ADMIN.username.endsWith('@example.com'));
}

async function sources(admin, ada) {
    const authority_id = admin.authority().id;
    const made = await value(
        admin.addOAuthSource({ name: unique('sso'), authority_id, client_id: 'abc', client_secret: 'kept quiet', site: 'https://idp.example.com' }),
    );
    const listed = await value(admin.queryOAuthSources({ authority_id }));
    assert.ok(listed.data.some((one) => one.id === made.id));
    await refused(ada.queryOAuthSources({ authority_id }), 403);
    await value(admin.removeOAuthSource(made.id));
    for (const list of [admin.querySAMLSources, admin.queryLDAPSources]) {
        assert.deepEqual((await value(list({ authority_id }))).data, []);
    }
}
