"""`/users`: people, the caller himself among them (engine API contract B.6)."""

from typing import Any

from starlette.responses import Response

from workhall.domain import people, places
from workhall.kernel.errors import Invalid, NotFound
from workhall.kernel.text import comma_list, looks_like_email
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import page_of, paged, whole
from workhall.surfaces.engine.wire import metadata as metadata_wire
from workhall.surfaces.engine.wire import users as wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import accepted, answer
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(scopes=("users",)))


@routes.on("GET", "/users/current")
async def current(call: Call) -> Response:
    user = await people.get(call.tx, call.actor.user_id)
    documents = await places.metadata_of(call.tx, user.user_id)
    shown = wire.with_metadata(wire.private(user), documents)
    return answer(shown | {"subsystem_access": []})


@routes.on("GET", "/users")
async def index(call: Call) -> Response:
    wanted = people.Filter(
        call.query.text("q"),
        call.query.text("authority_id") or None,
        deleted=call.actor.is_admin and call.query.flag("include_deleted"),
    )
    found = await people.find(call.tx, wanted, page_of(call))
    shown = [_view(call, user) for user in found]
    if call.query.flag("include_metadata"):
        documents = await places.metadata_of_each(call.tx, [user.user_id for user in found])
        shown = [wire.with_metadata(one, documents[one["id"]]) for one in shown]
    return paged(call, "user", shown, found.total)


@routes.on("POST", "/users")
async def create(call: Call) -> Response:
    draft = wire.draft(call.body(wire.UserBody))
    draft.setdefault("authority_id", call.residence.domain_id)
    return answer(wire.private(await people.add(call.tx, call.actor, draft)), 201)


@routes.on("GET", "/users/{id}")
async def show(call: Call) -> Response:
    user = await _user(call, deleted=call.actor.is_admin)
    documents = await places.metadata_of(call.tx, user.user_id) if call.query.flag("include_metadata") else None
    shown = _view(call, user)
    return answer(shown if documents is None else wire.with_metadata(shown, documents))


@routes.on("PUT PATCH", "/users/{id}")
async def update(call: Call) -> Response:
    user = await _user(call)
    changed = await people.change(call.tx, call.actor, user.user_id, wire.changes(call.body(wire.UserBody)))
    return answer(wire.private(changed))


@routes.on("DELETE", "/users/{id}")
async def remove(call: Call) -> Response:
    call.actor.need_admin()
    force = call.query.flag("force_removal")
    user = await _user(call, deleted=force)
    await people.remove(call.tx, call.actor, user.user_id, force=force)
    return accepted()


@routes.on("POST", "/users/{id}/revive")
async def revive(call: Call) -> Response:
    call.actor.need_admin()
    user = await _user(call, deleted=True)
    return answer(wire.private(await people.revive(call.tx, call.actor, user.user_id)))


@routes.on("GET", "/users/{id}/metadata")
async def metadata(call: Call) -> Response:
    user = await _user(call)
    documents = await places.metadata_of(call.tx, user.user_id, call.query.text("name") or None)
    return answer(metadata_wire.by_name(documents))


@routes.on("GET", "/users/groups")
async def groups(call: Call) -> Response:
    emails = comma_list(call.query.need_text("emails"))
    if strange := [email for email in emails if not looks_like_email(email)]:
        raise Invalid("emails", f"{strange[0]} is not an e-mail address")
    found = await people.by_emails(call.tx, emails)
    return whole("user", [{"id": user.user_id, "groups": user.groups} for user in found])


@routes.on("GET", "/users/metadata/search")
async def search_metadata(call: Call) -> Response:
    """People's documents in which a JSON path finds something. They are personal, so for support staff only."""
    call.actor.need_support()
    path = call.query.need_text("filter")
    found = await places.metadata.metadata_of_people(call.tx, path)
    return whole("metadata", [metadata_wire.show(one) for one in found])


@routes.on("POST", "/users/resource_token")
@routes.on("POST DELETE", "/users/{id}/resource_token")
async def resource_token(_: Call) -> Response:
    """The token that an outside sign-in gave for the person's own mailbox; nobody has one here yet."""
    raise NotFound("no outside sign-in has given a token")


async def _user(call: Call, *, deleted: bool = False) -> people.User:
    return await people.look_up(call.tx, call.values["id"], deleted=deleted)


def _view(call: Call, user: people.User) -> dict[str, Any]:
    return wire.private(user) if call.actor.is_admin else wire.public(user)
