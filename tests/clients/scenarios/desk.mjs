// A desk, from the map to going home: booked by one, refused to another, listed, checked into, released, free again.
// The apps call the staff API with the client's own verbs (staff API 5, engine API E.4).

import assert from 'node:assert/strict';

import { allPages, building, refused, signedIn, somebody, unique, value } from '../browser/client.mjs';

const BOOKINGS = '/api/staff/v1/bookings';
const DESK = unique('desk');
const OTHER = unique('desk');
const now = Math.floor(Date.now() / 1000);

export default async function () {
    const admin = await signedIn();
    const places = await building(admin);
    await value(admin.updateMetadata(places.level.id, { name: 'desks', details: [{ id: DESK, name: 'One', bookable: true }] }));
    const { client: ada, user } = await somebody(admin, 'Ada');
    const { client: bo } = await somebody(admin, 'Bo');
    const form = await fill(ada, places, user);
    const booked = await book(ada, form);
    await isHeld(bo, form, booked);
    await isListed(ada, bo, form, booked);
    await comeAndGo(ada, bo, form, booked);
    await release(ada, bo, form);
    await pages(admin, ada, form);
}

async function fill(ada, { org, building: home, level }, user) {
    const [shown] = await value(ada.listChildMetadata(home.id, { name: 'desks' }));
    const desk = shown.metadata.desks.details[0];
    return {
        booking_type: 'desk', type: 'desk', status: 'tentative', access: false,
        asset_id: desk.id, asset_ids: [desk.id], asset_name: desk.name,
        booking_start: now - 60, booking_end: now + 3600, timezone: 'Europe/Amsterdam', date: now * 1000, duration: 61,
        user_email: user.email, user_name: user.name, title: 'Desk', description: '',
        zones: [org.id, home.id, level.id], extension_data: { assets: [], department: '', asset_name: desk.name }, attendees: [],
    };
}

async function book(ada, form) {
    const before = await value(ada.get(`${BOOKINGS}/booked?type=desk&period_start=${form.booking_start}&period_end=${form.booking_end}&zones=${form.zones[1]}&limit=10000`));
    assert.deepEqual(before, []);
    const booked = await value(ada.post(`${BOOKINGS}?utm_source=desktop`, form));
    assert.equal(typeof booked.id, 'number');
    assert.deepEqual(
        [booked.asset_id, booked.user_email, booked.current_state, booked.booked_from, booked.checked_in],
        [form.asset_id, form.user_email, 'reserved', 'desktop', false],
    );
    assert.deepEqual(booked.extension_data.asset_name, 'One');
    return booked;
}

/** The other is refused, whatever part of the time he asks for, and told what is in the way. */
async function isHeld(bo, form, booked) {
    const his = { ...form, user_email: undefined, user_name: undefined };
    const refusal = await refused(bo.post(BOOKINGS, his), 409);
    assert.deepEqual([refusal.error, refusal.bookings.map((one) => one.id)], ['Conflicting booking', [booked.id]]);
    await refused(bo.post(BOOKINGS, { ...his, booking_start: form.booking_end - 1, booking_end: form.booking_end + 60 }), 409);
    const touching = await value(bo.post(BOOKINGS, { ...his, booking_start: form.booking_end, booking_end: form.booking_end + 60 }));
    const clash = { booking_type: 'desk', asset_ids: [DESK, OTHER], booking_start: form.booking_start, booking_end: form.booking_end };
    assert.deepEqual(await value(bo.post(`${BOOKINGS}/clashing-assets?limit=1200`, clash)), [DESK]);
    assert.deepEqual(await value(bo.post(`${BOOKINGS}/clashing-assets?return_available=true`, clash)), [OTHER]);
    await refused(bo.patch(`${BOOKINGS}/${touching.id}`, { booking_start: form.booking_end - 60 }), 409);
    await refused(bo.patch(`${BOOKINGS}/${booked.id}`, { title: 'Mine' }), 403);
    await refused(bo.del(`${BOOKINGS}/${booked.id}`), 403);
    await value(bo.del(`${BOOKINGS}/${touching.id}`));
}

async function isListed(ada, bo, form, booked) {
    const period = `period_start=${form.booking_start}&period_end=${form.booking_end}&type=desk`;
    for (const [client, whose] of [[ada, `email=${form.user_email}`], [ada, 'user=current'], [ada, ''], [bo, `zones=${form.zones[2]}`]]) {
        const found = await value(client.query({ path: 'bookings', endpoint: '/api/staff/v1', query_params: Object.fromEntries(new URLSearchParams(`${period}&${whose}&include_deleted=recurring&include_checked_out=true`)) }));
        assert.deepEqual([found.total, found.data.map((one) => one.id)], [1, [booked.id]], whose);
    }
    assert.deepEqual(await value(bo.get(`${BOOKINGS}/booked?${period}&zones=${form.zones[1]}&limit=10000`)), [DESK]);
    assert.equal((await value(bo.get(`${BOOKINGS}/${booked.id}`))).user_email, form.user_email);
    const edited = await value(ada.patch(`${BOOKINGS}/${booked.id}`, { ...booked, title: 'By the window', extension_data: { app_name: 'workplace' } }));
    assert.deepEqual([edited.title, edited.extension_data.app_name, edited.extension_data.asset_name], ['By the window', 'workplace', 'One']);
    assert.deepEqual([edited.current_state, edited.last_changed], ['reserved', booked.last_changed], 'unchanged values are no change');
}

async function comeAndGo(ada, bo, form, booked) {
    await refused(bo.post(`${BOOKINGS}/${booked.id}/check_in?state=true`, ''), 403);
    const here = await value(ada.post(`${BOOKINGS}/${booked.id}/check_in?state=true&utm_source=kiosk`, ''));
    assert.deepEqual([here.checked_in, here.current_state], [true, 'checked_in']);
    const gone = await value(ada.post(`${BOOKINGS}/${booked.id}/checkin?state=false`, ''));
    assert.deepEqual([gone.checked_in, gone.current_state], [false, 'checked_out']);
    const refusal = await refused(ada.post(`${BOOKINGS}/${booked.id}/check_in?state=true`, ''), 405);
    assert.match(refusal.error, /checked out booking cannot be checked back in/);
    assert.deepEqual(gone.history.map((one) => [one.state, one.source]).slice(0, 2), [['reserved', 'desktop'], ['checked_in', 'kiosk']]);
    const next = await value(bo.post(BOOKINGS, { ...form, user_email: undefined, user_name: undefined }));
    assert.equal(next.asset_id, DESK, 'who has left frees the desk at once');
    await value(bo.del(`${BOOKINGS}/${next.id}`));
}

async function release(ada, bo, form) {
    const later = { ...form, booking_start: now + 7200, booking_end: now + 9000 };
    const booked = await value(ada.post(BOOKINGS, later));
    await refused(bo.post(BOOKINGS, { ...later, user_email: undefined }), 409);
    await value(ada.del(`${BOOKINGS}/${booked.id}?utm_source=desktop`));
    const gone = await value(ada.get(`${BOOKINGS}/${booked.id}`));
    assert.deepEqual([gone.deleted, gone.current_state], [true, 'cancelled']);
    const next = await value(bo.post(BOOKINGS, { ...later, user_email: undefined, user_name: undefined }));
    assert.equal(next.asset_id, DESK);
    assert.equal((await value(ada.get(`${BOOKINGS}?type=desk&period_start=${later.booking_start}&period_end=${later.booking_end}`))).length, 0);
}

/** The pager of the client follows the staff API too. */
async function pages(admin, ada, form) {
    const start = now + 86_400;
    for (let n = 0; n < 7; n += 1) {
        await value(ada.post(BOOKINGS, { ...form, asset_id: `${DESK}-${n}`, asset_ids: [`${DESK}-${n}`], booking_start: start, booking_end: start + 60 }));
    }
    const query_params = { type: 'desk', period_start: start, period_end: start + 60, zones: `${form.zones[1]},zone-nowhere`, limit: 3 };
    const { found, pages: count } = await allPages(admin.query({ path: 'bookings', endpoint: '/api/staff/v1', query_params }));
    assert.deepEqual([found.map((one) => one.asset_id).sort(), count], [[0, 1, 2, 3, 4, 5, 6].map((n) => `${DESK}-${n}`), 3]);
}
