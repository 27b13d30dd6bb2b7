"""`/uploads/data/<key>`: the bytes themselves. Nobody signs in here: addresses are signed, or the file is public.

What arrives is written while no transaction is open, so a slow sender holds no connection to the database.
"""

from starlette.responses import Response

from workhall.domain import files
from workhall.kernel.errors import Unauthenticated
from workhall.ports.blobs import Promise
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.delivery import deliver
from workhall.surfaces.engine.wire import uploads as wire
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.router import Access, Router
from workhall.surfaces.web.sayings import TooLarge

routes = Router(BASE, access=Access(anonymous=True))
_LONGEST_MANIFEST = 2 * 1024 * 1024


@routes.on("GET", "/uploads/data/{key}", streams=True)
async def fetch(call: Call) -> Response:
    upload = await _upload(call)
    if not upload.public or "sig" in call.query:
        _proven(call, "read")
    return await deliver(call, upload)


@routes.on("PUT", "/uploads/data/{key}", streams=True)
async def send(call: Call) -> Response:
    """Take the bytes of a file, or of one part of it."""
    if call.query.text("act") == "part":
        return await _send_part(call)
    permit = _proven(call, "write")
    upload = await _upload(call)
    if not upload.upload_complete:
        promise = Promise(upload.file_size, upload.file_size, wire.md5_bytes(permit.md5))
        await call.house.blobs.write(upload.object_key, call.request.stream(), promise)
        await _arrived(call, upload)
    return Response(status_code=200, headers={"ETag": f'"{(wire.md5_bytes(permit.md5) or b"").hex()}"'})


@routes.on("POST", "/uploads/data/{key}", streams=True)
async def begin_or_finish(call: Call) -> Response:
    """The first and the last step of a file in parts."""
    if call.query.text("act") == "finish":
        return await _finish(call)
    _proven(call, "begin")
    upload = await _upload(call)
    return Response(wire.begun(upload), media_type="application/xml")


async def _send_part(call: Call) -> Response:
    permit = _proven(call, "part")
    upload = await _upload(call)
    blobs = call.house.blobs
    if upload.upload_complete or permit.part > files.MOST_PARTS:
        raise files.NotResumable("this upload does not come in parts, or has ended")
    there = await blobs.parts(upload.object_key)
    room = upload.file_size - sum(size for number, size in there.items() if number != permit.part)
    promise = Promise(max(room, 0), None, wire.md5_bytes(permit.md5))
    kept = await blobs.write_part(upload.object_key, permit.part, call.request.stream(), promise)
    return Response(status_code=200, headers={"ETag": f'"{kept.md5.hex()}"'})


async def _finish(call: Call) -> Response:
    _proven(call, "finish")
    upload = await _upload(call)
    numbers = wire.manifest(await _small_body(call))
    if not upload.upload_complete:
        numbers = numbers or list(await call.house.blobs.parts(upload.object_key))
        promise = Promise(upload.file_size, upload.file_size)
        await call.house.blobs.join(upload.object_key, numbers, promise)
        await _arrived(call, upload)
    return Response(wire.finished(upload), media_type="application/xml")


def _proven(call: Call, act: str) -> files.Permit:
    """The permit that the address carries. Raises BadSignature, or Unauthenticated when it carries none."""
    query = call.query
    if "sig" not in query:
        raise Unauthenticated("this address needs a signature; ask the API for one")
    permit = files.Permit(
        act,
        call.values["key"],
        query.integer("expires") or 0,
        query.integer("part") or 0,
        query.text("md5") or "",
    )
    permit.prove(call.house.sealer, query.text("sig") or "")
    return permit


async def _upload(call: Call) -> files.Upload:
    async with call.house.database.transaction(call.residence.organisation, read_only=True) as tx:
        return await files.by_key(tx, call.values["key"])


async def _arrived(call: Call, upload: files.Upload) -> None:
    async with call.house.database.transaction(call.residence.organisation) as tx:
        await files.arrived(tx, upload.object_key)


async def _small_body(call: Call) -> bytes:
    body = b""
    async for chunk in call.request.stream():
        body += chunk
        if len(body) > _LONGEST_MANIFEST:
            raise TooLarge("a list of parts is not that long")
    return body
