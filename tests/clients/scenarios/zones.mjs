// The tree of places, through the client's own functions (engine API B.1).

import assert from 'node:assert/strict';

import { building, refused, signedIn, somebody, unique, value } from '../browser/client.mjs';

export default async function () {
    const admin = await signedIn();
    const { org, building: home, level } = await building(admin);
    await createAndChange(admin, home);
    await findThem(admin, home, level);
    await asAnybody(admin, org, home);
    await deleteTheTree(admin, home, level);
}

async function createAndChange(admin, home) {
    const name = unique('level');
    const given = { name, parent_id: home.id, tags: ['level', 'parking'], display_name: 'First', location: '52.1,4.3', capacity: 7 };
    const made = await value(admin.addZone(given));
    assert.match(made.id, /^zone-/);
    assert.deepEqual([made.name, made.display_name, made.capacity, made.tags], [name, 'First', 7, ['level', 'parking']]);
    assert.ok(Math.abs(made.created_at - Date.now() / 1000) < 60, 'times are whole Unix seconds');

    const whole = await value(admin.updateZone(made.id, { ...made.toJSON(), map_id: '/maps/1.svg' }, 'put'));
    assert.deepEqual([whole.map_id, whole.display_name, whole.capacity], ['/maps/1.svg', 'First', 7]);
    const part = await value(admin.updateZone(made.id, { capacity: 8 }));
    assert.deepEqual([part.capacity, part.map_id], [8, '/maps/1.svg']);
    const complete = await value(admin.showZone(made.id, { complete: true }));
    assert.deepEqual([complete.capacity, complete.trigger_list], [8, []]);
    await refused(admin.addZone({ name, parent_id: home.id }), 422);
    await refused(admin.addZone({ description: 'no name' }), 422);
    await refused(admin.showZone('zone-nowhere'), 404);
    assert.deepEqual((await value(admin.listZoneTriggers(made.id))).data, []);
    await value(admin.removeZone(made.id));
    await refused(admin.showZone(made.id), 404);
}

async function findThem(admin, home, level) {
    const below = await value(admin.queryZones({ parent_id: home.id }));
    assert.deepEqual([below.total, below.data.map((zone) => zone.id), below.next], [1, [level.id], null]);
    const found = await value(admin.queryZones({ q: level.name }));
    assert.ok(found.data.some((zone) => zone.id === level.id), 'what was created is found by the next request');
    const tagged = await value(admin.queryZones({ tags: 'level,building', limit: 2500 }));
    assert.equal(tagged.total, 0, 'all tags must be present');
    const tags = await value(admin.listZoneTags());
    for (const tag of ['org', 'building', 'level']) assert.ok(tags.includes(tag), tags.join());
}

async function asAnybody(admin, org, home) {
    const { client: ada } = await somebody(admin, 'Ada');
    await refused(ada.queryZones(), 403);
    assert.deepEqual((await value(ada.queryZones({ tags: 'org' }))).data.map((zone) => zone.id), [org.id]);
    assert.equal((await value(ada.queryZones({ parent_id: home.id, limit: 2500 }))).total, 1);
    assert.equal((await value(ada.showZone(home.id))).id, home.id);
    await refused(ada.addZone({ name: unique('mine') }), 403);
    await refused(ada.updateZone(home.id, { name: unique('mine') }), 403);
    await refused(ada.removeZone(home.id), 403);
}

async function deleteTheTree(admin, home, level) {
    await value(admin.updateMetadata(level.id, { name: 'desks', details: [] }));
    await value(admin.removeZone(home.id));
    await refused(admin.showZone(level.id), 404);
    assert.deepEqual(await value(admin.listMetadata(level.id)), []);
}
