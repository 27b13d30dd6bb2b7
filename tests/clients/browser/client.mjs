// The client itself, unmodified: how a scenario gets it, signs it in, and reads what it answers.

import assert from 'node:assert/strict';

import { freshStorage, pageFetch, SERVER } from './window.mjs';

export const ADMIN = { username: process.env.ADMIN_EMAIL, password: process.env.ADMIN_PASSWORD };
export const HOST = new URL(SERVER).host;
let loaded = 0;

/** A copy of the client as on a new device: nothing signed in, storage empty. */
export function freshClient() {
    freshStorage();
    return reloadedClient();
}

/** A copy of the client as after loading the page again, or in a second window: storage is as it was. */
export function reloadedClient() {
    loaded += 1;
    return import(`@placeos/ts-client/dist/index.es.js?window=${loaded}`);
}

/** The options that every app passes to `setup`. */
export function options(more = {}) {
    const app = more.app ?? 'workplace';
    return {
        auth_type: 'auth_code',
        scope: 'public',
        host: HOST,
        secure: false,
        auth_uri: `${SERVER}/auth/oauth/authorize`,
        token_uri: `${SERVER}/auth/oauth/token`,
        redirect_uri: `${SERVER}/${app}/oauth-resp.html`,
        handle_login: false,
        use_iframe: true,
        ...more,
    };
}

/** A client signed in by password. */
export async function signedIn(who = ADMIN, more = {}) {
    const client = await freshClient();
    await client.setup(options({ auth_type: 'password', ...who, ...more }));
    assert.ok(client.token(), `${who.username} has no token`);
    return client;
}

/** Add somebody without any rights, by an administrator's client, and sign him in. */
export async function somebody(admin, name, more = {}) {
    const who = { username: `${unique(name.toLowerCase())}@example.com`, password: 'correct horse battery staple' };
    const user = await value(admin.addUser({ name, email: who.username, password: who.password, ...more }));
    return { user, who, client: await signedIn(who) };
}

/** A building with one level, below the organisation that every house has. */
export async function building(admin) {
    const [org] = (await value(admin.queryZones({ tags: 'org' }))).data;
    const home = await value(admin.addZone({ name: unique('building'), parent_id: org.id, tags: ['building'] }));
    const level = await value(admin.addZone({ name: unique('level'), parent_id: home.id, tags: ['level'] }));
    return { org, building: home, level };
}

/** Sign this browser in on the sign-in page: afterwards it has a session. */
export function signInByForm({ username, password }) {
    return pageFetch('/auth/signin', {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ email: username, password }).toString(),
    });
}

/** The first value of an observable; what it refuses with is a Response. */
export function value(observable) {
    return new Promise((resolve, reject) => {
        let found;
        observable.subscribe({ next: (one) => (found = one), error: reject, complete: () => resolve(found) });
    }).catch(async (refusal) => {
        if (!(refusal instanceof Response)) throw refusal;
        throw Object.assign(new Error(`${refusal.status} ${refusal.url}: ${await refusal.clone().text()}`), { refusal });
    });
}

/** Expect a refusal with this status; answers its body. */
export async function refused(observable, status) {
    const error = await value(observable).then(
        (found) => assert.fail(`expected ${status}, got ${JSON.stringify(found)}`),
        (one) => one,
    );
    if (!error.refusal) throw error;
    assert.equal(error.refusal.status, status, error.message);
    return error.refusal.json().catch(() => ({}));
}

/** All pages of a query, with the client's own pager. */
export async function allPages(query) {
    const found = [];
    let pages = 0;
    for (let next = query; next; pages += 1) {
        const page = await value(next);
        found.push(...page.data);
        next = page.next ? page.next() : null;
        assert.ok(pages < 50, 'the pager gives up after 50 pages');
    }
    return { found, pages };
}

/** Wait until something is true. */
export async function until(isTrue, told, patienceMs = 10_000) {
    const end = Date.now() + patienceMs;
    while (!isTrue()) {
        if (Date.now() > end) assert.fail(told);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

/** A name that no other scenario uses. */
export function unique(word) {
    return `${word}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}
