// Refresh tokens rotate, and the old one lives on for a moment, so that two windows do not sign each other out.

import assert from 'node:assert/strict';

import { ADMIN, freshClient, options, reloadedClient, signInByForm, value } from '../browser/client.mjs';
import { asked, requests } from '../browser/window.mjs';

export default async function () {
    await signInByForm(ADMIN);
    const client = await freshClient();
    localStorage.setItem('trusted', 'true');
    await client.setup(options());
    const [first, old] = [client.token(), client.refreshToken()];
    assert.ok(old, 'a code must bring a refresh token');
    client.invalidateToken();
    const from = requests.length;
    await client.refreshAuthority();
    assert.deepEqual(asked(from), ['GET /auth/authority 200', 'POST /auth/oauth/token 200']);
    assert.notEqual(client.token(), first);
    assert.notEqual(client.refreshToken(), old, 'refresh tokens rotate');
    assert.equal((await value(client.currentUser())).email, ADMIN.username);

    const second = await reloadedClient();
    const key = `${client.clientId()}_refresh_token`;
    localStorage.setItem(key, old);
    localStorage.removeItem(`${client.clientId()}_access_token`);
    localStorage.removeItem(`${client.clientId()}_expires_at`);
    await second.setup(options());
    assert.equal((await value(second.currentUser())).email, ADMIN.username, 'two windows sign each other out');

    localStorage.setItem(key, 'not-a-token');
    localStorage.removeItem(`${client.clientId()}_access_token`);
    localStorage.removeItem(`${client.clientId()}_expires_at`);
    const third = await reloadedClient();
    await third.setup(options());
    assert.equal(localStorage.getItem(key), null, 'the client forgets a refused refresh token');
}
