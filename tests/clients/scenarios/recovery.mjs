// A token dies during work: the request gets 401, the client signs in again and repeats it, the app sees nothing.

import assert from 'node:assert/strict';

import { ADMIN, freshClient, options, refused, reloadedClient, signedIn, signInByForm, somebody, value } from '../browser/client.mjs';
import { asked, requests, SERVER } from '../browser/window.mjs';

export default async function () {
    await byPassword();
    await bySession();
    await byRefreshToken();
    await neverForRights();
}

/** What was asked; when its timers fall unluckily the client asks for a token twice running. */
function steps(from) {
    return asked(from).filter((step, index, all) => step !== all[index - 1]);
}

async function byPassword() {
    const client = await signedIn();
    const dead = client.token();
    await revoke(dead);
    const from = requests.length;
    assert.equal((await value(client.currentUser())).email, ADMIN.username);
    assert.deepEqual(steps(from), [
        'GET /api/engine/v2/users/current 401',
        'GET /auth/authority 200',
        'POST /auth/oauth/token 200',
        'GET /api/engine/v2/users/current 200',
    ]);
    assert.notEqual(client.token(), dead);
}

/** A revoked token takes its refresh token along; the session of the sign-in page is left. */
async function bySession() {
    await signInByForm(ADMIN);
    const client = await freshClient();
    await client.setup(options());
    await revoke(client.token());
    const from = requests.length;
    assert.equal((await value(client.queryZones({ tags: 'org' }))).data.length, 1);
    assert.deepEqual(steps(from), [
        'GET /api/engine/v2/zones 401',
        'GET /auth/authority 200',
        'POST /auth/oauth/token 400',
        'GET /auth/oauth/authorize 302',
        'GET /workplace/oauth-resp.html 200',
        'POST /auth/oauth/token 200',
        'GET /api/engine/v2/zones 200',
    ]);
}

/** A trusted device comes back with a token that has died meanwhile, and with its refresh token. */
async function byRefreshToken() {
    const client = await freshClient();
    localStorage.setItem('trusted', 'true');
    await client.setup(options());
    localStorage.setItem(`${client.clientId()}_access_token`, 'not.a.token');
    const returned = await reloadedClient();
    await returned.setup(options());
    const from = requests.length;
    assert.equal((await value(returned.currentUser())).email, ADMIN.username);
    assert.deepEqual(steps(from), [
        'GET /api/engine/v2/users/current 401',
        'GET /auth/authority 200',
        'POST /auth/oauth/token 200',
        'GET /api/engine/v2/users/current 200',
    ]);
}

/** Standard revocation: the token is gone, the session and the person stay. */
async function revoke(token) {
    const answer = await fetch(`${SERVER}/auth/oauth/revoke`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Authorization: `Bearer ${token}` },
        body: new URLSearchParams({ token }).toString(),
    });
    assert.equal(answer.status, 200, await answer.text());
}

/** 401 is for who somebody is; for what he may do it is 403, or the client would sign in four times over. */
async function neverForRights() {
    const admin = await signedIn();
    const { client: ada } = await somebody(admin, 'Ada');
    const from = requests.length;
    const body = await refused(ada.queryZones(), 403);
    assert.ok(body.error && body.code);
    assert.deepEqual(asked(from), ['GET /api/engine/v2/zones 403']);
}
