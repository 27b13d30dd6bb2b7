// Documents of zones, systems and people (engine API B.4), as the apps read and write them.

import assert from 'node:assert/strict';

import { building, refused, signedIn, somebody, value } from '../browser/client.mjs';

export default async function () {
    const admin = await signedIn();
    const places = await building(admin);
    await replaceAndMerge(admin, places.level);
    await children(admin, places);
    await bulk(admin, places);
    await history(admin, places.level);
    await oneself(admin, places.level);
}

async function replaceAndMerge(admin, level) {
    const empty = await value(admin.showMetadata(level.id, 'workplace_app'));
    assert.deepEqual([empty.name, empty.details], ['', {}], 'an absent document is an empty one, not an error');
    assert.deepEqual(await value(admin.listMetadata('zone-nowhere')), []);
    const details = { features: ['desks'], desks: { colour: 'red', deep: { kept: 1, gone: 2 } }, unknown: [null, 1.5, 'ü'] };
    const made = await value(admin.updateMetadata(level.id, { id: level.id, name: 'workplace_app', description: 'x', details }));
    assert.deepEqual([made.name, made.id, made.details], ['workplace_app', level.id, details]);
    const merged = await value(
        admin.updateMetadata(level.id, { name: 'workplace_app', details: { desks: { colour: 'blue', deep: { gone: null } } } }, 'patch'),
    );
    assert.deepEqual(merged.details, { ...details, desks: { colour: 'blue', deep: { kept: 1 } } }, 'PATCH merges');
    const replaced = await value(admin.updateMetadata(level.id, { name: 'workplace_app', details: { only: true } }, 'put'));
    assert.deepEqual(replaced.details, { only: true }, 'PUT replaces');
    const desks = [{ id: 'desk-1', name: 'One', bookable: true, groups: [], features: [] }];
    await value(admin.updateMetadata(level.id, { name: 'desks', details: desks }));
    assert.deepEqual((await value(admin.showMetadata(level.id, 'desks'))).details, desks);
    assert.deepEqual(Object.keys(await value(admin.zoneMetadata(level.id))).sort(), ['desks', 'workplace_app']);
    await value(admin.updateMetadata(level.id, { name: 'text', details: '{"a":1}' }));
    const raw = await value(admin.get(`${admin.apiEndpoint()}/metadata/${level.id}?name=text`));
    assert.equal(raw.text.details, '{"a":1}', 'a string stays a string');
    await value(admin.removeMetadata(level.id, { name: 'text' }));
    assert.deepEqual((await value(admin.showMetadata(level.id, 'text'))).details, {});
}

async function children(admin, { building: home, level }) {
    const bare = await value(admin.addZone({ name: `${home.name} bare`, parent_id: home.id, tags: ['level'] }));
    const below = await value(admin.listChildMetadata(home.id, { name: 'desks' }));
    assert.deepEqual(new Set(below.map((one) => one.zone.id)), new Set([level.id, bare.id]), 'direct children only');
    const found = new Map(below.map((one) => [one.zone.id, one]));
    assert.equal(found.get(level.id).metadata.desks.details[0].id, 'desk-1');
    assert.deepEqual(found.get(bare.id).metadata, {});
    await refused(admin.listChildMetadata('zone-nowhere', {}), 404);
}

async function bulk(admin, { building: home, level }) {
    const asked = `${admin.apiEndpoint()}/metadata/desks/bulk?parent_ids=${level.id},${home.id}`;
    const found = await value(admin.get(asked));
    assert.equal(found[level.id].details[0].id, 'desk-1');
    assert.equal(found[home.id], null);
    assert.ok(home.id in found, 'who has none is told as null');
}

async function history(admin, level) {
    const versions = await value(admin.listMetadataHistory(level.id, { name: 'workplace_app' }));
    assert.ok(versions.length >= 3);
    assert.deepEqual(versions[0].details, { only: true }, 'newest first');
}

/** Everybody writes his own documents, and nobody else's. */
async function oneself(admin, level) {
    const { client: ada, user } = await somebody(admin, 'Ada');
    const { client: bo } = await somebody(admin, 'Bo');
    const settings = { theme: 'dark', favourite_desks: ['desk-1'] };
    const mine = await value(ada.updateMetadata(user.id, { name: 'settings', details: settings }));
    assert.deepEqual(mine.details, settings);
    assert.deepEqual((await value(ada.showMetadata(user.id, 'settings'))).details, settings);
    assert.deepEqual((await value(ada.userMetadata(user.id, { name: 'settings' }))).settings.details, settings);
    await refused(bo.updateMetadata(user.id, { name: 'settings', details: {} }), 403);
    await refused(ada.updateMetadata(level.id, { name: 'desks', details: [] }), 403);
    assert.equal((await value(ada.showMetadata(level.id, 'desks'))).details.length, 1, 'reading is for all');
    await value(ada.removeMetadata(user.id, { name: 'settings' }));
}
