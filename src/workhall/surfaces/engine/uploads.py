"""`/uploads`: announcing files, getting signed requests for their bytes, and looking after them (contract B.10)."""

from dataclasses import replace
from typing import Any

from msgspec import UNSET
from starlette.responses import RedirectResponse, Response

from workhall.domain import files
from workhall.kernel.time import seconds
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.delivery import deliver
from workhall.surfaces.engine.listing import page_of, paged
from workhall.surfaces.engine.wire import uploads as wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.parameters import MissingParameter
from workhall.surfaces.web.responses import accepted, answer
from workhall.surfaces.web.router import Access, Router
from workhall.surfaces.web.sayings import TooLarge

routes = Router(BASE, access=Access(scopes=("uploads",)))
_MINUTE = 60


@routes.on("GET", "/uploads")
async def index(call: Call) -> Response:
    wanted = files.UploadFilter(
        name=call.query.text("file_search") or None, tags=tuple(call.query.list("tags")), q=call.query.text("q")
    )
    found = await files.find(call.tx, call.actor, wanted, page_of(call))
    return paged(call, "items", [wire.show(one) for one in found], found.total)


@routes.on("GET", "/uploads/new")
async def residence(call: Call) -> Response:
    """Say which kind of storage a file would go to: clients choose their way of sending by it."""
    call.query.need_text("file_name")
    _need_room(call, call.query.need_integer("file_size"))
    return answer({"residence": wire.RESIDENCE})


@routes.on("POST", "/uploads")
async def create(call: Call) -> Response:
    body = call.body(wire.UploadBody)
    draft = wire.draft(body)
    _need_room(call, draft.file_size)
    upload, again = await files.announce(call.tx, call.actor, draft, most=_most(call))
    life_s = body.expires * _MINUTE if isinstance(body.expires, int) else files.DEFAULT_S
    permit = _permit(call, upload, "begin" if upload.resumable else "write", life_s)
    shown: dict[str, Any] = {"upload_id": upload.upload_id, "residence": wire.RESIDENCE}
    if not upload.resumable:
        signed = _signed(call, upload, replace(permit, md5=upload.file_md5))
        return answer(shown | {"type": "direct_upload", "signature": signed}, 201)
    signed = _signed(call, upload, permit)
    if again and upload.part_list:
        parts = {"part_list": upload.part_list, "part_data": upload.part_data}
        return answer(shown | {"type": "parts", "signature": signed, **parts}, 201)
    return answer(shown | {"type": "chunked_upload", "signature": signed}, 201)


@routes.on("GET", "/uploads/{id}")
async def show(call: Call) -> Response:
    return answer(wire.show(await files.get(call.tx, call.actor, _id(call))))


@routes.on("PUT", "/uploads/{id}")
async def finish(call: Call) -> Response:
    """The last word of a client: everything is sent."""
    given = wire.changes(call.body(wire.ChangeBody) if call.raw_body.strip() else wire.ChangeBody())
    await files.change(call.tx, call.actor, _id(call), given)
    return answer({"ok": True})


@routes.on("PATCH", "/uploads/{id}")
async def progress(call: Call) -> Response:
    """Note which parts have arrived; answer the signed request for the next one, or the one that finishes."""
    body = call.body(wire.ProgressBody)
    part_list = body.part_list if isinstance(body.part_list, list) else None
    upload = await files.note_progress(call.tx, call.actor, _id(call), part_list, wire.part_data(body))
    part = call.query.text("part") or ("" if body.part in {None, UNSET} else str(body.part))
    md5 = call.query.text("file_id") or body.file_id or ""
    return answer(_next(call, upload, part if part and md5 else "finish", md5))


@routes.on("GET", "/uploads/{id}/edit")
async def edit(call: Call) -> Response:
    """The signed request for a part (`part` and its MD5 `file_id`), or with `part=finish` the last one."""
    part = call.query.need_text("part").strip()
    upload = await files.note_progress(call.tx, call.actor, _id(call), None, {})
    if part != "finish" and not call.query.text("file_id"):
        raise MissingParameter("file_id", "String")
    return answer(_next(call, upload, part, call.query.text("file_id") or ""))


@routes.on("DELETE", "/uploads/{id}")
async def remove(call: Call) -> Response:
    await files.remove(call.tx, call.actor, _id(call))
    return accepted()


@routes.on("GET", "/uploads/{id}/url")
async def link(call: Call) -> Response:
    """Lead to an address that works for `expiry` minutes, for everybody who is given it."""
    upload = await files.get(call.tx, call.actor, _id(call))
    minutes = call.query.integer("expiry")
    life_s = files.DEFAULT_S if minutes is None else minutes * _MINUTE
    permit = _permit(call, upload, "read", life_s)
    return RedirectResponse(wire.address(call.address, permit, call.house.sealer), 303)


@routes.on("GET", "/uploads/{id}/download")
async def download(call: Call) -> Response:
    upload = await files.get(call.tx, call.actor, _id(call))
    return await deliver(call, upload, saved=True)


def _id(call: Call) -> str:
    return wire.upload_id(call.values["id"])


def _most(call: Call) -> int:
    return call.house.settings.upload_limit_mb * 1024 * 1024


def _need_room(call: Call, size: int) -> None:
    if size > _most(call):
        raise TooLarge(f"a file may have {call.house.settings.upload_limit_mb} MB")


def _next(call: Call, upload: files.Upload, part: str, md5: str) -> dict[str, Any]:
    if part == "finish":
        signed = _signed(call, upload, _permit(call, upload, "finish"))
        return {"type": "finish", "signature": signed, "upload_id": upload.upload_id}
    permit = replace(_permit(call, upload, "part"), part=wire.part_number(part), md5=wire.md5_text(md5))
    return {"type": "part_upload", "signature": _signed(call, upload, permit), "upload_id": upload.upload_id}


def _signed(call: Call, upload: files.Upload, permit: files.Permit) -> dict[str, Any]:
    mime = upload.file_mime if permit.act in {"write", "part"} else None
    return wire.signature(call.address, permit, call.house.sealer, mime)


def _permit(call: Call, upload: files.Upload, act: str, life_s: int = files.DEFAULT_S) -> files.Permit:
    return files.Permit(act, upload.object_key, files.expiry(seconds(call.tx.now), life_s))
