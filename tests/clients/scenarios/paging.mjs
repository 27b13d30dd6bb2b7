// 250 zones, with the client's own pager: it reads `X-Total-Count` and `Link`, and encodes the query anew each time.

import assert from 'node:assert/strict';

import { allPages, building, signedIn, unique, value } from '../browser/client.mjs';

const MANY = 250;

export default async function () {
    const admin = await signedIn();
    const { building: home } = await building(admin);
    const word = unique('wing').replaceAll('-', '');
    const tags = [word, 'odd, "even"; & 100%'];
    for (let start = 0; start < MANY; start += 10) {
        const numbers = Array.from({ length: 10 }, (_, index) => start + index);
        await Promise.all(numbers.map((n) => value(admin.addZone({ name: `${word} ${n}`, parent_id: home.id, tags: [word] }))));
    }
    const first = await value(admin.queryZones({ parent_id: home.id, q: word }));
    assert.deepEqual([first.total, first.data.length], [MANY + (first.total - MANY), 100]);
    for (const asked of [
        { parent_id: `${home.id},zone-nowhere`, limit: 40 },
        { tags: word, limit: 100 },
        { tags: word, limit: 249 },
        { q: word, tags: word, limit: 83 },
        { tags: word, limit: 250 },
    ]) {
        const { found, pages } = await allPages(admin.queryZones(asked));
        const names = new Set(found.map((zone) => zone.name).filter((name) => name.startsWith(`${word} `)));
        assert.equal(names.size, MANY, `${JSON.stringify(asked)} found ${names.size} of ${MANY}`);
        assert.equal(new Set(found.map((zone) => zone.id)).size, found.length, 'no page repeats what another had');
        assert.equal(pages, Math.ceil(found.length / asked.limit), 'and none is empty');
    }
    await strangeWords(admin, home, tags);
    assert.equal((await value(admin.queryZones({ tags: word, limit: 0 }))).data.length, 0);
    assert.equal((await value(admin.queryZones({ tags: word, limit: 1_000_000 }))).data.length, MANY);
    await value(admin.removeZone(home.id));
    assert.equal((await value(admin.queryZones({ tags: word }))).total, 0);
}

/** Commas, quotes and semicolons in a parameter come through the header unharmed. */
async function strangeWords(admin, home, tags) {
    const strange = tags[1].split(',').map((tag) => tag.trim());
    for (let n = 0; n < 3; n += 1) await value(admin.addZone({ name: unique('odd'), parent_id: home.id, tags: strange }));
    const { found, pages } = await allPages(admin.queryZones({ tags: strange.join(), q: 'odd', limit: 1 }));
    assert.deepEqual([found.length, pages], [3, 3]);
}
