// Code and proof key, in a hidden frame, as every app does it with a session of the sign-in page (engine API A.1, A.2).

import assert from 'node:assert/strict';

import { ADMIN, freshClient, options, reloadedClient, signInByForm, until, value } from '../browser/client.mjs';
import { asked, cookies, navigate, openPage, requests, SERVER, visits } from '../browser/window.mjs';

export default async function () {
    await withoutSession();
    assert.equal((await signInByForm({ ...ADMIN, password: 'not this' })).status, 401);
    assert.equal((await signInByForm(ADMIN)).status, 202);
    assert.equal(cookies.find('user').length, 1, 'the session cookie is called user');
    for (const app of ['workplace', 'backoffice']) await inAFrame(app);
    await implicitly();
    await byNavigation();
    await refusals();
}

async function withoutSession() {
    const client = await freshClient();
    openPage('/workplace/#/book');
    await client.setup(options());
    assert.equal(client.authority().session, false);
    assert.equal(client.token(), '');
    assert.deepEqual(visits, []);
}

async function inAFrame(app) {
    const client = await freshClient();
    openPage(`/${app}/`);
    const from = requests.length;
    await client.setup(options({ app }));
    assert.ok(client.token(), `no token for ${app}`);
    assert.deepEqual(asked(from), [
        'GET /auth/authority 200',
        'GET /auth/oauth/authorize 302',
        `GET /${app}/oauth-resp.html 200`,
        'POST /auth/oauth/token 200',
    ]);
    assert.equal(client.authority().session, true);
    assert.equal((await value(client.currentUser())).email, ADMIN.username);
}

/** Old apps ask for the token itself, which comes behind the `#`. */
async function implicitly() {
    const client = await freshClient();
    openPage('/workplace/');
    const from = requests.length;
    await client.setup(options({ auth_type: 'implicit' }));
    assert.deepEqual(asked(from), [
        'GET /auth/authority 200',
        'GET /auth/oauth/authorize 302',
        'GET /workplace/oauth-resp.html 200',
    ]);
    assert.equal((await value(client.currentUser())).email, ADMIN.username);
}

/** Without frames the page itself goes to the authorize address, and comes back with the code in its own. */
async function byNavigation() {
    const client = await freshClient();
    openPage('/workplace/');
    client.setup(options({ use_iframe: false }));
    await until(() => visits.length > 0, 'the page goes to the authorize address');
    const to = new URL(visits.at(-1));
    assert.equal(to.pathname, '/auth/oauth/authorize');
    const landed = (await navigate(to)).at(-1).url;
    assert.equal(landed.pathname, '/workplace/oauth-resp.html');
    assert.equal(landed.searchParams.get('state'), to.searchParams.get('state'));
    openPage(`/workplace/${landed.search}`);
    const returned = await reloadedClient();
    await returned.setup(options({ use_iframe: false }));
    assert.equal((await value(returned.currentUser())).email, ADMIN.username);
    await onceOnly(landed.searchParams.get('code'), returned);
    openPage('/workplace/');
}

/** A code that somebody has used is worth nothing. */
async function onceOnly(code, client) {
    const asked = { client_id: client.clientId(), redirect_uri: client.redirectUri(), code, grant_type: 'authorization_code' };
    const again = await fetch(`${SERVER}/auth/oauth/token?${new URLSearchParams(asked)}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    assert.equal(again.status, 400);
    assert.equal((await again.json()).error, 'invalid_grant');
}

/** An unknown application, or another address than the registered one, gets an error page and never a redirect. */
async function refusals() {
    const asked = `${SERVER}/auth/oauth/authorize?response_type=code&client_id=${'f'.repeat(32)}&state=x&scope=public`;
    for (const redirect of ['https://elsewhere.example/oauth-resp.html', `${SERVER}/workplace/oauth-resp.html`]) {
        const [first] = await navigate(`${asked}&redirect_uri=${encodeURIComponent(redirect)}`);
        assert.equal(first.status, 401, `${redirect} was answered ${first.status}`);
    }
}
