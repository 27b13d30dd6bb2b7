// A picture goes up in four steps, as the upload library of the apps takes them, and is seen again (engine API B.10).

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import { refused, signedIn, somebody, value } from '../browser/client.mjs';
import { cookies, once, SERVER } from '../browser/window.mjs';

const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

export default async function () {
    const admin = await signedIn();
    const { client: ada } = await somebody(admin, 'Ada');
    const { id, link } = await upload(ada, 'picture.png', true);
    const shown = await once(new URL(link));
    assert.equal(shown.response.status, 200);
    assert.deepEqual(Buffer.from(await shown.response.arrayBuffer()), PICTURE, 'the public link shows the bytes to anybody');
    await asImage(ada, id);
    await privately(admin, ada);
    const listed = await value(admin.query({ path: 'uploads', query_params: { file_search: 'picture' } }));
    assert.ok(listed.data.some((one) => one.id === id));
    await value(admin.remove({ path: 'uploads', id, query_params: {} }));
    assert.equal((await once(new URL(link))).response.status, 404);
    await refused(admin.get(`${admin.apiEndpoint()}/uploads/${id}/download`), 404);
}

async function upload(client, name, isPublic) {
    const base = `${client.apiEndpoint()}/uploads`;
    const file = { file_name: name, file_size: PICTURE.length, file_mime: 'image/png' };
    const offer = await value(client.get(`${base}/new?${new URLSearchParams(file)}`));
    assert.equal(offer.residence, 'AmazonS3');
    const file_id = createHash('md5').update(PICTURE).digest('base64');
    const body = { ...file, file_id, public: isPublic, permissions: 'none', expires: 5, tags: [] };
    const begun = await value(client.post(base, body));
    assert.deepEqual([begun.type, begun.residence, begun.signature.verb], ['direct_upload', 'AmazonS3', 'PUT']);
    const url = new URL(begun.signature.url, SERVER);
    const sent = await once(url, { method: 'PUT', headers: begun.signature.headers, body: PICTURE, credentials: 'omit' });
    assert.ok(sent.response.ok, `${sent.response.status}: ${await sent.response.text()}`);
    const forged = new URL(url);
    forged.search = forged.search.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
    assert.ok([401, 403].includes((await once(forged, { method: 'PUT', body: PICTURE, credentials: 'omit' })).response.status));
    const done = await value(client.put(`${base}/${begun.upload_id}`, { upload_complete: true }));
    assert.equal(done.ok, true);
    url.search = '';
    return { id: begun.upload_id, link: url.href };
}

/** An image element sends no header; apps set a cookie for half a minute. */
async function asImage(client, id) {
    const url = new URL(`/api/engine/v2/uploads/${id}/url`, SERVER);
    assert.equal((await once(url)).response.status, 401);
    cookies.set(url, `bearer_token=${client.token()}; path=/api/engine/v2/uploads; max-age=30; samesite=strict`);
    const response = await fetch(url);
    assert.equal(response.status, 200);
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), PICTURE);
    cookies.set(url, 'bearer_token=; path=/api/engine/v2/uploads; max-age=0');
}

async function privately(admin, ada) {
    const { id, link } = await upload(ada, 'secret.png', false);
    const open = await once(new URL(link), { credentials: 'omit' });
    assert.ok([401, 403, 404].includes(open.response.status), `a private file was answered ${open.response.status}`);
    assert.equal(typeof (await value(ada.get(`${ada.apiEndpoint()}/uploads/${id}/download`, { response_type: 'text' }))), 'string');
}
