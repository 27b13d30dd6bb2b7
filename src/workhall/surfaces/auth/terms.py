"""How tokens are made out for a request, and which origins are ours."""

from datetime import timedelta

from workhall.identity import Terms
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.credentials import origin


def terms_of(call: Call) -> Terms:
    settings = call.house.settings
    return Terms(
        call.residence.host,
        call.address,
        settings.access_token_s,
        timedelta(days=settings.refresh_token_days),
        timedelta(seconds=settings.refresh_overlap_s),
        origin(call.request),
        call.request_id,
    )


def own_origins(call: Call) -> tuple[str, ...]:
    """The origin that was asked, the same by TLS (a proxy may end it before us), and the public one."""
    host = call.request.headers.get("host", call.residence.host)
    return call.address, f"https://{host}", call.house.settings.address
