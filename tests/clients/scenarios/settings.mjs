// Settings by level: who may not see a level still sees its keys (engine API B.5).

import assert from 'node:assert/strict';

import { building, refused, signedIn, somebody, value } from '../browser/client.mjs';

export default async function () {
    const admin = await signedIn();
    const { building: home, level } = await building(admin);
    const open = await value(admin.addSettings({ parent_id: home.id, encryption_level: 0, settings_string: 'colour: red\nsize: 3\n' }));
    assert.match(open.id, /^sets-/);
    assert.deepEqual([open.keys, open.encryption_level], [['colour', 'size'], 0]);
    await value(admin.addSettings({ parent_id: home.id, encryption_level: 2, settings_string: '{"password": "hidden in plain sight"}' }));
    const never = await value(admin.addSettings({ parent_id: home.id, encryption_level: 3, settings_string: 'key: never told' }));
    assert.ok(!never.settings_string.includes('never told'), 'level 3 is written, never read');

    const listed = await value(admin.querySettings({ parent_id: `${home.id},${level.id}` }));
    assert.deepEqual(listed.data.map((one) => one.encryption_level), [3, 2, 0], 'highest level first');
    assert.ok(listed.data[1].settings_string.includes('hidden in plain sight'));
    assert.deepEqual(listed.data.map((one) => one.keys), [['key'], ['password'], ['colour', 'size']]);

    const changed = await value(admin.updateSettings(open.id, { ...open.toJSON(), settings_string: 'colour: blue\n' }));
    assert.deepEqual([changed.keys, changed.id], [['colour'], open.id]);
    const history = await value(admin.settingsHistory(open.id, { limit: 15 }));
    assert.ok(history.some((one) => one.settings_string.includes('red')));
    const refusal = await refused(admin.addSettings({ parent_id: level.id, encryption_level: 0, settings_string: ': {[' }), 422);
    assert.ok(refusal.failures.some((one) => one.field === 'settings_string'));

    const { client: ada } = await somebody(admin, 'Ada');
    await refused(ada.querySettings(), 403);
    await refused(ada.querySettings({ parent_id: home.id }), 403);
    await refused(ada.addSettings({ parent_id: home.id, encryption_level: 0, settings_string: 'a: 1' }), 403);
    const { client: support } = await somebody(admin, 'Su', { support: true });
    const seen = await value(support.querySettings({ parent_id: home.id }));
    assert.ok(!JSON.stringify(seen.data).includes('hidden in plain sight'), 'support does not see what is for administrators');
    assert.deepEqual(seen.data.map((one) => one.keys), [['key'], ['password'], ['colour']]);
    await value(admin.removeSettings(open.id));
    await refused(admin.showSettings(open.id), 404);
}
