// Signing out ends every token and session of the person, and may be asked again by nobody at all (engine API A.5).

import assert from 'node:assert/strict';

import { ADMIN, freshClient, options, signedIn, signInByForm, until, value } from '../browser/client.mjs';
import { cookies, navigate, once, openPage, SERVER, visits } from '../browser/window.mjs';

export default async function () {
    const elsewhere = await signedIn();
    await signInByForm(ADMIN);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const client = await freshClient();
    openPage('/workplace/');
    await client.setup(options());
    const [token, refresh, other] = [client.token(), client.refreshToken(), elsewhere.token()];
    assert.equal(await statusWith(token), 200);
    assert.equal(await statusWith(other), 200);

    client.logout();
    await until(() => visits.length > 0, 'the client goes to the logout page');
    assert.ok(visits.at(-1).startsWith(`${SERVER}/auth/logout`));
    const steps = await navigate(visits.at(-1));
    assert.equal(steps[0].status, 302, 'without credentials it leads away all the same');
    assert.equal(steps[0].to.origin, SERVER);
    assert.equal(steps.at(-1).status, 200);
    assert.equal((await navigate(`${SERVER}/auth/logout`))[0].status, 302, 'again is as good as once');

    assert.equal(cookies.find('user').length, 0, 'the session cookie is gone');
    assert.equal(await statusWith(token), 401);
    assert.equal(await statusWith(other), 401, 'tokens of other devices die too');
    const refreshed = await fetch(`${SERVER}/auth/oauth/token`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
            grant_type: 'refresh_token',
            refresh_token: refresh,
            client_id: client.clientId(),
            redirect_uri: client.redirectUri(),
        }).toString(),
    });
    assert.ok([400, 401].includes(refreshed.status), `refresh answered ${refreshed.status}`);
    const authority = await (await fetch(`${SERVER}/auth/authority`)).json();
    assert.equal(authority.session, false);

    await refuseForeignWay();
    const again = await signedIn();
    assert.equal((await value(again.currentUser())).email, ADMIN.username, 'who signs in anew is believed at once');
    await refuseForeignWay();
}

async function statusWith(token) {
    const url = new URL('/api/engine/v2/users/current', SERVER);
    return (await once(url, { headers: { Authorization: `Bearer ${token}` } })).response.status;
}

async function refuseForeignWay() {
    const [first] = await navigate(`${SERVER}/auth/logout?continue=${encodeURIComponent('https://elsewhere.example/')}`);
    assert.equal(first.to?.origin ?? SERVER, SERVER, 'signing out sends nobody to a foreign host');
}
