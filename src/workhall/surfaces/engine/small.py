"""Small things: health, versions, scopes, and truthful empty lists of what this server has none of (contract B.13)."""

from typing import Any, Final

from starlette.responses import Response

from workhall import __version__
from workhall.surfaces.engine.base import BASE
from workhall.surfaces.engine.listing import whole
from workhall.surfaces.engine.scopes import RESOURCES, SCOPES
from workhall.surfaces.web import build
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.responses import answer, empty
from workhall.surfaces.web.router import Access, Router

routes = Router(BASE, access=Access(scopes=RESOURCES))
_ANYBODY: Final = Access(anonymous=True, lenient=True)
_NOTHING_OF: Final = (
    "alerts",
    "alert_dashboards",
    "brokers",
    "build_monitor",
    "chat_gpt",
    "cluster",
    "edges",
    "flux",
    "groups",
    "mqtt",
    "pending_mails",
    "playlists",
    "repositories",
    "schema",
    "storages",
    "tenant_consent",
    "webrtc",
)
"""What clients of the original list at times. Nobody has any here, and they are told so, rather than that it fails."""


@routes.on("GET", "/", access=_ANYBODY)
async def health(_: Call) -> Response:
    """Answering at all says it: the request has found its organisation in the database."""
    return empty()


@routes.on("GET", "/version", access=_ANYBODY)
async def version(call: Call) -> Response:
    return answer(_version(call))


@routes.on("GET", "/cluster/versions")
async def versions(call: Call) -> Response:
    """Every service of the original's cluster; here there is one."""
    return whole("cluster", [_version(call)])


@routes.on("GET", "/platform", access=_ANYBODY)
async def platform(_: Call) -> Response:
    return answer({"version": __version__, "changelog": ""})


@routes.on("GET", "/scopes")
async def scopes(_: Call) -> Response:
    return answer(SCOPES)


@routes.on("POST", "/reindex", "/backfill", body=False)
async def nothing_to_do(call: Call) -> Response:
    """Search indexes here are part of each change: there is never one to be made again."""
    call.actor.need_admin()
    return empty()


async def nothing(call: Call) -> Response:
    return whole(call.request.url.path.rstrip("/").rpartition("/")[2], [])


for _name in _NOTHING_OF:
    routes.on("GET", f"/{_name}")(nothing)


def _version(call: Call) -> dict[str, Any]:
    return {
        "service": "workhall",
        "commit": build.commit(call.house.settings),
        "version": __version__,
        "build_time": build.time(),
        "platform_version": __version__,
    }
