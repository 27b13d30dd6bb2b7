"""`/uploads` on the wire, as the apps' upload library walks it: engine API contract B.10."""

import base64
import hashlib
from typing import Any

import httpx
import pytest

from tests.places import Place, Somebody, open_place
from workhall.domain import files
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database
UPLOADS = "/api/engine/v2/uploads"
MIB = 1024 * 1024
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><rect id="table-1"/></svg>'


def md5(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()


def announcement(name: str, content: bytes, **more: Any) -> dict[str, Any]:
    return {"file_name": name, "file_size": str(len(content)), "file_id": md5(content), **more}


async def announce(client: httpx.AsyncClient, name: str, content: bytes, **more: Any) -> dict[str, Any]:
    made = await client.post(UPLOADS, json=announcement(name, content, **more))
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def perform(client: httpx.AsyncClient, signature: dict[str, Any], content: bytes = b"") -> httpx.Response:
    """Do a signed request as a browser does: without credentials."""
    client.headers.pop("Authorization", None)
    return await client.request(signature["verb"], signature["url"], content=content, headers=signature["headers"])


async def uploaded(place: Place, somebody: Somebody, name: str, content: bytes, **more: Any) -> tuple[str, str]:
    """Upload a small file; answers its id and its public address."""
    client = place.client(somebody)
    begun = await announce(client, name, content, **more)
    sent = await perform(place.client(), begun["signature"], content)
    assert sent.status_code == 200, sent.text
    ended = await client.put(f"{UPLOADS}/{begun['upload_id']}", json={"upload_complete": True})
    assert ended.json() == {"ok": True}
    return begun["upload_id"], begun["signature"]["url"].partition("?")[0]


# sending


async def test_a_small_file_is_sent_by_one_signed_request(place: Place, ada: Somebody) -> None:
    client = place.client(ada)
    new = await client.get(f"{UPLOADS}/new", params={"file_name": "a.png", "file_size": 3, "file_mime": "image/png"})
    assert new.json() == {"residence": "AmazonS3"}
    begun = await announce(client, "a.png", b"png", file_mime="image/png", tags=["photo"])
    assert begun["type"] == "direct_upload"
    assert begun["residence"] == "AmazonS3"
    assert begun["upload_id"].startswith("uploads-")
    assert begun["signature"]["verb"] == "PUT"
    assert begun["signature"]["url"].startswith(f"http://{place.host}{UPLOADS}/data/")
    assert begun["signature"]["headers"] == {"Content-Type": "image/png"}
    url = f"{UPLOADS}/{begun['upload_id']}"
    early = await client.put(url, json={"upload_complete": True})
    assert early.status_code == 409
    assert early.json()["code"] == "upload_incomplete"
    anybody = place.client()
    public = begun["signature"]["url"].partition("?")[0]
    assert (await anybody.get(public)).status_code == 404
    assert (await perform(anybody, begun["signature"], b"png")).status_code == 200
    assert (await client.put(url)).json() == {"ok": True}
    shown = (await client.get(url)).json()
    assert (
        shown.items()
        >= {
            "file_name": "a.png",
            "file_size": 3,
            "file_md5": md5(b"png"),
            "public": True,
            "permissions": "none",
            "tags": ["photo"],
            "upload_complete": True,
            "uploaded_by": ada.user_id,
            "uploaded_email": ada.email,
        }.items()
    )
    got = await anybody.get(public)
    assert got.content == b"png"
    assert got.headers["Content-Type"] == "image/png"


async def test_only_the_announced_bytes_are_taken(place: Place, ada: Somebody) -> None:
    begun = await announce(place.client(ada), "a.txt", b"abcd")
    anybody = place.client()
    for wrong in (b"abc", b"abcde", b"abcx", b""):
        refused = await perform(anybody, begun["signature"], wrong)
        assert refused.status_code == 422
        assert refused.json()["code"] == "file_differs"
    assert (await anybody.get(begun["signature"]["url"].partition("?")[0])).status_code == 404
    assert (await perform(anybody, begun["signature"], b"abcd")).status_code == 200
    assert (await perform(anybody, begun["signature"], b"xxxx")).status_code == 200  # it is there: nothing is written
    assert (await anybody.get(begun["signature"]["url"].partition("?")[0])).content == b"abcd"


async def test_an_address_works_only_as_it_was_signed(place: Place, ada: Somebody) -> None:
    client = place.client(ada)
    begun = await announce(client, "a.txt", b"abcd")
    other = await announce(client, "b.txt", b"abcd")
    path, _, query = begun["signature"]["url"].partition("?")
    other_path = other["signature"]["url"].partition("?")[0]
    anybody = place.client()
    for url in (
        f"{other_path}?{query}",
        f"{path}?{query.replace('expires=', 'expires=9')}",
        f"{path}?{query[:-1]}x",
        f"{path}?{query.replace('md5=', 'md5=x')}",
    ):
        refused = await anybody.put(url, content=b"abcd")
        assert refused.status_code == 403
        assert refused.json()["code"] == "signature_invalid"
    assert (await anybody.put(path, content=b"abcd")).status_code == 401
    assert (await anybody.post(f"{path}?{query}")).status_code == 403
    assert (await anybody.get(f"{path}?{query}")).status_code == 403


async def test_an_address_expires(place: Place, ada: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = await announce(place.client(ada), "a.txt", b"abcd", expires=1)
    monkeypatch.setattr("workhall.domain.files.signing.time.time", lambda: 4e9)
    refused = await perform(place.client(), begun["signature"], b"abcd")
    assert refused.status_code == 403
    assert "expired" in refused.json()["error"]


async def test_the_same_file_goes_on_where_it_was(place: Place, ada: Somebody, bo: Somebody) -> None:
    client = place.client(ada)
    first = await announce(client, "a.txt", b"abcd")
    assert (await announce(client, "a.txt", b"abcd"))["upload_id"] == first["upload_id"]
    assert (await announce(place.client(bo), "a.txt", b"abcd"))["upload_id"] != first["upload_id"]
    assert (await announce(client, "a.txt", b"abce"))["upload_id"] != first["upload_id"]


@pytest.mark.parametrize("empty_manifest", [True, False])
async def test_a_large_file_comes_in_parts(place: Place, ada: Somebody, empty_manifest: bool) -> None:  # noqa: FBT001  pytest names what it passes
    parts = [b"a" * 5 * MIB, b"b" * 100]
    client, anybody = place.client(ada), place.client()
    begun = await announce(client, "plan.pdf", b"".join(parts), file_mime="application/pdf")
    assert begun["type"] == "chunked_upload"
    url = f"{UPLOADS}/{begun['upload_id']}"
    started = await perform(anybody, begun["signature"])
    resumable_id = started.text.partition("<UploadId>")[2].partition("</UploadId>")[0]
    assert len(resumable_id) == 32
    # part 1: number and digest in the query; part 2: in the body, with the progress so far
    first = await client.patch(url, params={"part": "1", "file_id": md5(parts[0])}, json={"resumable_id": resumable_id})
    assert first.json()["type"] == "part_upload"
    sent = await perform(anybody, first.json()["signature"], parts[0])
    assert sent.headers["ETag"] == f'"{hashlib.md5(parts[0], usedforsecurity=False).hexdigest()}"'
    progress = {"part_list": [2], "part_data": [{"md5": "x", "part": 1}], "part": 2, "file_id": md5(parts[1])}
    second = await client.patch(url, json=progress)
    resumed = await announce(client, "plan.pdf", b"".join(parts), file_mime="application/pdf")
    assert resumed["type"] == "parts"
    assert resumed["part_list"] == [2]
    assert resumed["part_data"] == {"1": {"md5": "x", "part": 1}}
    again = await client.get(f"{url}/edit", params={"part": "2", "file_id": md5(parts[1])})
    assert again.json()["signature"]["verb"] == second.json()["signature"]["verb"] == "PUT"
    assert (await perform(anybody, second.json()["signature"], b"c" * 100)).status_code == 422
    assert (await perform(anybody, second.json()["signature"], parts[1])).status_code == 200
    last = (await client.get(f"{url}/edit", params={"part": "finish"})).json()
    assert last["type"] == "finish"
    manifest = "".join(f"<Part><PartNumber>{n}</PartNumber><ETag>x</ETag></Part>" for n in (1, 2))
    body = b"" if empty_manifest else f"<CompleteMultipartUpload>{manifest}</CompleteMultipartUpload>".encode()
    assert (await perform(anybody, last["signature"], body)).status_code == 200
    assert (await perform(anybody, last["signature"], body)).status_code == 200  # said twice
    assert (await client.put(url, json={})).json() == {"ok": True}
    got = await anybody.get(begun["signature"]["url"].partition("?")[0])
    assert got.content == b"".join(parts)
    assert (await client.patch(url, json={})).json()["code"] == "upload_not_resumable"


async def test_missing_or_too_many_parts_are_refused(place: Place, ada: Somebody) -> None:
    content = b"a" * (5 * MIB + 1)
    client, anybody = place.client(ada), place.client()
    begun = await announce(client, "plan.pdf", content)
    url = f"{UPLOADS}/{begun['upload_id']}"
    finish = (await client.patch(url, json={})).json()["signature"]
    manifest = b"<Part><PartNumber>1</PartNumber></Part>"
    assert (await perform(anybody, finish, manifest)).status_code == 422
    sign = {"part": "1", "file_id": md5(content[: 5 * MIB])}
    part = (await client.get(f"{url}/edit", params=sign)).json()["signature"]
    assert (await perform(anybody, part, content[: 5 * MIB])).status_code == 200
    assert (await perform(anybody, finish, manifest)).status_code == 422  # a byte is missing
    sign = {"part": "2", "file_id": md5(b"aa")}
    second = (await client.get(f"{url}/edit", params=sign)).json()["signature"]
    assert (await perform(anybody, second, b"aa")).status_code == 422  # a byte too many
    for params in ({}, {"part": "1"}, {"part": "0", "file_id": md5(b"")}, {"part": "x", "file_id": md5(b"")}):
        assert (await client.get(f"{url}/edit", params=params)).status_code in {400, 422}
    small = await announce(client, "a.txt", b"a")
    refused = await client.get(f"{UPLOADS}/{small['upload_id']}/edit", params=sign)
    assert refused.status_code == 409


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"file_name": ""}, 422),
        ({"file_name": None}, 422),
        ({"file_size": None}, 422),
        ({"file_size": "many"}, 400),
        ({"file_size": -1}, 422),
        ({"file_size": 10**12}, 413),
        ({"file_id": "short"}, 422),
        ({"file_mime": "a b"}, 422),
        ({"permissions": "everybody"}, 422),
        ({"tags": ["with blank"]}, 422),
        ({"tags": "x"}, 400),
    ],
)
async def test_what_cannot_be_meant_is_refused(
    place: Place, ada: Somebody, change: dict[str, Any], status: int
) -> None:
    answer = await place.client(ada).post(UPLOADS, json=announcement("a.txt", b"a") | change)
    assert answer.status_code == status, answer.text


async def test_asking_where_files_go_needs_their_name_and_size(place: Place, ada: Somebody) -> None:
    client = place.client(ada)
    for params in ({"file_name": "a"}, {"file_size": "1"}):
        assert (await client.get(f"{UPLOADS}/new", params=params)).status_code == 422
    assert (await client.get(f"{UPLOADS}/new", params={"file_name": "a", "file_size": 10**12})).status_code == 413


async def test_a_name_leads_nowhere(place: Place, ada: Somebody) -> None:
    begun = await announce(place.client(ada), "../../etc/pass wd.tar/../x.P\u00f6ng<b>", b"a")
    key = begun["signature"]["url"].partition("?")[0].rpartition("/")[2]
    assert len(key) == 40  # forty digits, and no extension that we would not keep
    anybody = place.client()
    for path in ("..%2f..%2fsecret.key", "%2e%2e", "..%5csecret.key", "a" * 40, "secret.key"):
        assert (await anybody.get(f"{UPLOADS}/data/{path}")).status_code == 404


# reading


async def test_a_file_is_read_in_part_and_not_twice(place: Place, ada: Somebody) -> None:
    _, url = await uploaded(place, ada, "a.txt", b"0123456789", file_mime="text/plain")
    anybody = place.client()
    whole = await anybody.get(url)
    assert whole.headers["Accept-Ranges"] == "bytes"
    etag = whole.headers["ETag"]
    assert (await anybody.get(url, headers={"If-None-Match": etag})).status_code == 304
    for asked, content, said in (
        ("bytes=2-4", b"234", "bytes 2-4/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=-2", b"89", "bytes 8-9/10"),
        ("bytes=0-99", b"0123456789", None),
    ):
        part = await anybody.get(url, headers={"Range": asked})
        assert part.content == content
        assert part.headers.get("Content-Range") == said
        assert part.status_code == (206 if said else 200)
    assert (await anybody.get(url, headers={"Range": "bytes=10-"})).status_code == 416
    assert (await anybody.get(url, headers={"Range": "bytes=2-4", "If-Range": '"other"'})).status_code == 200
    head = await anybody.head(url)
    assert head.headers["Content-Length"] == "10"
    assert head.content == b""


@pytest.mark.parametrize(
    ("mime", "shown", "manner"),
    [
        ("image/svg+xml", "image/svg+xml", "inline"),
        ("image/png", "image/png", "inline"),
        ("application/pdf", "application/pdf", "inline"),
        ("text/html", "text/html", "attachment"),
        ("text/javascript", "application/octet-stream", "attachment"),
        ("text/css", "application/octet-stream", "attachment"),
        ("application/xhtml+xml", "application/octet-stream", "attachment"),
        ("", "application/octet-stream", "attachment"),
    ],
)
async def test_no_file_can_act_in_our_name(place: Place, ada: Somebody, mime: str, shown: str, manner: str) -> None:
    _, url = await uploaded(place, ada, "fl\u00f6\u00f6r.svg", SVG, file_mime=mime)
    got = await place.client().get(url)
    assert got.content == SVG
    assert got.headers["Content-Type"] == shown
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert got.headers["Content-Disposition"].startswith(manner)
    assert "filename*=UTF-8''fl%C3%B6%C3%B6r.svg" in got.headers["Content-Disposition"]


async def test_a_stale_token_does_not_close_a_public_file(place: Place, ada: Somebody) -> None:
    _, url = await uploaded(place, ada, "a.png", b"png")
    anybody = place.client(headers={"Cookie": "bearer_token=stale"})
    assert (await anybody.get(url)).status_code == 200


@pytest.mark.parametrize(("permissions", "openers"), [("none", {0, 1, 3}), ("support", {1, 3}), ("admin", {3})])
async def test_private_files_open_to_those_they_are_for(
    place: Place, ada: Somebody, permissions: str, openers: set[int]
) -> None:
    upload_id, url = await uploaded(place, ada, "a.txt", b"private", public=False, permissions=permissions)
    anybody = place.client()
    assert (await anybody.get(url)).status_code == 401
    assert (await anybody.get(f"{UPLOADS}/{upload_id}/url")).status_code == 401
    assert (await place.client(ada).get(f"{UPLOADS}/{upload_id}/download")).content == b"private"
    for bits in (0, 1, 3):
        client = place.client(await place.person(f"P{bits}", permissions=bits))
        led = await client.get(f"{UPLOADS}/{upload_id}/url", params={"expiry": 10})
        downloaded = await client.get(f"{UPLOADS}/{upload_id}/download")
        if bits in openers:
            assert led.status_code == 303
            got = await anybody.get(led.headers["Location"])
            assert got.content == downloaded.content == b"private"
            assert got.headers["Cache-Control"].startswith("private")
            assert downloaded.headers["Content-Disposition"].startswith("attachment")
        else:
            assert led.status_code == downloaded.status_code == 403


async def test_images_load_by_cookie_and_by_base64_id(place: Place, ada: Somebody) -> None:
    upload_id, _ = await uploaded(place, ada, "a.png", b"png", public=False)
    anybody = place.client(headers={"Cookie": f"bearer_token={place.token(ada)}"})
    encoded = base64.b64encode(upload_id.encode()).decode().rstrip("=")
    for ident in (upload_id, encoded):
        got = await anybody.get(f"{UPLOADS}/{ident}/url", follow_redirects=True)
        assert got.content == b"png"
    assert (await anybody.get(f"{UPLOADS}/{base64.b64encode(b'nothing').decode()}/url")).status_code == 404


# looking after


async def test_lists_are_searched_and_show_others_only_what_is_public(
    place: Place, admin: Somebody, ada: Somebody, bo: Somebody
) -> None:
    await uploaded(place, ada, "Plan One.svg", b"1", tags=["map", "one"])
    await uploaded(place, ada, "plan two.svg", b"2", tags=["map"], public=False)
    await uploaded(place, bo, "photo.png", b"3")

    async def names(somebody: Somebody, **params: str) -> list[str]:
        listed = await place.client(somebody).get(UPLOADS, params=params)
        return [one["file_name"] for one in listed.json()]

    assert await names(admin) == ["photo.png", "plan two.svg", "Plan One.svg"]
    assert await names(ada, file_search="PLAN") == ["plan two.svg", "Plan One.svg"]
    assert await names(bo, file_search="plan") == ["Plan One.svg"]
    assert await names(admin, tags="map,one") == ["Plan One.svg"]
    assert await names(admin, file_search="%") == []
    paged = await place.client(admin).get(UPLOADS, params={"limit": 2})
    assert paged.headers["Content-Range"] == "items 0-2/3"
    assert "Link" in paged.headers


async def test_only_its_owner_and_support_change_or_remove_a_file(
    place: Place, admin: Somebody, ada: Somebody, bo: Somebody
) -> None:
    upload_id, url = await uploaded(place, ada, "a.txt", b"a")
    path = f"{UPLOADS}/{upload_id}"
    assert (await place.client(bo).put(path, json={"public": False})).status_code == 403
    assert (await place.client(bo).delete(path)).status_code == 403
    changed = await place.client(ada).put(path, json={"public": False, "permissions": "Admin", "tags": ["x"]})
    assert changed.json() == {"ok": True}
    shown = (await place.client(admin).get(path)).json()
    assert (shown["public"], shown["permissions"], shown["tags"]) == (False, "admin", ["x"])
    assert (await place.client(ada).put(path, json={"permissions": "all"})).status_code == 422
    assert (await place.client(admin).delete(path)).status_code == 202
    assert (await place.client(admin).get(path)).status_code == 404
    assert (await place.client().get(url)).status_code == 404


async def test_the_bytes_go_by_a_job_after_the_record(place: Place, ada: Somebody) -> None:
    upload_id, url = await uploaded(place, ada, "a.txt", b"a")
    key = url.rpartition("/")[2]
    blobs, database = place.house.blobs, place.house.database
    assert await blobs.size(key) == 1
    await place.client(ada).delete(f"{UPLOADS}/{upload_id}")
    async with database.transaction(place.organisation) as tx:
        arguments = await tx.fetchval("select arguments from jobs where name = $1", files.REMOVE_BLOB)
        assert arguments == {"key": key}
        await files.remove_blob(blobs)(tx, arguments)
        await files.remove_blob(blobs)(tx, arguments)  # at least once means perhaps twice
    assert await blobs.size(key) is None


async def test_what_never_arrives_is_given_up_after_a_day(place: Place, ada: Somebody) -> None:
    client = place.client(ada)
    late = await announce(client, "late.txt", b"a")
    upload_id, _ = await uploaded(place, ada, "a.txt", b"a")
    database = place.house.database
    async with database.transaction(place.organisation) as tx:
        await files.give_up_unfinished(tx)
    assert (await client.get(f"{UPLOADS}/{late['upload_id']}")).status_code == 200
    async with database.transaction(place.organisation) as tx:
        await tx.execute("update uploads set expires_at = expires_at - interval '2 days'")
        await files.give_up_unfinished(tx)
    assert (await client.get(f"{UPLOADS}/{late['upload_id']}")).status_code == 404
    assert (await client.get(f"{UPLOADS}/{upload_id}")).status_code == 200
    async with database.transaction(place.organisation) as tx:
        assert await tx.fetchval("select count(*) from jobs where name = $1", files.REMOVE_BLOB) == 1


async def test_files_of_another_organisation_do_not_exist(house: House, place: Place, admin: Somebody) -> None:
    other = await open_place(house)
    stranger = await other.person("Stranger")
    upload_id, url = await uploaded(other, stranger, "a.txt", b"a")
    path = url.removeprefix(f"http://{other.host}")
    client = place.client(admin)
    assert (await client.get(path)).status_code == 404
    for suffix in ("", "/url", "/download"):
        assert (await client.get(f"{UPLOADS}/{upload_id}{suffix}")).status_code == 404
    assert (await client.delete(f"{UPLOADS}/{upload_id}")).status_code == 404
    assert (await client.get(UPLOADS)).json() == []
    await other.close()
