"""`/users` on the wire: engine API contract B.6."""

import hashlib

import pytest

from tests.places import Place, Somebody, open_place
from workhall.surfaces.web.house import House

pytestmark = pytest.mark.database
USERS = "/api/engine/v2/users"


async def test_current_shows_the_caller_with_documents_and_rights(place: Place, ada: Somebody) -> None:
    answer = await place.client(ada).get(f"{USERS}/current")
    assert answer.status_code == 200
    shown = answer.json()
    assert shown["id"] == ada.user_id
    assert shown["email"] == ada.email
    assert shown["email_digest"] == hashlib.md5(ada.email.encode(), usedforsecurity=False).hexdigest()
    assert shown["sys_admin"] is False
    assert shown["support"] is False
    assert shown["authority_id"] == place.domain_id
    assert shown["associated_metadata"] == {}
    assert shown["subsystem_access"] == []
    assert shown["groups"] == []
    assert shown["created_at"].endswith("Z")
    assert None not in shown.values()


async def test_nobody_is_refused(place: Place) -> None:
    assert (await place.client().get(f"{USERS}/current")).status_code == 401


async def test_a_token_of_somebody_who_vanished_is_refused(place: Place, admin: Somebody, ada: Somebody) -> None:
    adas = place.client(ada)
    assert (await place.client(admin).delete(f"{USERS}/{ada.user_id}")).status_code == 202
    assert (await adas.get(f"{USERS}/current")).status_code == 401


async def test_an_administrator_takes_somebody_in(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    body = {
        "name": "Grace <b>Hopper</b>",
        "email": " Grace@Example.COM ",
        "staff_id": "42",
        "groups": ["Navy", "Compilers"],
        "password": "a long secret",
        "unknown": [1],
        "version": 3,
        "misc": None,
    }
    made = await client.post(USERS, json=body)
    assert made.status_code == 201
    shown = made.json()
    assert shown["id"].startswith("user-")
    assert shown["name"] == "Grace Hopper"
    assert shown["email"] == "grace@example.com"
    assert shown["groups"] == ["Compilers", "Navy"]
    assert "password" not in shown
    listed = (await client.get(USERS)).json()
    assert shown["id"] in {one["id"] for one in listed}


async def test_only_administrators_take_people_in(place: Place, ada: Somebody) -> None:
    support = await place.person("Sue", permissions=1)
    for somebody in (ada, support):
        answer = await place.client(somebody).post(USERS, json={"name": "X", "email": "x@example.com"})
        assert answer.status_code == 403
        assert answer.json()["code"] == "needs_admin"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "X"}, "email"),
        ({"name": "X", "email": "nowhere"}, "email"),
        ({"email": "x@example.com"}, "name"),
        ({"name": "X", "email": "x@example.com", "authority_id": "authority-none"}, "authority_id"),
    ],
)
async def test_what_is_missing_or_wrong_is_named(place: Place, admin: Somebody, body: object, field: str) -> None:
    answer = await place.client(admin).post(USERS, json=body)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["failures"]] == [field]


async def test_a_name_is_made_of_first_and_last_name(place: Place, admin: Somebody) -> None:
    body = {"first_name": "Grace", "last_name": "Hopper", "email": "g@example.com"}
    assert (await place.client(admin).post(USERS, json=body)).json()["name"] == "Grace Hopper"


@pytest.mark.parametrize("field", ["email", "login_name", "staff_id"])
async def test_what_must_be_unique_is_refused_by_name(place: Place, admin: Somebody, field: str) -> None:
    client = place.client(admin)
    one = {"name": "One", "email": "one@example.com", "login_name": "one", "staff_id": "1"}
    two = {"name": "Two", "email": "two@example.com", "login_name": "two", "staff_id": "2"}
    assert (await client.post(USERS, json=one)).status_code == 201
    answer = await client.post(USERS, json=two | {field: one[field].upper() if field == "email" else one[field]})
    assert answer.status_code == 422
    assert answer.json()["failures"] == [{"field": field, "reason": "is already taken"}]


async def test_unreadable_bodies_are_400(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    assert (await client.post(USERS, content=b"{")).status_code == 400
    assert (await client.post(USERS, json={"email": 5})).status_code == 400
    assert (await client.post(USERS, json=[1])).status_code == 400


async def test_people_are_found_by_id_email_login_name_or_staff_id(
    place: Place, admin: Somebody, ada: Somebody
) -> None:
    changed = await place.client(admin).patch(f"{USERS}/{ada.user_id}", json={"login_name": "alo", "staff_id": "S 7"})
    assert changed.status_code == 200
    client = place.client(ada)
    for reference in (ada.user_id, ada.user_id.removeprefix("user-"), ada.email.upper(), "alo", "S%207"):
        answer = await client.get(f"{USERS}/{reference}")
        assert answer.status_code == 200, reference
        assert answer.json()["id"] == ada.user_id
    assert (await client.get(f"{USERS}/nobody")).status_code == 404


async def test_others_see_the_public_side_and_administrators_all(place: Place, admin: Somebody, ada: Somebody) -> None:
    await place.client(admin).patch(f"{USERS}/{ada.user_id}", json={"card_number": "C1", "misc": "note"})
    bo = await place.person("Bo")
    seen = (await place.client(bo).get(f"{USERS}/{ada.user_id}")).json()
    assert not {"sys_admin", "support", "misc", "login_name", "card_number", "ui_theme"} & seen.keys()
    whole = (await place.client(admin).get(f"{USERS}/{ada.user_id}")).json()
    assert whole["card_number"] == "C1"
    assert whole["sys_admin"] is False


async def test_people_change_themselves_but_not_what_administrators_keep(place: Place, ada: Somebody) -> None:
    client = place.client(ada)
    body = {
        "nickname": "Countess",
        "work_preferences": [{"day_of_week": 1, "blocks": [{"start_time": 7.5, "end_time": 18, "location": "wfh"}]}],
        "work_overrides": {"2026-05-04": {"day_of_week": 1, "blocks": []}},
        "locatable": False,
        "email": "else@example.com",
        "sys_admin": True,
        "support": True,
        "login_name": "root",
        "staff_id": "1",
        "card_number": "2",
        "groups": ["Admins"],
    }
    answer = await client.patch(f"{USERS}/{ada.user_id}", json=body)
    assert answer.status_code == 200
    shown = (await client.get(f"{USERS}/current")).json()
    assert shown["nickname"] == "Countess"
    assert shown["work_preferences"] == [
        {"day_of_week": 1, "blocks": [{"start_time": 7.5, "end_time": 18.0, "location": "wfh"}]}
    ]
    assert shown["work_overrides"] == {"2026-05-04": {"day_of_week": 1, "blocks": []}}
    assert shown["locatable"] is False
    assert shown["email"] == ada.email
    assert shown["sys_admin"] is False
    assert shown["support"] is False
    assert shown["groups"] == []
    assert not {"login_name", "staff_id", "card_number"} & shown.keys()


async def test_nobody_changes_others(place: Place, ada: Somebody, bo: Somebody) -> None:
    answer = await place.client(ada).put(f"{USERS}/{bo.user_id}", json={"nickname": "x"})
    assert answer.status_code == 403


async def test_the_last_administrator_stays(place: Place, admin: Somebody) -> None:
    client = place.client(admin)
    refused = await client.delete(f"{USERS}/{admin.user_id}")
    assert refused.status_code == 409
    assert refused.json()["code"] == "last_administrator"
    assert (await client.patch(f"{USERS}/{admin.user_id}", json={"sys_admin": False})).status_code == 409
    second = await place.person("Second", permissions=2)
    assert (await client.delete(f"{USERS}/{second.user_id}")).status_code == 202


async def test_removal_is_whole_unless_the_domain_keeps_people(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    await client.patch(f"/api/engine/v2/domains/{place.domain_id}", json={"internals": {"soft_delete": True}})
    assert (await client.delete(f"{USERS}/{ada.user_id}")).status_code == 202
    assert ada.user_id not in {one["id"] for one in (await client.get(USERS)).json()}
    kept = (await client.get(USERS, params={"include_deleted": "true"})).json()
    assert {one["id"]: one["deleted"] for one in kept}[ada.user_id] is True
    back = await client.post(f"{USERS}/{ada.user_id}/revive")
    assert back.status_code == 200
    assert back.json()["deleted"] is False
    assert (await client.delete(f"{USERS}/{ada.user_id}", params={"force_removal": "true"})).status_code == 202
    gone = (await client.get(USERS, params={"include_deleted": "true"})).json()
    assert ada.user_id not in {one["id"] for one in gone}


async def test_only_administrators_remove_and_revive(place: Place, ada: Somebody, bo: Somebody) -> None:
    client = place.client(ada)
    assert (await client.delete(f"{USERS}/{bo.user_id}")).status_code == 403
    assert (await client.post(f"{USERS}/{bo.user_id}/revive")).status_code == 403


async def test_lists_are_searched_paged_and_counted(place: Place, admin: Somebody) -> None:
    for name in ("Cleo", "Dan", "Eve"):
        await place.client(admin).post(USERS, json={"name": name, "email": f"{name}@x.example", "department": "Lab"})
    client = place.client(admin)
    first = await client.get(f"{USERS}/", params={"q": "lab", "limit": "2", "fields": "a,b"})
    assert [one["name"] for one in first.json()] == ["Cleo", "Dan"]
    assert first.headers["X-Total-Count"] == "3"
    assert first.headers["Content-Range"] == "user 0-2/3"
    link = first.headers["Link"]
    assert link == f'<{USERS}/?q=lab&limit=2&fields=a%2Cb&offset=2>; rel="next"'
    last = await client.get(link.partition(">")[0].removeprefix("<"))
    assert [one["name"] for one in last.json()] == ["Eve"]
    assert "Link" not in last.headers
    assert [one["name"] for one in (await client.get(USERS, params={"q": "dan@x.example"})).json()] == ["Dan"]
    assert (await client.get(USERS, params={"q": "*", "limit": "0"})).json() == []


async def test_a_changed_name_is_found_at_once(place: Place, admin: Somebody, ada: Somebody) -> None:
    client = place.client(admin)
    await client.patch(f"{USERS}/{ada.user_id}", json={"name": "Augusta"})
    assert [one["id"] for one in (await client.get(USERS, params={"q": "augus"})).json()] == [ada.user_id]


async def test_groups_are_told_by_email(place: Place, ada: Somebody) -> None:
    bo = await place.person("Bob", groups=("Red", "blue"))
    answer = await place.client(ada).get("/api/engine/v2users/groups", params={"emails": f"{bo.email.upper()},x@y.z"})
    assert answer.status_code == 200
    assert answer.json() == [{"id": bo.user_id, "groups": ["blue", "Red"]}]
    missing = await place.client(ada).get(f"{USERS}/groups")
    assert missing.status_code == 422
    assert missing.json()["parameter"] == "emails"
    assert (await place.client(ada).get(f"{USERS}/groups", params={"emails": "nowhere"})).status_code == 422


async def test_documents_of_people_come_with_them_when_asked(place: Place, ada: Somebody, bo: Somebody) -> None:
    client = place.client(ada)
    document = {"name": "settings", "details": {"theme": "dark"}}
    assert (await client.put(f"/api/engine/v2/metadata/{ada.user_id}", json=document)).status_code == 200
    assert (await client.get(f"{USERS}/current")).json()["associated_metadata"]["settings"]["details"] == {
        "theme": "dark"
    }
    by_name = await client.get(f"{USERS}/{ada.email}/metadata", params={"name": "settings"})
    assert by_name.json()["settings"]["details"] == {"theme": "dark"}
    assert (await client.get(f"{USERS}/{ada.user_id}/metadata", params={"name": "else"})).json() == {}
    listed = (await client.get(USERS, params={"include_metadata": "true"})).json()
    assert {one["id"]: list(one["associated_metadata"]) for one in listed} == {
        ada.user_id: ["settings"],
        bo.user_id: [],
    }


async def test_support_staff_search_the_documents_of_people(place: Place, admin: Somebody, ada: Somebody) -> None:
    document = {"name": "settings", "details": {"theme": "dark"}}
    await place.client(ada).put(f"/api/engine/v2/metadata/{ada.user_id}", json=document)
    search = f"{USERS}/metadata/search"
    client = place.client(admin)
    found = await client.get(search, params={"filter": '$.theme ? (@ == "dark")'})
    assert [(one["parent_id"], one["name"]) for one in found.json()] == [(ada.user_id, "settings")]
    assert (await client.get(search, params={"filter": '$.theme ? (@ == "light")'})).json() == []
    assert (await client.get(search, params={"filter": "$.["})).status_code == 422
    assert (await client.get(search)).status_code == 422
    assert (await place.client(ada).get(search, params={"filter": "$"})).status_code == 403


async def test_nobody_has_a_token_of_an_outside_sign_in(place: Place, ada: Somebody) -> None:
    client = place.client(ada)
    assert (await client.post("/api/engine/v2users/resource_token")).status_code == 404
    assert (await client.post(f"{USERS}/{ada.user_id}/resource_token")).status_code == 404
    assert (await client.delete(f"{USERS}/{ada.user_id}/resource_token")).status_code == 404


async def test_people_of_another_organisation_do_not_exist(house: House, place: Place, admin: Somebody) -> None:
    other = await open_place(house)
    stranger = await other.person("Stranger")
    client = place.client(admin)
    for path in (stranger.user_id, stranger.email):
        assert (await client.get(f"{USERS}/{path}")).status_code == 404
        assert (await client.patch(f"{USERS}/{path}", json={"name": "x"})).status_code == 404
        assert (await client.delete(f"{USERS}/{path}")).status_code == 404
    listed = (await client.get(USERS, params={"authority_id": other.domain_id})).json()
    assert listed == []
    draft = {"name": "x", "email": "x@example.com", "authority_id": other.domain_id}
    assert (await client.post(USERS, json=draft)).status_code == 422


async def test_a_token_for_another_resource_opens_nothing_here(place: Place, ada: Somebody) -> None:
    headers = {"Authorization": f"Bearer {place.token(ada, scope=('zones',))}"}
    assert (await place.client(headers=headers).get(f"{USERS}/current")).status_code == 403
    reading = {"Authorization": f"Bearer {place.token(ada, scope=('users.read',))}"}
    assert (await place.client(headers=reading).get(f"{USERS}/current")).status_code == 200
    refused = await place.client(headers=reading).patch(f"{USERS}/{ada.user_id}", json={})
    assert refused.status_code == 403
