"""What lies in the database and on the disk, for whoever gets to see it; and what is sent to fill or stop us."""

import secrets
import stat
import time
from pathlib import Path
from typing import Any, Final

import pytest

from tests.contract.auth.doors import FrontEnd, signed_in
from tests.contract.fuzzing.records import furnish
from tests.places import Place, Somebody
from workhall.identity import Guest, Purpose, make_link, mint_guest
from workhall.identity.actor import SERVER
from workhall.kernel.ids import HOUSE, UserId
from workhall.kernel.time import utc_now
from workhall.persistence import Transaction
from workhall.surfaces import engine, staff

pytestmark = pytest.mark.database

ENGINE: Final = "/api/engine/v2"
STAFF: Final = "/api/staff/v1"
_SHARED: Final = {"agreements", "backups", "migrations", "schedules", "signing_keys"}
"""What belongs to the house, not to any organisation; nothing of anybody's is in it."""


# At rest


async def _everything(place: Place) -> str:
    """All rows of all tables, as the organisation and as the house see them."""
    text = []
    for organisation in (place.organisation, HOUSE):
        async with place.house.database.transaction(organisation) as tx:
            for table in await _tables(tx):
                rows = await tx.fetch(f'select t::text from "{table}" t')  # noqa: S608  a name the catalogue told us
                text += [row[0] for row in rows]
    return "\n".join(text)


async def _tables(tx: Transaction) -> list[str]:
    rows = await tx.fetch("select tablename from pg_tables where schemaname = 'public' order by 1")
    return [row["tablename"] for row in rows]


async def test_no_secret_lies_readable_in_the_database(place: Place, admin: Somebody, ada: Somebody) -> None:
    root = place.client(admin)
    mark = secrets.token_hex(8)
    known = {name: f"{name}-{mark}" for name in ("password", "client", "tenant", "sealed", "outside")}
    zone = (await root.post(f"{ENGINE}/zones", json={"name": "Zone"})).json()["id"]
    for path, body in (
        (f"{ENGINE}/users", {"email": f"{mark}@x.example", "name": "X", "password": known["password"]}),
        (f"{ENGINE}/settings", {"parent_id": zone, "encryption_level": 1, "settings_string": f"a: {known['sealed']}"}),
        (
            f"{ENGINE}/oauth_auths",
            {"name": "O", "client_id": "c", "site": "https://o", "client_secret": known["outside"]},
        ),
        (
            f"{STAFF}/tenants",
            {
                "name": "T",
                "domain": place.host,
                "platform": "office365",
                "credentials": {"tenant": "t", "client_id": "c", "client_secret": known["tenant"]},
            },
        ),
    ):
        made = await root.post(path, json=body)
        assert made.status_code in {200, 201}, f"{path}: {made.text}"
    app = await root.post(
        f"{ENGINE}/oauth_apps", json={"name": "A", "redirect_uri": "https://a.example/x", "confidential": True}
    )
    key = await root.post(f"{ENGINE}/api_keys", json={"name": "K"})
    known |= {"application": app.json()["secret"], "api key": key.json()["x_api_key"].partition(".")[2]}
    browser = await signed_in(place, ada)
    front = FrontEnd.of(place)
    tokens = (await front.redeem(browser, code := await front.code(browser))).json()
    known |= {"code": code, "refresh": tokens["refresh_token"], "access": tokens["access_token"]}
    known |= {
        f"cookie {cookie.name}": str(cookie.value) for cookie in browser.cookies.jar if len(str(cookie.value)) > 30
    }
    assert "cookie user" in known
    async with place.house.database.transaction(place.organisation) as tx:
        known["link"] = await make_link(tx, SERVER, Purpose.PASSWORD, UserId(ada.user_id))
    lying = await _everything(place)
    assert ada.email in lying
    assert "PRIVATE KEY" not in lying
    found = [name for name, secret in known.items() if secret in lying or secret.encode().hex() in lying]
    assert not found


async def test_every_table_is_kept_apart_by_organisation(tx: Transaction) -> None:
    for table in set(await _tables(tx)) - _SHARED:
        row = await tx.fetchrow(
            """
            select c.relrowsecurity as guarded, pg_get_userbyid(c.relowner) = current_user as owned,
                   exists (select from pg_policies p where p.tablename = c.relname) as ruled,
                   exists (select from information_schema.columns i
                            where i.table_name = c.relname and i.column_name = 'organisation_id'
                              and i.is_nullable = 'NO') as marked
              from pg_class c where c.oid = $1::text::regclass
            """,
            table,
        )
        assert row is not None
        assert (row["guarded"], row["owned"], row["ruled"], row["marked"]) == (True, False, True, True), table


async def test_the_server_may_not_look_past_the_guard(tx: Transaction) -> None:
    row = await tx.fetchrow("select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user")
    assert row is not None
    assert not any(row)
    for verb in ("update", "delete", "truncate"):
        assert await tx.fetchval("select has_table_privilege('audit', $1)", verb) is False
    assert await tx.fetchval("select current_setting('idle_in_transaction_session_timeout')") == "5min"


async def test_files_of_people_are_ours_alone_on_the_machine(place: Place, ada: Somebody) -> None:
    announced = {"file_name": "pay.txt", "file_size": 3, "public": False}
    sent = (await place.client(ada).post(f"{ENGINE}/uploads", json=announced)).json()
    url = sent["signature"]["url"]
    assert (await place.client().put(url, content=b"abc")).status_code == 200
    key = url.partition("?")[0].rpartition("/")[2]
    file = Path(place.house.settings.data_dir) / "uploads" / key[:2] / key
    for path in (file, file.parent, file.parent.parent):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


# Files


@pytest.mark.parametrize("mime", ["image/日本", "image/ä", "ｉmage/png", "a/b\r\nX: y", "/", "image"])
async def test_a_media_type_that_fits_no_header_is_refused(place: Place, ada: Somebody, mime: str) -> None:
    answer = await place.client(ada).post(
        f"{ENGINE}/uploads", json={"file_name": "a.png", "file_size": 3, "file_mime": mime}
    )
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("x.html", "text/html"),
        ("oauth-resp.html", "text/html"),
        ("x.svg", "image/svg+xml"),
        ("x.js", "text/javascript"),
        ("x.xhtml", "application/xhtml+xml"),
        ("x.xml", "text/xml"),
        ("x.pdf", "application/pdf"),
        ("x", "image/x-anything"),
        ("x.css", "text/css"),
        ("x.wasm", "application/wasm"),
    ],
)
async def test_no_file_runs_on_our_address(place: Place, ada: Somebody, name: str, mime: str) -> None:
    """A page at `…/oauth-resp.html` of ours would be handed the codes of everybody who is led there."""
    content = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"
    announced = {"file_name": name, "file_size": len(content), "file_mime": mime}
    url = (await place.client(ada).post(f"{ENGINE}/uploads", json=announced)).json()["signature"]["url"]
    await place.client().put(url, content=content)
    assert not url.partition("?")[0].endswith("/oauth-resp.html")
    answer = await place.client().get(url.partition("?")[0])
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox;")
    assert "allow-scripts" not in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    shown = answer.headers["content-type"]
    if not shown.startswith("image/") and shown != "application/pdf":
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "javascript" not in shown
        assert "css" not in shown


async def test_a_private_file_is_not_had_by_its_public_address_or_a_forged_one(place: Place, ada: Somebody) -> None:
    client, stranger = place.client(ada), place.client()
    announced = {"file_name": "pay.txt", "file_size": 3, "public": False, "permissions": "admin"}
    made = (await client.post(f"{ENGINE}/uploads", json=announced)).json()
    url = made["signature"]["url"]
    await stranger.put(url, content=b"abc")
    bare, _, query = url.partition("?")
    signed = (await client.get(f"{ENGINE}/uploads/{made['upload_id']}/url")).headers["location"]
    assert (await stranger.get(signed)).content == b"abc"
    for forged in (
        bare,
        f"{bare}?{query}",  # for writing
        signed.replace("expires=", "expires=9"),
        signed[:-1] + ("0" if signed[-1] != "0" else "1"),
        f"{bare}?act=read&expires=99999999999&sig=",
    ):
        assert (await stranger.get(forged)).status_code in {401, 403}, forged
    other = place.client(await place.person("Other"))
    for path in (f"/uploads/{made['upload_id']}/url", f"/uploads/{made['upload_id']}/download"):
        assert (await other.get(ENGINE + path)).status_code == 403
    assert (await stranger.put(url, content=b"xyz")).status_code == 200
    assert (await stranger.get(signed)).content == b"abc", "what has arrived is never overwritten"


# Bombs


def _merges(levels: int) -> str:
    """Each line merges the one before ten times."""
    more = (f"k{n + 1}: &k{n + 1} {{<<: [{', '.join([f'*k{n}'] * 10)}]}}" for n in range(levels))
    return "\n".join(("k0: &k0 {x: 1}", *more))


@pytest.mark.parametrize(
    "text",
    [
        _merges(8),
        _merges(12).replace("<<: [", "y: [").replace("]}", "]}"),
        "? 0x" + "f" * 5_000 + "\n: 1",
        "? " + "9" * 5_000 + "\n: 1",
        "[" * 10_000,
        "&a {b: *a}\n" + "c: " + "{d: " * 5_000,
        "a: 2001-13-45",
        "!!python/object/apply:os.system ['id']",
    ],
)
async def test_no_text_of_settings_takes_long_or_breaks_us(place: Place, admin: Somebody, text: str) -> None:
    client = place.client(admin)
    zone = (await client.post(f"{ENGINE}/zones", json={"name": "Zone"})).json()["id"]
    began = time.monotonic()
    answer = await client.post(f"{ENGINE}/settings", json={"parent_id": zone, "settings_string": text})
    assert answer.status_code == 422, answer.text
    assert time.monotonic() - began < 1


async def test_references_that_people_use_still_work_in_settings(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    zone = (await client.post(f"{ENGINE}/zones", json={"name": "Zone"})).json()["id"]
    answer = await client.post(f"{ENGINE}/settings", json={"parent_id": zone, "settings_string": _merges(3)})
    assert answer.status_code == 201, answer.text
    assert answer.json()["keys"] == ["k0", "k1", "k2", "k3"]


# Visitors and strangers


async def test_a_visitor_sees_what_the_invitation_opens_and_nothing_else(place: Place, admin: Somebody) -> None:
    ids = await furnish(place.client(admin), "Home")
    guest = Guest("visitor@outside.example", "Visitor", ["zone-none", "sys-none"])
    minted = mint_guest(place.house.keyring, guest, host=place.host, now=utc_now(), lifetime_s=600)
    visitor = place.client(headers={"Authorization": f"Bearer {minted.text}"})
    opened = []
    for surface in (engine.surface, staff.surface):
        for route in surface.router:
            path = route.path
            for name, value in _values(path, ids).items():
                path = path.replace("{" + name + "}", value)
            answer = await visitor.request(route.method, path, params={"name": "x", "channel": "/x", "type": "desk"})
            assert answer.status_code < 500, path
            if answer.status_code < 300 and not route.access.anonymous:
                opened.append(f"{route.method} {path} {answer.text[:80]}")
    allowed = ("/api_keys/inspect", "/scopes", "/platform", "/version", "/cluster")
    told = [line for line in opened if not any(word in line for word in allowed)]
    assert not [line for line in told if "Home" in line], told
    assert not [line for line in told if not line.startswith("GET")], told


def _values(path: str, ids: dict[str, str]) -> dict[str, str]:
    resource = path.split("/")[4] if path.count("/") > 3 else ""
    names = [segment[1:-1].partition(":")[0] for segment in path.split("/") if segment.startswith("{")]
    known = {"parent_id": ids["zones"], "id": ids.get(resource, "none")}
    return {name: known.get(name, "x") for name in names}


async def test_a_group_that_manages_a_place_cannot_raise_itself(place: Place, admin: Somebody) -> None:
    root = place.client(admin)
    zone = (await root.post(f"{ENGINE}/zones", json={"name": "Top", "tags": ["org"]})).json()["id"]
    await root.patch(f"{ENGINE}/domains/{place.domain_id}", json={"config": {"org_zone": zone}})
    grants: dict[str, Any] = {"name": "permissions", "details": {"manage": ["Desk"]}}
    assert (await root.put(f"{ENGINE}/metadata/{zone}", json=grants)).status_code == 200
    desk = place.client(await place.person("Manager", groups=("Desk",)))
    assert (await desk.put(f"{ENGINE}/metadata/{zone}", json={"name": "x", "details": {}})).status_code == 200
    raised = {"name": "permissions", "details": {"admin": ["Desk"]}}
    below = (await desk.post(f"{ENGINE}/zones", json={"name": "Below", "parent_id": zone})).json()["id"]
    for parent in (zone, below):
        for method in ("PUT", "PATCH"):
            assert (await desk.request(method, f"{ENGINE}/metadata/{parent}", json=raised)).status_code == 403
            blank = {**raised, "name": " permissions "}
            assert (await desk.request(method, f"{ENGINE}/metadata/{parent}", json=blank)).status_code == 403
    rename = {"current_name": "x", "new_name": "permissions"}
    assert (await desk.patch(f"{ENGINE}/metadata/{zone}/name", json=rename)).status_code == 403
    assert (await desk.delete(f"{ENGINE}/zones/{below}")).status_code == 403
