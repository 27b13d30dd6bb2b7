// The password grant: all parameters in the query, an empty form as body (engine API A.3).

import assert from 'node:assert/strict';

import { ADMIN, freshClient, HOST, options, signedIn, value } from '../browser/client.mjs';
import { asked, SERVER } from '../browser/window.mjs';

export default async function () {
    const client = await signedIn();
    assert.deepEqual(asked(), ['GET /auth/authority 200', 'POST /auth/oauth/token 200']);
    const authority = client.authority();
    assert.match(authority.version, /^v?[2-9]\.\d+\.\d+/, 'without such a version the client goes to /control/api');
    assert.equal(client.apiEndpoint(), `${SERVER}/api/engine/v2`);
    assert.equal(authority.domain, HOST.replace(/:\d+$/, ''));
    assert.equal(authority.session, false);
    assert.ok(authority.login_url.startsWith(SERVER), 'newer clients would lose the port of a relative address');
    assert.ok(authority.login_url.includes('{{url}}'));
    assert.ok(authority.logout_url.startsWith(SERVER));
    const me = await value(client.currentUser());
    assert.equal(me.email, ADMIN.username);
    assert.ok(me.sys_admin);

    const other = await freshClient();
    await other.setup(options({ auth_type: 'password', ...ADMIN, password: 'not this' }));
    assert.equal(other.token(), '', 'a wrong password must bring no token');
    await other.setup(options({ auth_type: 'password', ...ADMIN, token_uri: `${SERVER}/auth/token` }));
}
