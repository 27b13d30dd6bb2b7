// A cookie jar with a browser's manners: by origin and path, secure ones over HTTPS only, dead ones gone.

export class Cookies {
    #kept = new Map();

    /** Keep what an answer sets. */
    take(url, response) {
        for (const line of response.headers.getSetCookie()) this.set(url, line);
    }

    set(url, line) {
        const [pair, ...attributes] = line.split(';').map((part) => part.trim());
        const at = pair.indexOf('=');
        const cookie = {
            host: url.hostname,
            name: pair.slice(0, at),
            value: pair.slice(at + 1),
            path: url.pathname.replace(/\/[^/]*$/, '') || '/',
            secure: false,
            httpOnly: false,
            ends: Infinity,
        };
        for (const attribute of attributes) apply(attribute, cookie);
        const key = `${cookie.host} ${cookie.path} ${cookie.name}`;
        if (cookie.ends <= Date.now()) this.#kept.delete(key);
        else this.#kept.set(key, cookie);
    }

    /** What a request to this address carries. */
    header(url) {
        return this.#of(url)
            .map((cookie) => `${cookie.name}=${cookie.value}`)
            .join('; ');
    }

    /** What a script on this page may read. */
    readable(url) {
        return this.#of(url)
            .filter((cookie) => !cookie.httpOnly)
            .map((cookie) => `${cookie.name}=${cookie.value}`)
            .join('; ');
    }

    find(name) {
        return [...this.#kept.values()].filter((cookie) => cookie.name === name && cookie.ends > Date.now());
    }

    #of(url) {
        return [...this.#kept.values()].filter(
            (cookie) =>
                cookie.host === url.hostname &&
                isBelow(url.pathname, cookie.path) &&
                (!cookie.secure || url.protocol === 'https:') &&
                cookie.ends > Date.now(),
        );
    }
}

function apply(attribute, cookie) {
    const [name, value = ''] = attribute.split('=');
    switch (name.toLowerCase()) {
        case 'path':
            cookie.path = value;
            break;
        case 'secure':
            cookie.secure = true;
            break;
        case 'httponly':
            cookie.httpOnly = true;
            break;
        case 'max-age':
            cookie.ends = Date.now() + Number(value) * 1000;
            break;
        case 'expires':
            if (cookie.ends === Infinity) cookie.ends = Date.parse(attribute.slice(attribute.indexOf('=') + 1));
            break;
    }
}

function isBelow(path, base) {
    return path === base || path.startsWith(base.endsWith('/') ? base : `${base}/`);
}
