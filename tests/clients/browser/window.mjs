// The few things of a browser that the client touches: storage, an address, cookies, fetch, frames.
//
// Importing this file puts them in place. The page is the app at `PAGE`, so addresses are relative to it, cookies
// go where a browser would send them, and a frame is shown only if its answer allows that.

import vm from 'node:vm';

import { Cookies } from './cookies.mjs';

export const SERVER = process.env.SERVER_URL;
export const cookies = new Cookies();
/** Every request the page has made: `{method, path, status}`, the query left out. */
export const requests = [];
/** Where the page wanted to go. */
export const visits = [];

const listeners = new Set();
const nativeFetch = globalThis.fetch;
let page = new URL('/workplace/', SERVER);

class MemoryStorage {
    #items = new Map();
    get length() {
        return this.#items.size;
    }
    key(index) {
        return [...this.#items.keys()][index] ?? null;
    }
    getItem(name) {
        return this.#items.get(name) ?? null;
    }
    setItem(name, value) {
        this.#items.set(name, String(value));
    }
    removeItem(name) {
        this.#items.delete(name);
    }
    clear() {
        this.#items.clear();
    }
}

/** Forget storage, cookies stay: another device would have neither, another person on this one has the cookies. */
export function freshStorage() {
    globalThis.localStorage = new MemoryStorage();
    globalThis.sessionStorage = new MemoryStorage();
}

/** Be on another page, as after a navigation. */
export function openPage(address) {
    page = new URL(address, page);
}

/** Ask as the page does; `redirect: "manual"` shows a redirect as opaquely as a browser does. */
export async function pageFetch(address, options = {}) {
    const { response, url } = await once(new URL(address, page), options);
    const isRedirect = response.status >= 300 && response.status < 400 && response.status !== 304;
    if (!isRedirect) return response;
    if (options.redirect === 'manual') return { type: 'opaqueredirect', status: 0, ok: false, headers: new Headers(), url };
    return pageFetch(new URL(response.headers.get('location'), url), { headers: options.headers });
}

/** Go to an address as a browser does, and follow redirects; answers each step. */
export async function navigate(address, options = {}) {
    const steps = [];
    let next = { url: new URL(address, page), options };
    while (next) {
        const { response, url } = await once(next.url, next.options);
        const body = await response.text();
        const to = response.headers.get('location');
        steps.push({ url, status: response.status, headers: response.headers, body, to: to && new URL(to, url) });
        next = to && steps.length < 20 ? { url: new URL(to, url), options: {} } : null;
    }
    return steps;
}

/** One request, with cookies for this origin, and noted. */
export async function once(url, options = {}) {
    const headers = new Headers(options.headers);
    const shown = cookies.header(url);
    if (options.credentials !== 'omit' && url.origin === page.origin && shown) headers.set('cookie', shown);
    const response = await nativeFetch(url, { ...options, headers, redirect: 'manual' });
    cookies.take(url, response);
    requests.push({ method: options.method ?? 'GET', path: url.pathname, status: response.status });
    return { response, url };
}

/** What the page asked since `from` requests, as `GET /path 200`. */
export function asked(from = 0) {
    return requests.slice(from).map((one) => `${one.method} ${one.path} ${one.status}`);
}

/** Load a frame, and run the page's own script that tells the opener what came of it. */
async function load(frame) {
    const steps = await navigate(frame.src);
    const refusal = steps.find((step) => /deny/i.test(step.headers.get('x-frame-options') ?? '') || forbidsFrames(step));
    if (refusal) return frame.onerror?.(new Error(`may not be framed: ${refusal.url}`));
    const landed = steps.at(-1);
    if (landed.url.origin !== page.origin || landed.status !== 200) {
        return frame.onerror?.(new Error(`${landed.status} at ${landed.url}`));
    }
    for (const [, script] of landed.body.matchAll(/<script>([\s\S]*?)<\/script>/g)) runFramed(script, landed.url);
}

function forbidsFrames(step) {
    const rule = /frame-ancestors ([^;]*)/.exec(step.headers.get('content-security-policy') ?? '');
    return rule !== null && !rule[1].includes("'self'") && !rule[1].includes('*');
}

function runFramed(script, url) {
    const opener = { location: page, postMessage: (message, origin) => tell(message, origin) };
    const framed = { location: url, parent: opener, top: opener, addEventListener: (_, call) => call() };
    framed.window = framed;
    framed.console = { log() {}, error() {} };
    vm.runInNewContext(script, framed);
}

function tell(message, origin) {
    for (const listener of [...listeners]) listener({ data: { ...message }, origin });
}

const location = {
    assign: (address) => visits.push(String(new URL(address, page))),
};
for (const part of ['href', 'origin', 'protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']) {
    Object.defineProperty(location, part, { get: () => page[part], set: (value) => (page[part] = value), enumerable: true });
}

const document = {
    createElement: () => ({ style: {} }),
    body: { appendChild: (frame) => void load(frame), removeChild: () => {} },
    get cookie() {
        return cookies.readable(page);
    },
    set cookie(line) {
        cookies.set(page, line);
    },
};

freshStorage();
globalThis.window = globalThis;
globalThis.parent = globalThis;
globalThis.location = location;
globalThis.document = document;
globalThis.history = { replaceState: (_, __, address) => openPage(address) };
globalThis.addEventListener = (kind, listener) => kind === 'message' && listeners.add(listener);
globalThis.removeEventListener = (_, listener) => listeners.delete(listener);
globalThis.fetch = pageFetch;
if (!globalThis.navigator) globalThis.navigator = { platform: 'Linux', userAgent: 'Node' };
