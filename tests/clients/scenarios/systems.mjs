// Rooms and other systems, with their version that guards against lost changes (engine API B.2).

import assert from 'node:assert/strict';

import { building, refused, signedIn, somebody, unique, value } from '../browser/client.mjs';

export default async function () {
    const admin = await signedIn();
    const { org, building: home, level } = await building(admin);
    const email = `${unique('room')}@example.com`;
    const zones = [org.id, home.id, level.id];
    const given = { name: unique('Room'), email, zones, features: ['Screen', 'VC'], capacity: 6, bookable: true, map_id: 'area-1' };
    const room = await value(admin.addSystem(given));
    assert.match(room.id, /^sys-/);
    assert.deepEqual([room.zones, room.features, room.capacity, room.bookable], [zones, given.features, 6, true]);
    await change(admin, room);
    await find(admin, room, { home, level, email });
    await asAnybody(admin, room);
    await withoutModules(admin, room, zones);
    await value(admin.removeSystem(room.id));
    await refused(admin.showSystem(room.id), 404);
}

async function change(admin, room) {
    const changed = await value(admin.updateSystem(room.id, { ...room.toJSON(), display_name: 'Large' }, 'put'));
    assert.deepEqual([changed.version, changed.display_name, changed.capacity], [room.version + 1, 'Large', 6]);
    const refusal = await refused(admin.updateSystem(room.id, { ...room.toJSON(), display_name: 'Lost' }), 409);
    assert.match(refusal.error, /old System version/);
    await refused(admin.patch(`${admin.apiEndpoint()}/systems/${room.id}`, { display_name: 'Without version' }), 422);
    assert.equal((await value(admin.showSystem(room.id))).display_name, 'Large');
    await refused(admin.addSystem({ name: room.name }), 422);
}

async function find(admin, room, { home, level, email }) {
    const ids = async (asked) => (await value(admin.querySystems(asked))).data.map((one) => one.id);
    assert.deepEqual(await ids({ zone_id: home.id, limit: 500, signage: false }), [room.id]);
    assert.deepEqual(await ids({ zone_id: `${home.id},${level.id}` }), [room.id]);
    assert.deepEqual(await ids({ zone_id: `${home.id},zone-nowhere` }), []);
    assert.deepEqual(await ids({ q: room.name, zone_id: home.id }), [room.id]);
    assert.deepEqual(await ids({ zone_id: home.id, capacity: 6, features: 'Screen,VC', bookable: true }), [room.id]);
    assert.deepEqual(await ids({ zone_id: home.id, capacity: 7 }), []);
    assert.deepEqual(await ids({ email: email.toUpperCase() }), [room.id]);
    const byMail = await value(admin.querySystemsWithEmails({ in: `${email},nobody@example.com` }));
    assert.deepEqual(byMail.data.map((one) => one.id), [room.id]);
    assert.equal((await value(admin.showSystem(email))).id, room.id, 'an id may be an e-mail address');
    const total = await value(admin.querySystems({ zone_id: home.id, limit: 1 }));
    assert.equal(total.total, 1);
    assert.deepEqual((await value(admin.listSystemZones(room.id))).data.map((zone) => zone.id), room.zones);
    const complete = await value(admin.show({ path: 'systems', id: room.id, query_params: { complete: true } }));
    assert.deepEqual(complete.zone_data.map((zone) => zone.id), room.zones);
    assert.deepEqual(complete.module_data, []);
}

async function asAnybody(admin, room) {
    const { client: ada } = await somebody(admin, 'Ada');
    assert.equal((await value(ada.showSystem(room.id))).id, room.id);
    assert.ok((await value(ada.querySystems({ limit: 5000 }))).data.some((one) => one.id === room.id));
    await refused(ada.updateSystem(room.id, { version: 1, name: 'mine' }), 403);
    await refused(ada.addSystem({ name: unique('mine') }), 403);
    await refused(ada.removeSystem(room.id), 403);
}

/** A system without modules answers truthfully. */
async function withoutModules(admin, room, zones) {
    assert.deepEqual(await value(admin.show({ path: 'systems', id: `${room.id}/types`, query_params: {} })), {});
    assert.deepEqual(await value(admin.show({ path: 'systems', id: `${room.id}/count`, query_params: {} })), {});
    for (const asked of [
        admin.systemModuleState(room.id, 'Bookings'),
        admin.lookupSystemModuleState(room.id, 'Bookings', 1, 'status'),
        admin.functionList(room.id, 'Bookings'),
        admin.executeOnSystem(room.id, 'checkin', 'Bookings', 1, [1]),
    ]) {
        const refusal = await refused(asked, 404);
        assert.ok(refusal.error, 'a refusal says why');
    }
    await refused(admin.addSystemModule(room.id, 'mod-none'), 404);
    await value(admin.startSystem(room.id));
    await value(admin.stopSystem(room.id));
    assert.deepEqual((await value(admin.listSystemTriggers(room.id))).data, []);
    assert.deepEqual(await value(admin.systemMetadata(room.id)), {});
    await value(admin.addSettings({ parent_id: zones[1], encryption_level: 0, settings_string: 'a: 1\n' }));
    await value(admin.addSettings({ parent_id: room.id, encryption_level: 0, settings_string: 'b: 2\n' }));
    const chain = await value(admin.systemSettings(room.id));
    assert.deepEqual(chain.map((one) => one.parent_id), [zones[1], room.id]);
    assert.deepEqual((await value(admin.queryModules({ control_system_id: room.id }))).data, []);
}
