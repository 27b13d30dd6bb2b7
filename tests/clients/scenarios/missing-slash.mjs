// Some helpers of the client forget the slash after `v2` (engine API B.13, measured): they arrive all the same.

import assert from 'node:assert/strict';

import { ADMIN, refused, signedIn, unique, value } from '../browser/client.mjs';
import { asked, once, requests } from '../browser/window.mjs';

export default async function () {
    const admin = await signedIn();
    const me = await value(admin.currentUser());
    const from = requests.length;
    assert.deepEqual(await value(admin.queryUserGroups({ emails: ADMIN.username })), [{ id: me.id, groups: me.groups }]);
    await refused(admin.currentUserResourceToken(), 404);
    await refused(admin.userResourceToken(me.id), 404);
    const documents = await value(admin.searchUserMetadata({ filter: '$.nothing' }));
    assert.ok(Array.isArray(documents));
    await lookUp(admin);
    await value(admin.clusterVersions());
    const name = unique('short');
    const made = await value(admin.addShortUrl({ name, uri: 'https://work.example.com/long?way=1' }));
    assert.equal(made.uri, 'https://work.example.com/long?way=1');
    await refused(admin.getShortUrlQrCodeSvg(made.id), 404);
    await refused(admin.generateQrCode({ id: 'door', content: 'https://work.example.com' }), 404);
    const away = await once(new URL(admin.shortUrlRedirectUrl(made.id)), { headers: { Authorization: `Bearer ${admin.token()}` } });
    assert.equal(away.response.headers.get('location'), 'https://work.example.com/long?way=1');
    await value(admin.removeShortUrl(made.id));
    const quirks = asked(from).filter((one) => /\/v2[a-z]/.test(one));
    assert.ok(quirks.length >= 8, `the client has mended its paths:\n${asked(from).join('\n')}`);
}

/** An app on a phone asks where somebody belongs, before anybody has signed in. */
async function lookUp(admin) {
    await value(admin.updateDomain(admin.authority().id, { email_domains: ['example.com'] }));
    for (const slash of ['', '/']) {
        const known = await once(new URL(`${admin.apiEndpoint()}${slash}domains/lookup/ada%40example.com`));
        assert.deepEqual([known.response.status, await known.response.json()], [200, admin.authority().domain]);
        const unknown = await once(new URL(`${admin.apiEndpoint()}${slash}domains/lookup/ada%40nowhere.example`));
        assert.equal(unknown.response.status, 404);
    }
}
