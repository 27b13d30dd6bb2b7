"""Signing in with a password: cookies, ways back, and patience with guessers (engine API A.5)."""

import asyncio
from datetime import timedelta
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.contract.auth.doors import PASSWORD, give_password
from tests.places import Place, Somebody
from workhall.app.build import build_site
from workhall.identity import session_of

pytestmark = pytest.mark.database


def right(somebody: Somebody, **more: str) -> dict[str, str]:
    return {"email": somebody.email, "password": PASSWORD, **more}


def wrong(somebody: Somebody, **more: str) -> dict[str, str]:
    return {"email": somebody.email, "password": "not it at all", **more}


def cookies(answer: httpx.Response) -> SimpleCookie:
    jar: SimpleCookie = SimpleCookie()
    for header in answer.headers.get_list("set-cookie"):
        jar.load(header)
    return jar


@pytest.fixture
async def known(place: Place, ada: Somebody) -> Somebody:
    await give_password(place, ada)
    return ada


@pytest.mark.parametrize("kind", ["data", "json", "params", "files"])
async def test_a_script_signs_in_by_form_json_or_query(place: Place, known: Somebody, kind: str) -> None:
    given = {name: (None, value) for name, value in right(known).items()} if kind == "files" else right(known)
    answer = await place.client().request("POST", "/auth/signin", **{kind: given})  # type: ignore[arg-type]  # one of several
    assert (answer.status_code, answer.content) == (202, b"")
    assert cookies(answer)["user"].value


async def test_the_session_cookie_is_read_below_auth_only_and_out_of_reach_of_scripts(
    place: Place, known: Somebody
) -> None:
    jar = cookies(await place.client().post("/auth/signin", json=right(known)))
    assert (jar["user"]["path"], bool(jar["user"]["httponly"])) == ("/auth", True)
    assert (jar["user"]["samesite"].lower(), bool(jar["user"]["secure"])) == ("lax", False)
    assert int(jar["user"]["max-age"]) == 24 * 3600
    page = jar["workhall_session"]
    assert (page["path"], bool(page["httponly"]), page["samesite"].lower()) == ("/", True, "lax")


async def test_over_tls_the_session_cookie_is_secure_and_crosses_sites(place: Place, known: Somebody) -> None:
    transport = httpx.ASGITransport(app=build_site(place.house))
    async with httpx.AsyncClient(transport=transport, base_url=f"https://{place.host}") as client:
        jar = cookies(await client.post("/auth/signin", json=right(known)))
    assert (jar["user"]["samesite"].lower(), bool(jar["user"]["secure"])) == ("none", True)
    assert (jar["workhall_session"]["samesite"].lower(), bool(jar["workhall_session"]["secure"])) == ("lax", True)


async def test_a_session_lasts_as_long_as_the_domain_says(place: Place, known: Somebody) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("""update domains set internals = '{"session_timeout": 30}'""")
    jar = cookies(await place.client().post("/auth/signin", json=right(known)))
    assert int(jar["user"]["max-age"]) == 1800


async def test_the_secret_of_a_session_is_kept_nowhere(place: Place, known: Somebody) -> None:
    secret = cookies(await place.client().post("/auth/signin", json=right(known)))["user"].value
    async with place.house.database.transaction(place.organisation) as tx:
        rows = await tx.fetch("select * from sessions")
        assert await session_of(tx, secret) is not None
        assert await session_of(tx, secret + "x") is None
    assert len(rows) == 1
    assert secret not in str(dict(rows[0]))


async def test_a_session_ends_by_itself(place: Place, known: Somebody) -> None:
    secret = cookies(await place.client().post("/auth/signin", json=right(known)))["user"].value
    async with place.house.database.transaction(place.organisation) as tx:
        tx.now += timedelta(days=1, seconds=1)
        assert await session_of(tx, secret) is None


async def test_no_api_accepts_a_session(place: Place, known: Somebody) -> None:
    client = place.client()
    await client.post("/auth/signin", json=right(known))
    assert (await client.get("/api/engine/v2/users/current")).status_code == 401
    assert (await client.get("/auth/oauth/userinfo")).status_code == 401


async def test_with_continue_the_browser_goes_on(place: Place, known: Somebody) -> None:
    answer = await place.client().post("/auth/signin", data=right(known, **{"continue": "/workplace/?a=b#/c"}))
    assert (answer.status_code, answer.headers["location"]) == (302, "/workplace/?a=b#/c")


async def test_its_own_host_may_be_named(place: Place, known: Somebody) -> None:
    target = f"http://{place.host}:4200/workplace/"
    answer = await place.client().post("/auth/signin", data=right(known, **{"continue": target}))
    assert answer.headers["location"] == target


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "http://{host}@evil.example/",
        "http://evil.example\\@{host}/",
        " //evil.example",
        "/\t/evil.example",
        "http://[",
        "",
    ],
)
async def test_nobody_is_sent_to_another_host(place: Place, known: Somebody, target: str) -> None:
    target = target.replace("{host}", place.host)
    answer = await place.client().post("/auth/signin", data=right(known, **{"continue": target}))
    assert (answer.status_code, answer.headers["location"]) == (302, "/")


async def test_a_wrong_password_is_an_empty_401(place: Place, known: Somebody) -> None:
    answer = await place.client().post("/auth/signin", json=wrong(known))
    assert (answer.status_code, answer.content) == (401, b"")
    assert "set-cookie" not in answer.headers


async def test_an_unknown_person_and_one_without_password_look_the_same(
    place: Place, known: Somebody, bo: Somebody
) -> None:
    client = place.client()
    for email in (bo.email, "nobody@nowhere.example", "", "x" * 10_000):
        answer = await client.post("/auth/signin", json={"email": email, "password": PASSWORD})
        assert (answer.status_code, answer.content) == (401, b"")


async def test_somebody_deleted_cannot_sign_in(place: Place, known: Somebody) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("update users set deleted = true where user_id = $1", known.user_id)
    assert (await place.client().post("/auth/signin", json=right(known))).status_code == 401


async def test_e_mail_is_compared_without_case_and_login_names_work(place: Place, known: Somebody) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("update users set login_name = 'ada.l' where user_id = $1", known.user_id)
    for login in (known.email.upper(), f"  {known.email} ", "ada.l"):
        answer = await place.client().post("/auth/signin", json=right(known) | {"email": login})
        assert answer.status_code == 202


async def test_with_continue_a_wrong_password_leads_back_to_the_page_it_came_from(
    place: Place, known: Somebody
) -> None:
    referer = f"http://{place.host}/login?continue=%2Fworkplace%2F"
    answer = await place.client().post(
        "/auth/signin", data=wrong(known, **{"continue": "/workplace/"}), headers={"referer": referer}
    )
    assert answer.status_code == 302
    location = urlsplit(answer.headers["location"])
    assert location.path == "/login"
    assert parse_qs(location.query) == {"continue": ["/workplace/"], "error": ["credentials"]}
    assert known.email not in answer.headers["location"]


async def test_a_foreign_referer_is_not_followed(place: Place, known: Somebody) -> None:
    answer = await place.client().post(
        "/auth/signin", data=wrong(known, **{"continue": "/x"}), headers={"referer": "https://evil.example/login"}
    )
    location = urlsplit(answer.headers["location"])
    assert (location.netloc, location.path) == (place.host, "/login")


async def test_ten_failures_must_wait_even_with_the_right_password(place: Place, known: Somebody) -> None:
    client = place.client()
    for _ in range(place.house.settings.sign_in_attempts):
        assert (await client.post("/auth/signin", json=wrong(known))).status_code == 401
    refused = await client.post("/auth/signin", json=right(known))
    assert refused.status_code == 429
    assert 200 < int(refused.headers["retry-after"]) <= 300
    by_form = await client.post("/auth/signin", data=right(known, **{"continue": "/"}))
    assert parse_qs(urlsplit(by_form.headers["location"]).query)["error"] == ["wait"]
    by_token = await client.post("/auth/oauth/token", data={"grant_type": "password", "username": known.email})
    assert by_token.status_code == 429


async def test_waiting_five_minutes_is_enough(place: Place, known: Somebody) -> None:
    client = place.client()
    for _ in range(place.house.settings.sign_in_attempts):
        await client.post("/auth/signin", json=wrong(known))
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("update failed_sign_ins set at = at - interval '301 seconds'")
    assert (await client.post("/auth/signin", json=right(known))).status_code == 202


async def test_failures_are_counted_by_account_from_everywhere(place: Place, known: Somebody) -> None:
    for number in range(place.house.settings.sign_in_attempts):
        await from_address(place, f"192.0.2.{number}", wrong(known))
    assert (await from_address(place, "192.0.2.99", right(known))).status_code == 429


async def test_an_address_may_fail_for_many_accounts_ten_times_as_often(place: Place, known: Somebody) -> None:
    """A whole office comes from one address: whoever forgets a password there locks nobody else out."""
    once = place.house.settings.sign_in_attempts
    for number in range(once):
        await from_address(place, "192.0.2.7", {"email": f"p{number}@x.example", "password": "guess"})
    assert (await from_address(place, "192.0.2.7", right(known))).status_code == 202
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute(
            "insert into failed_sign_ins (key, at) select 'address:192.0.2.7', now() from generate_series(1, $1)",
            once * 9,
        )
    assert (await from_address(place, "192.0.2.7", right(known))).status_code == 429
    assert (await from_address(place, "192.0.2.8", right(known))).status_code == 202


async def test_a_page_of_another_host_cannot_sign_anybody_in(place: Place, known: Somebody) -> None:
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        answer = await place.client().post("/auth/signin", data=right(known), headers=headers)
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
    own = {"origin": f"http://{place.host}", "sec-fetch-site": "same-origin"}
    assert (await place.client().post("/auth/signin", data=right(known), headers=own)).status_code == 202


async def test_sign_ins_and_failures_are_written_down(place: Place, known: Somebody) -> None:
    client = place.client()
    await client.post("/auth/signin", json=wrong(known))
    await client.post("/auth/signin", json=right(known))
    async with place.house.database.transaction(place.organisation) as tx:
        rows = await tx.fetch("select verb, subject_id, origin, request_id from audit order by audit_id")
    assert [(row["verb"], row["subject_id"]) for row in rows] == [
        ("sign_in_failed", known.email),
        ("sign_in", known.user_id),
    ]
    assert all(row["origin"] and row["request_id"] for row in rows)


async def test_what_cannot_be_read_is_said(place: Place) -> None:
    client = place.client()
    for body, kind, status in (
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"email=%00", "application/x-www-form-urlencoded", 400),
        (b"x", "text/csv", 415),
        (b"x", "multipart/form-data", 400),
    ):
        answer = await client.post("/auth/signin", content=body, headers={"content-type": kind})
        assert answer.status_code == status, (body, answer.text)


async def from_address(place: Place, address: str, given: dict[str, str]) -> httpx.Response:
    transport = httpx.ASGITransport(app=build_site(place.house), client=(address, 1234))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{place.host}") as client:
        return await client.post("/auth/signin", json=given)


async def test_a_burst_of_guesses_is_refused_and_never_breaks_anything(place: Place, known: Somebody) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        for _ in range(200):
            await tx.execute("insert into failed_sign_ins (key, at) values ('old', now() - interval '1 day')")
    client = place.client()
    answers = await asyncio.gather(*(client.post("/auth/signin", json=wrong(known)) for _ in range(60)))
    statuses = [answer.status_code for answer in answers]
    allowed = place.house.settings.sign_in_attempts
    assert set(statuses) == {401, 429}
    assert allowed <= statuses.count(401) <= allowed + 4
