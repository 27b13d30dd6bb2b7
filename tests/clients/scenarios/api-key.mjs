// A key in the client's storage opens everything with no request for a token (engine API A.1, B.7).

import assert from 'node:assert/strict';

import { ADMIN, freshClient, options, refused, signedIn, unique, value } from '../browser/client.mjs';
import { asked, cookies, once, requests, SERVER } from '../browser/window.mjs';

export default async function () {
    const admin = await signedIn();
    const me = await value(admin.currentUser());
    const name = unique('key');
    const made = await value(
        admin.create({ path: 'api_keys', query_params: {}, form_data: { name, scopes: ['public'], user_id: me.id, permissions: 'user' } }),
    );
    assert.match(made.x_api_key, new RegExp(`^${made.id}\\.`));
    assert.match(made.id, /^[0-9a-f]{32}$/);
    const listed = await value(admin.query({ path: 'api_keys', query_params: { q: name } }));
    assert.deepEqual(listed.data.map((key) => key.id), [made.id]);
    assert.equal(listed.data[0].x_api_key, undefined, 'the secret is told once');

    const client = await freshClient();
    const from = requests.length;
    localStorage.setItem('x-api-key', made.x_api_key);
    await client.setup(options());
    assert.equal(client.token(), 'x-api-key');
    assert.deepEqual(asked(from), ['GET /auth/authority 200']);
    assert.equal((await value(client.currentUser())).email, ADMIN.username);
    await refused(client.addZone({ name: unique('no') }), 403);
    const claims = await value(client.show({ path: 'api_keys', id: 'inspect', query_params: {} }));
    assert.equal(claims.sub, me.id);
    assert.equal(claims.u.p, 0);
    await otherCarriers(made.x_api_key);

    await value(admin.remove({ path: 'api_keys', id: made.id, query_params: {} }));
    const refusal = await once(new URL('/api/engine/v2/users/current', SERVER), { headers: { 'X-API-Key': made.x_api_key } });
    assert.equal(refusal.response.status, 401);
    assert.equal((await refusal.response.json()).error, 'unknown X-API-Key');
}

/** In the query, and in the cookie that apps set for images. */
async function otherCarriers(key) {
    const url = new URL('/api/engine/v2/users/current', SERVER);
    const bare = await once(url);
    assert.equal(bare.response.status, 401);
    const asked = new URL(`?api-key=${encodeURIComponent(key)}`, url);
    assert.equal((await once(asked)).response.status, 200);
    cookies.set(url, `api-key=${key}; path=/api/engine/v2/users; max-age=30`);
    assert.equal((await once(url)).response.status, 200);
    cookies.set(url, 'api-key=; path=/api/engine/v2/users; max-age=0');
}
