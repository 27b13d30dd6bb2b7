// People: who asks, whom one may see, and what only administrators may change (engine API B.6).

import assert from 'node:assert/strict';

import { ADMIN, refused, signedIn, somebody, unique, value } from '../browser/client.mjs';

export default async function () {
    const admin = await signedIn();
    const { client: ada, user, who } = await somebody(admin, 'Ada', { groups: ['staff'], department: 'R&D', first_name: 'Ada' });
    assert.match(user.id, /^user-/);
    const me = await value(ada.currentUser());
    assert.deepEqual([me.id, me.email, me.sys_admin, me.groups, me.department], [user.id, who.username, false, ['staff'], 'R&D']);
    await find(admin, ada, user, who);
    await change(admin, ada, user);
    await groups(admin, ada, user, who);
    await comeAndGo(admin, user, who);
}

async function find(admin, ada, user, who) {
    for (const client of [admin, ada]) {
        const found = await value(client.queryUsers({ q: who.username }));
        assert.deepEqual(found.data.map((one) => one.id), [user.id]);
        assert.equal((await value(client.showUser(who.username))).id, user.id);
    }
    const raw = await value(ada.get(`${ada.apiEndpoint()}/users/${user.id}`));
    assert.equal(raw.login_name, undefined, 'the public view has no login name');
    assert.match(raw.created_at, /^\d{4}-\d\d-\d\dT/, 'views of people give RFC 3339 times');
    const current = await value(ada.get(`${ada.apiEndpoint()}/users/current`));
    assert.deepEqual(current.associated_metadata, {});
    await refused(ada.showUser('user-nobody'), 404);
}

async function change(admin, ada, user) {
    const preferences = [{ day_of_week: 1, blocks: [{ start_time: 7.5, end_time: 18.5, location: 'wfo' }] }];
    const changed = await value(ada.updateUser(user.id, { phone: '+31 6 1234', work_preferences: preferences, locatable: false }));
    assert.deepEqual([changed.phone, changed.work_preferences, changed.locatable], ['+31 6 1234', preferences, false]);
    const { client: bo, user: other } = await somebody(admin, 'Bo');
    await refused(bo.updateUser(user.id, { phone: '0' }), 403);
    await refused(ada.addUser({ name: 'Mine', email: `${unique('mine')}@example.com` }), 403);
    await refused(ada.removeUser(other.id), 403);
    await value(bo.updateUser(other.id, { sys_admin: true, support: true, groups: ['board'] })).catch(() => {});
    const himself = await value(bo.currentUser());
    assert.deepEqual([himself.sys_admin, himself.support, himself.groups], [false, false, []], 'nobody gives himself rights');
    const promoted = await value(admin.updateUser(other.id, { ...other.toJSON(), support: true }, 'put'));
    assert.deepEqual([promoted.support, promoted.email], [true, other.email]);
}

async function groups(admin, ada, user, who) {
    const found = await value(admin.get(`${admin.apiEndpoint()}/users/groups?emails=${who.username}`));
    assert.deepEqual(found, [{ id: user.id, groups: ['staff'] }]);
    await refused(ada.post(`${ada.apiEndpoint()}/users/resource_token`, {}), 404);
}

async function comeAndGo(admin, user, who) {
    await value(admin.removeUser(user.id));
    const listed = await value(admin.queryUsers({ q: who.username }));
    assert.deepEqual(listed.data, []);
    await assert.rejects(signedIn(who), /has no token/, 'who has left cannot sign in');
    const last = await value(admin.currentUser());
    await refused(admin.removeUser(last.id), 409);
    assert.equal((await value(admin.currentUser())).email, ADMIN.username, 'the last administrator stays');
}
