"""The organisation, its domains, the audit log, jobs and the health of the house."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import Postgres
from tests.contract.admin.conftest import Visit, Visitor
from tests.places import Place, Somebody
from workhall.identity import record
from workhall.identity.actor import ANONYMOUS
from workhall.identity.chain import seal_all
from workhall.kernel.ids import HOUSE
from workhall.persistence import Job
from workhall.persistence.backups import Backup, note_backup

pytestmark = pytest.mark.database
DOMAIN = {"domain": "two.example", "login_url": "/login?continue={{url}}", "logout_url": "/x", "session_timeout": "60"}


async def test_the_name_and_the_colour_are_on_every_page(office: Visitor, place: Place) -> None:
    answer = await office.post(
        "/admin/organisation", {"name": "Bergmann & <i>Söhne", "coloured": "on", "colour": "#0A7B55"}
    )
    page = await office.get(answer.headers["location"])
    assert "Bergmann &amp; &lt;i&gt;Söhne" in page.text
    sheet = re.search(r'href="(/brand\.css\?colour=0a7b55)"', page.text)
    assert sheet
    style = await place.client().get(sheet[1])
    assert style.text == ":root { --brand: #0a7b55; }\n"
    assert style.headers["content-type"].startswith("text/css")
    assert "/brand.css?colour=0a7b55" in (await place.client().get("/login")).text
    await office.post("/admin/organisation", {"name": "Bergmann"})
    assert "brand.css" not in (await office.get("/admin/organisation")).text


@pytest.mark.parametrize("colour", ["red", "#12345", "#123456; } body { display: none"])
async def test_what_is_no_colour_is_refused(office: Visitor, colour: str) -> None:
    page = await office.post("/admin/organisation", {"name": "X", "coloured": "on", "colour": colour})
    assert page.status_code == 422


async def test_a_public_picture_becomes_the_mark_of_every_page(office: Visitor, place: Place, admin: Somebody) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute(
            """
            insert into uploads (upload_id, object_key, file_name, file_size, file_mime, uploaded_by, uploaded_email,
                                 public, upload_complete)
            values ($1, $2, 'mark.png', 10, 'image/png', $3, $4, true, true)
            """,
            f"uploads-{place.environment}",
            f"{place.environment}.png",
            admin.user_id,
            admin.email,
        )
    address = f"/api/engine/v2/uploads/data/{place.environment}.png"
    assert f'value="{address}"' in (await office.get("/admin/organisation")).text
    await office.post("/admin/organisation", {"name": "Bergmann", "logo": address})
    assert f'<img class="mark" src="{address}"' in (await office.get("/admin/")).text
    page = await office.post("/admin/organisation", {"name": "Bergmann", "logo": "https://evil.example/x.png"})
    assert page.status_code == 422
    await office.post("/admin/organisation", {"name": "Bergmann", "logo": ""})
    assert '<img class="mark"' not in (await office.get("/admin/")).text


async def test_the_overview_tells_how_old_the_last_backup_is(office: Visitor, postgres: Postgres) -> None:
    await note_backup(postgres.owner_url, Backup(datetime.now(UTC) - timedelta(days=2), 1000, "0.1.0"))
    assert "2 days old, of Workhall 0.1.0" in (await office.get("/admin/")).text


async def test_front_ends_of_this_address_are_registered(office: Visitor, place: Place) -> None:
    page = await office.get("/admin/organisation")
    assert "Not registered" in page.text
    answer = await office.post("/admin/organisation/front-ends")
    page = await office.get(answer.headers["location"])
    assert "Not registered" not in page.text
    assert f"http://{place.host}/backoffice/oauth-resp.html" in (await office.get("/admin/applications")).text


async def test_a_domain_is_added_changed_and_removed(office: Visitor, place: Place) -> None:
    other = f"two.{place.host}"
    form = {
        **DOMAIN,
        "domain": f"https://{other}:8443/x",
        "email_domains": "example.com, example.org",
        "default_app": "/workplace",
        "config": '{"colour": "green", "deep": {"a": [1, 2]}}',
        "soft_delete": "on",
    }
    assert (await office.post("/admin/domains/new", form)).status_code == 303
    found = re.search(rf'href="(/admin/domains/[^"]+)">{other}', (await office.get("/admin/domains")).text)
    assert found
    page = await office.get(found[1])
    for said in ("example.com\nexample.org", 'value="/workplace"', "&#34;deep&#34;", 'value="60"'):
        assert said in page.text
    shown = json.loads((await place.client().get("/auth/authority", headers={"host": other})).text)
    assert shown["config"]["default_app"] == "/workplace"
    assert shown["config"]["colour"] == "green"
    answer = await office.post(found[1], {**form, "domain": other, "config": "", "default_app": ""})
    assert answer.status_code == 303
    shown = json.loads((await place.client().get("/auth/authority", headers={"host": other})).text)
    assert "colour" not in shown["config"]
    assert (await office.post(f"{found[1]}/delete", {"confirmed": other})).headers["location"] == "/admin/domains"
    assert f"{other} is removed" in (await office.get("/admin/domains")).text
    assert other not in (await office.get("/admin/domains")).text


async def test_a_domain_says_what_to_mend(office: Visitor, place: Place) -> None:
    page = await office.post("/admin/domains/new", {**DOMAIN, "domain": "a b", "config": "[1", "session_timeout": "x"})
    assert page.status_code == 422
    assert "Configuration: " in page.text
    assert "Sessions end after: write a number of minutes" in page.text
    assert "[1" in page.text
    page = await office.post("/admin/domains/new", {**DOMAIN, "domain": "a b"})
    assert "Host name: write a name such as" in page.text
    page = await office.post("/admin/domains/new", {**DOMAIN, "domain": place.host})
    assert "Host name: somebody else has this already" in page.text


async def test_the_only_domain_stays(office: Visitor, place: Place) -> None:
    here = f"/admin/domains/{place.domain_id}"
    answer = await office.post(f"{here}/delete", {"confirmed": place.host})
    assert "only domain" in (await office.get(answer.headers["location"])).text


async def test_the_audit_log_tells_who_did_what_and_what_differs(office: Visitor, ada: Somebody) -> None:
    form = {"name": "Ada <L>", "department": "Engines"}
    await office.post(f"/admin/people/{ada.user_id}/edit", form)
    page = await office.get(f"/admin/audit?verb=update&kind=user&subject={ada.user_id}")
    entry = re.search(r'href="(/admin/audit/\d+)"', page.text)
    assert entry
    assert "Ada &lt;L&gt;" in page.text
    detail = await office.get(entry[1])
    assert "<dt>department</dt>" in detail.text
    assert '<ins data-tone="ok">Engines</ins>' in detail.text
    assert "Ada &lt;L&gt;" in detail.text
    assert "Nothing found" in (await office.get("/admin/audit?until=2001-01-01")).text
    assert (await office.get("/admin/audit?since=tomorrow&until=&page=x&q=%00")).status_code == 400
    assert (await office.get("/admin/audit?since=tomorrow&until=9999-12-31&page=x")).status_code == 200


async def test_the_audit_log_is_exported_as_a_file_that_no_spreadsheet_obeys(
    office: Visitor, place: Place, admin: Somebody
) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        record(tx, admin.actor, "create", ("zone", "=1+1"), after={"name": "=cmd()"})
        record(tx, admin.actor, "create", ("group", "7"))
    answer = await office.get("/admin/audit/entries.csv?kind=zone")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "audit.csv" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["subject_id"] for row in rows] == ["'=1+1"]
    assert json.loads(rows[0]["after"]) == {"name": "=cmd()"}


async def test_the_chain_is_checked_and_its_state_told(office: Visitor, place: Place, admin: Somebody) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        record(tx, admin.actor, "create", ("zone", "z"))
    async with place.house.database.transaction(HOUSE) as tx:
        await seal_all(tx)
    page = await office.get("/admin/audit")
    assert "sealed in a chain" in page.text
    answer = await office.post("/admin/audit/verify")
    assert "The chain holds: 1 entries" in (await office.get(answer.headers["location"])).text


async def _dead_job(place: Place) -> int:
    async with place.house.database.transaction(place.organisation) as tx:
        tx.enqueue(Job("mail.send", {"to": "ana"}))
        await tx.flush()
        return int(
            await tx.fetchval(
                "update jobs set dead_at = now(), attempts = 12, last_error = 'Refused: <no>' returning job_id"
            )
        )


async def test_a_dead_job_is_told_first_and_tried_again(office: Visitor, place: Place) -> None:
    job_id = await _dead_job(place)
    overview = await office.get("/admin/")
    assert "Work was given up on: 1 jobs." in overview.text
    page = await office.get("/admin/jobs")
    assert "Refused: &lt;no&gt;" in page.text
    answer = await office.post(f"/admin/jobs/{job_id}/retry")
    assert "mail.send is tried again now" in (await office.get(answer.headers["location"])).text
    assert "given up on" not in (await office.get("/admin/")).text
    assert "tried job" in (await office.get("/admin/audit?kind=job")).text


async def test_discarding_a_job_wants_its_name_typed(office: Visitor, place: Place) -> None:
    job_id = await _dead_job(place)
    await office.post(f"/admin/jobs/{job_id}/discard", {"confirmed": "mail"})
    assert "mail.send" in (await office.get("/admin/jobs")).text
    await office.post(f"/admin/jobs/{job_id}/discard", {"confirmed": "mail.send"})
    assert "Nothing was given up on" in (await office.get("/admin/jobs")).text


async def test_support_sees_dead_jobs_but_touches_none(visit: Visit, place: Place) -> None:
    job_id = await _dead_job(place)
    helper = await visit(await place.person("Helper", permissions=1))
    assert "mail.send" in (await helper.get("/admin/jobs")).text
    assert (await helper.post(f"/admin/jobs/{job_id}/retry")).status_code == 403


async def test_the_overview_counts_and_links_to_the_lists(office: Visitor, ada: Somebody) -> None:
    page = await office.get("/admin/")
    for path in ("/admin/people", "/admin/groups", "/admin/zones?tag=building", "/admin/systems"):
        assert f'href="{path}"' in page.text
    assert re.search(r'href="/admin/people">People</a></dt><dd class="num">2', page.text)
    assert "PostgreSQL" in page.text
    card = await office.get("/admin/health", headers={"hx-request": "true"})
    assert card.text.lstrip().startswith("<section")


async def test_search_finds_people_groups_keys_and_pages(office: Visitor) -> None:
    await office.post("/admin/groups/new", {"name": "Adas friends"})
    await office.post("/admin/people/new", {"name": "Ada", "email": "ada@example.com"})
    page = await office.get("/admin/search?q=ada")
    assert "ada@example.com" in page.text
    assert "Adas friends" in page.text
    assert "/admin/audit" in (await office.get("/admin/search?q=audit")).text
    assert "Nothing found" in (await office.get("/admin/search?q=zzzz")).text


async def test_the_audit_log_calls_what_was_booked_by_its_name(office: Visitor, place: Place, admin: Somebody) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        await tx.execute("insert into systems (system_id, name, display_name) values ('sys-1', 'AMS 1.01', 'Kestrel')")
        record(tx, admin.actor, "create", ("booking", "5"), after={"asset_ids": ["sys-1", "desk-9"]})
    page = await office.get("/admin/audit")
    assert "added booking <b>Kestrel, desk-9</b>" in page.text
    assert "Kestrel" not in (await office.get("/admin/")).text


async def test_who_was_not_let_in_is_somebody(office: Visitor, place: Place) -> None:
    async with place.house.database.transaction(place.organisation) as tx:
        record(tx, ANONYMOUS, "sign_in_failed", ("account", "a@b.example"))
    assert "could not sign in as <b>a@b.example</b>" in (await office.get("/admin/audit")).text
    page = await office.get("/admin/")
    assert "<b>Somebody</b> could not sign in" in page.text
    assert "Bookings today" in page.text


async def test_the_front_page_says_where_people_and_programs_go(place: Place) -> None:
    page = await place.client().get("/", headers={"accept": "text/html"})
    for href in (
        "/login",
        "/admin/",
        "/api/staff/v1/openapi.json",
        "/api/engine/v2/openapi.json",
        "/auth/openapi.json",
    ):
        assert f'href="{href}"' in page.text
    assert "WORKHALL_APPS" in page.text
    dutch = await place.client().get("/?language=nl", headers={"accept": "text/html"})
    assert "Voor programma’s" in dutch.text
