"""API keys, applications and sign-in sources: made, changed, listed, taken away."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.places import Place, Somebody
from workhall.identity import (
    ApiKeyChange,
    ApiKeyDraft,
    ApplicationChange,
    ApplicationDraft,
    Credentials,
    SourceDraft,
    SourceKind,
    application_of,
    application_of_client,
    authenticate,
    client_id_of,
    create_application,
    create_key,
    create_source,
    delete_application,
    delete_key,
    delete_source,
    ensure_application,
    find_applications,
    find_keys,
    find_sources,
    key_of,
    secret_of,
    source_of,
    source_secret,
    update_application,
    update_key,
    update_source,
)
from workhall.kernel.errors import Invalid, NotAllowed, NotFound, Unauthenticated
from workhall.kernel.ids import DomainId, UserId
from workhall.kernel.paging import Page
from workhall.persistence import Transaction

pytestmark = pytest.mark.database


def key_draft(place: Place, somebody: Somebody, name: str = "Reception display") -> ApiKeyDraft:
    return ApiKeyDraft(name, DomainId(place.domain_id), UserId(somebody.user_id))


def app_draft(place: Place, uri: str = "https://Work.example/App/oauth-resp.html") -> ApplicationDraft:
    return ApplicationDraft("Workplace", DomainId(place.domain_id), uri)


async def test_a_key_acts_as_its_person_with_permissions_of_its_own(
    place: Place, tx: Transaction, admin: Somebody, ada: Somebody
) -> None:
    draft = replace(key_draft(place, ada), permissions=1, scopes=("zones.read",))
    made = await create_key(tx, admin.actor, draft)
    actor = await authenticate(tx, place.house.keyring, Credentials(api_key=made.text), place.host)
    assert (actor.user_id, actor.permissions, actor.scopes) == (ada.user_id, 1, ("zones.read",))
    assert actor.credential == made.key.api_key_id


async def test_a_key_is_kept_without_its_secret(place: Place, tx: Transaction, admin: Somebody) -> None:
    made = await create_key(tx, admin.actor, key_draft(place, admin))
    row = await tx.fetchrow("select * from api_keys where api_key_id = $1", made.key.api_key_id)
    assert row is not None
    secret = made.text.partition(".")[2]
    assert secret
    assert secret not in str(dict(row))


async def test_a_key_with_another_secret_is_unknown(place: Place, tx: Transaction, admin: Somebody) -> None:
    made = await create_key(tx, admin.actor, key_draft(place, admin))
    for text in (made.text + "x", made.key.api_key_id, made.key.api_key_id + ".", "." + made.text, "\0.x"):
        with pytest.raises(Unauthenticated, match="unknown X-API-Key"):
            await authenticate(tx, place.house.keyring, Credentials(api_key=text), place.host)


async def test_a_key_ends_after_its_time_to_live(place: Place, tx: Transaction, admin: Somebody) -> None:
    made = await create_key(tx, admin.actor, replace(key_draft(place, admin), ttl=timedelta(seconds=60)))
    assert made.key.expires_at == tx.now + timedelta(seconds=60)
    tx.now += timedelta(seconds=61)
    with pytest.raises(Unauthenticated):
        await authenticate(tx, place.house.keyring, Credentials(api_key=made.text), place.host)


async def test_the_key_of_a_deleted_person_is_unknown(
    place: Place, tx: Transaction, admin: Somebody, ada: Somebody
) -> None:
    made = await create_key(tx, admin.actor, key_draft(place, ada))
    await tx.execute("update users set deleted = true where user_id = $1", ada.user_id)
    with pytest.raises(Unauthenticated):
        await authenticate(tx, place.house.keyring, Credentials(api_key=made.text), place.host)


async def test_a_deleted_key_is_unknown(place: Place, tx: Transaction, admin: Somebody) -> None:
    made = await create_key(tx, admin.actor, key_draft(place, admin))
    await delete_key(tx, admin.actor, made.key.api_key_id)
    with pytest.raises(NotFound):
        await key_of(tx, admin.actor, made.key.api_key_id)


async def test_two_keys_of_a_domain_cannot_share_a_name(place: Place, tx: Transaction, admin: Somebody) -> None:
    await create_key(tx, admin.actor, key_draft(place, admin))
    with pytest.raises(Invalid, match="name is already taken"):
        await create_key(tx, admin.actor, key_draft(place, admin))


async def test_a_key_needs_somebody_who_exists(place: Place, tx: Transaction, admin: Somebody) -> None:
    with pytest.raises(Invalid, match="user_id"):
        await create_key(tx, admin.actor, replace(key_draft(place, admin), user_id=UserId("user-nobody")))


async def test_a_key_changes_in_what_is_given_only(place: Place, tx: Transaction, admin: Somebody) -> None:
    made = await create_key(tx, admin.actor, replace(key_draft(place, admin), description="at the door"))
    after = await update_key(tx, admin.actor, made.key.api_key_id, ApiKeyChange(name="Door", permissions=2))
    assert (after.name, after.permissions, after.description) == ("Door", 2, "at the door")


async def test_keys_are_found_by_words(place: Place, tx: Transaction, admin: Somebody) -> None:
    for name in ("Reception display", "Door", "Intranet"):
        await create_key(tx, admin.actor, key_draft(place, admin, name))
    found = await find_keys(tx, admin.actor, Page(), q="recep", domain_id=place.domain_id)
    assert ([key.name for key in found], found.total) == (["Reception display"], 1)
    found = await find_keys(tx, admin.actor, Page(limit=1, offset=1))
    assert ([key.name for key in found], found.total) == (["Intranet"], 3)


async def test_only_administrators_see_and_make_keys(place: Place, tx: Transaction, ada: Somebody) -> None:
    with pytest.raises(NotAllowed):
        await create_key(tx, ada.actor, key_draft(place, ada))
    with pytest.raises(NotAllowed):
        await find_keys(tx, ada.actor, Page())


async def test_an_application_is_found_by_either_client_id(place: Place, tx: Transaction, admin: Somebody) -> None:
    app = await create_application(tx, admin.actor, app_draft(place), sealer=place.house.sealer)
    assert app.uid == client_id_of("https://work.example/app/oauth-resp.html")
    assert app.uid_exact == client_id_of("https://Work.example/App/oauth-resp.html")
    for client_id in (app.uid, app.uid_exact):
        found = await application_of_client(tx, client_id)
        assert found is not None
        assert found.application_id == app.application_id


async def test_an_applications_secret_can_be_read_again(place: Place, tx: Transaction, admin: Somebody) -> None:
    sealer = place.house.sealer
    app = await create_application(tx, admin.actor, app_draft(place), sealer=sealer)
    assert len(secret_of(sealer, app) or "") > 30


async def test_another_redirect_makes_another_client_id_unless_preserved(
    place: Place, tx: Transaction, admin: Somebody
) -> None:
    app = await create_application(tx, admin.actor, app_draft(place), sealer=place.house.sealer)
    moved = "https://work.example/moved.html"
    kept = await update_application(
        tx, admin.actor, app.application_id, ApplicationChange(redirect_uri=moved, preserve_client_id=True)
    )
    assert (kept.uid, kept.redirect_uri) == (app.uid, moved)
    again = "https://work.example/again.html"
    changed = await update_application(tx, admin.actor, app.application_id, ApplicationChange(redirect_uri=again))
    assert changed.uid == client_id_of(again)


async def test_a_redirect_registers_once(place: Place, tx: Transaction, admin: Somebody) -> None:
    await create_application(tx, admin.actor, app_draft(place), sealer=place.house.sealer)
    with pytest.raises(Invalid, match="redirect_uri is already registered"):
        await create_application(tx, admin.actor, app_draft(place), sealer=place.house.sealer)


async def test_a_built_in_application_is_ensured_once_and_may_be_taken_over(
    place: Place, tx: Transaction, admin: Somebody
) -> None:
    uri, domain = "http://localhost/workplace/oauth-resp.html", DomainId(place.domain_id)
    for _ in range(2):
        await ensure_application(tx, domain, uri, "Workplace")
    found = await find_applications(tx, Page(), q="workplace")
    assert (found.total, found.rows[0].built_in) == (1, True)
    taken = await create_application(tx, admin.actor, app_draft(place, uri), sealer=place.house.sealer)
    assert (taken.application_id, taken.built_in) == (found.rows[0].application_id, False)


@pytest.mark.parametrize(
    "uri", ["", "/relative", "https:///nowhere", "javascript:alert(1)", "https://x.example/#part", "http://[", "a b"]
)
async def test_nobody_is_redirected_to_what_is_no_address(
    place: Place, tx: Transaction, admin: Somebody, uri: str
) -> None:
    with pytest.raises(Invalid, match="redirect_uri"):
        await create_application(tx, admin.actor, app_draft(place, uri), sealer=place.house.sealer)


async def test_a_deleted_application_is_gone(place: Place, tx: Transaction, admin: Somebody) -> None:
    app = await create_application(tx, admin.actor, app_draft(place), sealer=place.house.sealer)
    await delete_application(tx, admin.actor, app.application_id)
    with pytest.raises(NotFound):
        await application_of(tx, app.application_id)


async def test_a_sources_secret_is_sealed_and_kept_when_left_out(
    place: Place, tx: Transaction, admin: Somebody
) -> None:
    sealer = place.house.sealer
    settings = {"client_id": "here", "client_secret": "hush", "site": "https://idp.example", "unknown": 1}
    draft = SourceDraft(SourceKind.OAUTH, DomainId(place.domain_id), "Entra", settings)
    source = await create_source(tx, admin.actor, draft, sealer=sealer)
    assert source.settings == {"client_id": "here", "site": "https://idp.example"}
    assert source_secret(sealer, source) == "hush"
    after = await update_source(
        tx, admin.actor, source.source_id, settings={"scope": "openid", "client_secret": ""}, sealer=sealer
    )
    assert source_secret(sealer, after) == "hush"
    assert after.settings["scope"] == "openid"


async def test_a_source_says_which_fields_cannot_be_meant(place: Place, tx: Transaction, admin: Somebody) -> None:
    draft = SourceDraft(SourceKind.LDAP, DomainId(place.domain_id), "", {"port": "389", "auth_method": "loud"})
    with pytest.raises(Invalid) as refused:
        await create_source(tx, admin.actor, draft, sealer=place.house.sealer)
    assert {failure.field for failure in refused.value.failures} == {"name", "host", "base", "port", "auth_method"}


async def test_sources_are_listed_by_kind_and_taken_away(place: Place, tx: Transaction, admin: Somebody) -> None:
    settings = {"issuer": "us", "idp_sso_target_url": "https://idp.example"}
    draft = SourceDraft(SourceKind.SAML, DomainId(place.domain_id), "Entra", settings)
    source = await create_source(tx, admin.actor, draft, sealer=place.house.sealer)
    assert (await find_sources(tx, admin.actor, SourceKind.SAML, Page(), domain_id=place.domain_id)).total == 1
    assert (await find_sources(tx, admin.actor, SourceKind.LDAP, Page())).total == 0
    await delete_source(tx, admin.actor, source.source_id)
    with pytest.raises(NotFound):
        await source_of(tx, admin.actor, source.source_id, SourceKind.SAML)
