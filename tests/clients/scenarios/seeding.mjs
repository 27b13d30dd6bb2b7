// A fresh server is filled as the end-to-end set-up of the workplace app does it: first time, with no waiting.
// Whatever is made is asked for at once, over several connections, so that every web process has to know it.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';

import { ADMIN, signInByForm, unique } from '../browser/client.mjs';
import { cookies, freshStorage, once, openPage, SERVER } from '../browser/window.mjs';

const ENGINE = '/api/engine/v2';
const STAFF = '/api/staff/v1';
const PLACEHOLDER = { tenant: 'placeholder-tenant', client_id: 'placeholder-client', client_secret: 'placeholder-secret' };
const AT_ONCE = 6;

export default async function () {
    openPage('/backoffice/');
    const admin = await signInAs(ADMIN, `${SERVER}/backoffice/oauth-resp.html`);
    const app = await application(admin);
    const authority = await domain(admin);
    await tenant(admin, authority);
    const chain = await places(admin);
    const people = [await person(admin, 'Ada'), await person(admin, 'Bo')];
    await book(admin, people, { app, chain });
}

/** Sign in on the page, then fetch a code with its proof, following the redirect by hand. */
async function signInAs(who, redirect_uri) {
    const answer = await signInByForm(who);
    assert.equal(answer.status, 202);
    assert.equal(await answer.text(), '');
    const verifier = randomBytes(32).toString('hex').slice(0, 43);
    const client_id = createHash('md5').update(redirect_uri).digest('hex');
    const asked = new URLSearchParams({
        response_type: 'code', client_id, redirect_uri, scope: 'public', state: unique('state'),
        code_challenge_method: 'S256', code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    });
    const { response } = await once(new URL(`/auth/oauth/authorize?${asked}`, SERVER));
    assert.equal(response.status, 302, await response.text());
    const landed = new URL(response.headers.get('location'));
    assert.ok(landed.href.startsWith(`${redirect_uri}?`), landed.href);
    assert.equal(landed.searchParams.get('state'), asked.get('state'));
    const given = { client_id, redirect_uri, grant_type: 'authorization_code', code: landed.searchParams.get('code'), code_verifier: verifier };
    const token = await once(new URL(`/auth/oauth/token?${new URLSearchParams(given)}`, SERVER), {
        method: 'POST', body: '', headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    const told = await token.response.json();
    assert.equal(token.response.status, 200, JSON.stringify(told));
    assert.equal(told.token_type, 'Bearer');
    return caller(told.access_token);
}

/** Ask with this token and nothing else; refusals are told with their body. */
function caller(token) {
    return async (method, path, body) => {
        const { response } = await once(new URL(path, SERVER), {
            method, credentials: 'omit', body: body === undefined ? undefined : JSON.stringify(body),
            headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        });
        const text = await response.text();
        return { status: response.status, body: text ? JSON.parse(text) : undefined };
    };
}

async function made(call, path, body) {
    const answer = await call('POST', path, body);
    assert.equal(answer.status, 201, `${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
}

/** What was made is in the list, whichever process answers. */
async function isListed(call, path, id) {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => call('GET', path)));
    for (const { status, body } of answers) {
        assert.equal(status, 200, JSON.stringify(body));
        assert.ok(body.some((one) => one.id === id), `${path} does not list ${id}`);
    }
}

async function application(admin) {
    const redirect_uri = `${SERVER}/kiosk-of-tests/oauth-resp.html`;
    const app = await made(admin, `${ENGINE}/oauth_apps`, {
        name: 'kiosk', redirect_uri, scopes: 'public', skip_authorization: true, preserve_client_id: false,
    });
    assert.equal(app.uid, createHash('md5').update(redirect_uri).digest('hex'));
    await isListed(admin, `${ENGINE}/oauth_apps?limit=500`, app.id);
    return app;
}

async function domain(admin) {
    const { body: domains } = await admin('GET', `${ENGINE}/domains`);
    assert.equal(domains.length, 1);
    const login_url = `${SERVER}/login?continue={{url}}&from=tests`;
    const changed = await admin('PATCH', `${ENGINE}/domains/${domains[0].id}`, { login_url });
    assert.deepEqual([changed.status, changed.body.login_url], [200, login_url]);
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => once(new URL('/auth/authority', SERVER))));
    for (const { response } of answers) {
        const authority = await response.json();
        assert.equal(authority.login_url, login_url);
        assert.ok(authority.config.org_zone, 'the root of the places is known');
    }
    return domains[0];
}

async function tenant(admin, authority) {
    const given = {
        name: 'Placeholder', platform: 'office365', delegated: false, service_account: 'svc@example.com',
        domain: authority.domain, email_domain: 'example.com', credentials: PLACEHOLDER, booking_limits: {}, early_checkin: 3600,
    };
    const tenant = await made(admin, `${STAFF}/tenants`, given);
    assert.ok(!JSON.stringify(tenant).includes('placeholder-secret'), 'credentials are never told');
    await isListed(admin, `${STAFF}/tenants`, tenant.id);
    const again = await admin('POST', `${STAFF}/tenants`, given);
    assert.equal(again.status, 422);
    assert.ok(again.body.failures.some((one) => one.field === 'domain' && one.reason === 'should be unique'));
}

/** A fresh server has an organisation, a building and a level already. */
async function places(admin) {
    const chain = [];
    for (const [tag, parent] of [['org', () => ''], ['building', () => `&parent_id=${chain[0].id}`], ['level', () => `&parent_id=${chain[1].id}`]]) {
        const { body } = await admin('GET', `${ENGINE}/zones?tags=${tag}${parent()}&limit=500`);
        assert.ok(body.length >= 1, `there is no ${tag}`);
        chain.push(body[0]);
    }
    const details = ['desk-1', 'desk-2'].map((id) => ({ id, name: id, bookable: true, groups: [], features: [] }));
    const put = await admin('PUT', `${ENGINE}/metadata/${chain[2].id}`, { name: 'desks', description: 'Desks', details });
    assert.equal(put.status, 200);
    const { body: shown } = await admin('GET', `${ENGINE}/metadata/${chain[1].id}/children?name=desks`);
    assert.deepEqual(shown.find((one) => one.zone.id === chain[2].id).metadata.desks.details, details);
    return chain;
}

async function person(admin, name) {
    const who = { username: `${unique(name.toLowerCase())}@example.com`, password: 'correct horse battery staple' };
    const user = await made(admin, `${ENGINE}/users`, { name, email: who.username, password: who.password, authority_id: undefined });
    await isListed(admin, `${ENGINE}/users?q=${encodeURIComponent(who.username)}`, user.id);
    return { ...who, user };
}

async function book(admin, [ada, bo], { app, chain }) {
    const start = Math.floor(Date.now() / 1000) + 3600;
    const body = {
        booking_type: 'desk', asset_id: 'desk-1', booking_start: start, booking_end: start + 3600,
        timezone: 'Europe/Amsterdam', zones: chain.map((zone) => zone.id), title: 'Desk', extension_data: {},
    };
    const asked = `${STAFF}/bookings?type=desk&zones=${chain[1].id}&period_start=${start}&period_end=${start + 3600}`;
    const callers = {};
    for (const person of [ada, bo]) {
        for (const cookie of cookies.find('user')) cookies.set(new URL(SERVER), `user=; path=${cookie.path}; max-age=0`);
        freshStorage();
        callers[person.username] = await signInAs(person, app.redirect_uri);
    }
    const booking = await made(callers[ada.username], `${STAFF}/bookings`, body);
    assert.equal(booking.user_email, ada.username);
    await isListed(callers[bo.username], asked, booking.id);
    const refusal = await callers[bo.username]('POST', `${STAFF}/bookings`, body);
    assert.equal(refusal.status, 409);
    const other = await made(callers[bo.username], `${STAFF}/bookings`, { ...body, asset_id: 'desk-2' });
    await isListed(admin, asked, other.id);
    assert.equal((await callers[ada.username]('GET', `${ENGINE}/domains`)).status, 403);
}
