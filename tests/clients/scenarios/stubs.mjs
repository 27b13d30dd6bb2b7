// What the administration of the original asks for and this server does not have: empty lists, never an error.

import assert from 'node:assert/strict';

import { refused, signedIn, somebody, value } from '../browser/client.mjs';

const LISTS = [
    'queryAlerts', 'queryAlertDashboards', 'queryBrokers', 'queryDrivers', 'queryEdges', 'queryModules', 'queryRepositories',
    'queryStorages', 'queryTriggers', 'querySAMLSources', 'queryLDAPSources', 'queryOAuthSources', 'queryShortUrls',
];

export default async function () {
    const admin = await signedIn();
    for (const name of LISTS) {
        const found = await value(admin[name]({ limit: 5 })).catch((error) => assert.fail(`${name}: ${error.message}`));
        assert.ok(Array.isArray(found.data), name);
        assert.equal(found.total, found.data.length, name);
        assert.equal(found.next, null, name);
    }
    const base = admin.apiEndpoint();
    assert.ok(Array.isArray(await value(admin.queryClusters({ include_status: true })).then((found) => found.data)));
    for (const path of ['version', 'platform']) assert.ok((await value(admin.get(`${base}/${path}`))).version, path);
    assert.ok(Array.isArray(await value(admin.get(`${base}/cluster/versions`))));
    const scopes = await value(admin.get(`${base}/scopes`));
    for (const scope of ['public', 'guest', 'zones']) assert.ok(scopes.includes(scope), scope);
    await value(admin.post(`${base}/reindex`, ''));
    await value(admin.post(`${base}/backfill`, ''));
    await value(admin.post(`${base}/signal?channel=/own/thing`, { any: 'text' }));
    await value(admin.get(`${base}/`));
    const { client: ada } = await somebody(admin, 'Ada');
    for (const name of ['queryModules', 'queryDrivers']) await refused(ada[name](), 403);
}
