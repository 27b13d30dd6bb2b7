// Asset categories, types, assets and orders; the newest apps keep desks and lockers here (engine API B.12, F.2).

import assert from 'node:assert/strict';

import { building, refused, signedIn, somebody, unique, value } from '../browser/client.mjs';

export default async function () {
    const admin = await signedIn();
    const places = await building(admin);
    const category = await hiddenCategory(admin);
    const type = await typeOf(admin, category);
    const desk = await oneAsset(admin, type, places);
    await manyAssets(admin, type, places);
    await orders(admin);
    await asAnybody(admin, { category, type, desk, level: places.level });
    await leave(admin, { category, type, desk });
}

async function hiddenCategory(admin) {
    const description = JSON.stringify({ colour: '<b>red</b>' });
    const made = await value(admin.addAssetCategory({ name: unique('_DESKS_'), description, hidden: true }));
    assert.match(made.id, /^asset_category-/);
    assert.equal(made.description, description, 'apps store JSON in it');
    const hidden = await value(admin.queryAssetCategories({ hidden: true, limit: 500 }));
    assert.ok(hidden.data.some((one) => one.name === made.name));
    const shown = await value(admin.queryAssetCategories({ hidden: false, limit: 500 }));
    assert.ok(!shown.data.some((one) => one.name === made.name));
    await refused(admin.addAssetCategory({ name: made.name }), 422);
    return made;
}

async function typeOf(admin, category) {
    const refusal = await refused(admin.addAssetType({ name: '_DESKS_', category_id: category.id }), 422);
    assert.ok(refusal.failures.some((one) => one.field === 'brand'));
    const made = await value(admin.addAssetType({ name: '_DESKS_', category_id: category.id, brand: 'Place' }));
    const found = await value(admin.queryAssetTypes({ category_id: category.id }));
    assert.deepEqual(found.data.map((one) => one.id), [made.id]);
    return made;
}

async function oneAsset(admin, type, { building: home, level }) {
    const other_data = { height: '1', size: '[1,1]', accessible: 'false' };
    const given = { identifier: 'Desk 1', map_id: 'desk-1', asset_type_id: type.id, zone_id: level.id, zones: [home.id, level.id], other_data };
    const made = await value(admin.addAsset({ ...given, features: ['dual'], serial_number: unique('sn') }));
    assert.match(made.id, /^asset-/);
    assert.deepEqual([made.other_data, made.bookable], [other_data, true], 'strings stay strings');
    const changed = await value(admin.updateAsset(made.id, { ...made, assigned_to: 'ada@example.com', bookable: false }, 'put'));
    assert.deepEqual([changed.assigned_to, changed.bookable, changed.map_id], ['ada@example.com', false, 'desk-1']);
    for (const asked of [{ zone_id: level.id }, { type_id: type.id }, { zones: `${home.id},${level.id}` }, { q: 'Desk', type_id: type.id }]) {
        const found = await value(admin.queryAssets(asked));
        assert.deepEqual(found.data.map((one) => one.id), [made.id], JSON.stringify(asked));
    }
    assert.deepEqual((await value(admin.queryAssets({ type_id: type.id, bookable: true }))).data, []);
    return changed;
}

/** The client leaves out a slash here, and trips over the empty answer of a deletion. */
async function manyAssets(admin, type, { level }) {
    const given = [2, 3, 4].map((n) => ({ identifier: `Desk ${n}`, asset_type_id: type.id, zone_id: level.id }));
    const made = await value(admin.addAssets(given));
    assert.deepEqual(made.map((one) => one.identifier), ['Desk 2', 'Desk 3', 'Desk 4']);
    const changed = await value(admin.updateAssets(made.map((one) => ({ id: one.id, notes: 'by the window' }))));
    assert.deepEqual(changed.map((one) => [one.identifier, one.notes]), made.map((one) => [one.identifier, 'by the window']));
    const types = await value(admin.queryAssetTypes({ category_id: type.category_id, zone_id: level.id }));
    assert.equal(types.data.length, 1);
    await assert.rejects(value(admin.removeAssets(made.map((one) => one.id))), TypeError);
    assert.equal((await value(admin.queryAssets({ type_id: type.id }))).total, 1);
    await refused(admin.addAssets([given[0], { identifier: 'without type', zone_id: level.id }]), 422);
    assert.equal((await value(admin.queryAssets({ type_id: type.id }))).total, 1, 'all of them or none');
}

async function orders(admin) {
    const made = await value(admin.addAssetPurchaseOrder({ purchase_order_number: unique('po'), unit_price: 12_50 }));
    const changed = await value(admin.updateAssetPurchaseOrder(made.id, { invoice_number: 'inv-1' }));
    assert.deepEqual([changed.unit_price, changed.invoice_number], [1250, 'inv-1']);
    assert.ok((await value(admin.queryAssetPurchaseOrders())).data.some((one) => one.id === made.id));
    await value(admin.removeAssetPurchaseOrder(made.id));
    await refused(admin.showAssetPurchaseOrder(made.id), 404);
}

async function asAnybody(admin, { category, type, desk, level }) {
    const { client: ada } = await somebody(admin, 'Ada');
    assert.equal((await value(ada.showAsset(desk.id))).id, desk.id);
    assert.ok((await value(ada.queryAssetCategories({ hidden: true }))).data.some((one) => one.id === category.id));
    await refused(ada.addAsset({ identifier: 'mine', asset_type_id: type.id, zone_id: level.id }), 403);
    await refused(ada.updateAsset(desk.id, { assigned_to: 'me@example.com' }), 403);
    await refused(ada.removeAsset(desk.id), 403);
    await refused(ada.addAssetCategory({ name: unique('mine') }), 403);
}

async function leave(admin, { category, type, desk }) {
    await value(admin.removeAsset(desk.id));
    await refused(admin.showAsset(desk.id), 404);
    await value(admin.removeAssetType(type.id));
    await value(admin.removeAssetCategory(category.id));
    await refused(admin.showAssetCategory(category.id), 404);
}
