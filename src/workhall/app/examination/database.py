"""What the database tells: version, extension, roles, tables, and its clock."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

from workhall.app.examination.findings import Finding, bad, doubt, well
from workhall.app.ground import Ground, ground
from workhall.domain import organisations
from workhall.identity import chain
from workhall.kernel.errors import WorkhallError
from workhall.kernel.ids import HOUSE
from workhall.persistence import Database
from workhall.persistence.condition import Condition, examine, exempt_when_serving
from workhall.persistence.embedded.binaries import find
from workhall.persistence.embedded.home import existing
from workhall.persistence.migrate import pending
from workhall.settings import Settings

_DRIFT_S, _TOO_MUCH_DRIFT_S = 2.0, 60.0


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the running server's, or start ours for the moment; one that was never made is left unmade."""
    try:
        if not settings.database_url and not existing(settings.data_dir).cluster.exists():
            yield well("database", f"PostgreSQL {find().version}, our own, will be made at the first start")
            return
        async with ground(settings) as here:
            async for finding in _findings(settings, here):
                yield finding
    except WorkhallError as error:
        yield bad(
            "database", str(error), "See what it says above; its log is postgres/postgres.log in the data directory."
        )


async def _findings(settings: Settings, here: Ground) -> AsyncIterator[Finding]:
    condition = await examine(here.owner_url)
    yield _server(settings, condition)
    yield _clock(condition)
    lacking = await pending(here.owner_url)
    if lacking:
        yield doubt(
            "tables", f"lack {len(lacking)} migrations, first {lacking[0]}", "workhall migrate, or restart the server."
        )
    else:
        yield well("tables", "are of this version")
    if not lacking:
        yield await _role(here)
        yield await _audit_log(here)
    for told in condition.doubts(connections=settings.workers * settings.database_pool):
        yield doubt("connections", told, "")


def _server(settings: Settings, condition: Condition) -> Finding:
    kind = "of WORKHALL_DATABASE_URL" if settings.database_url else "our own"
    if faults := condition.faults():
        return bad("database", f"PostgreSQL {condition.version}, {kind}", " ".join(faults))
    return well("database", f"PostgreSQL {condition.version}, {kind}, with btree_gist")


def _clock(condition: Condition) -> Finding:
    drift = abs((datetime.now(UTC) - condition.now).total_seconds())
    seen = f"{drift:.1f} s from the database's"
    if drift > _TOO_MUCH_DRIFT_S:
        return bad("clock", seen, "Set both machines by NTP: bookings would begin and end at wrong times.")
    if drift > _DRIFT_S:
        return doubt("clock", seen, "Set both machines by NTP.")
    return well("clock", seen)


async def _role(here: Ground) -> Finding:
    if await exempt_when_serving(here.server_url):
        return bad(
            "roles",
            "the server's role passes row level security",
            "alter role workhall_server nosuperuser nobypassrls; and let it own no table.",
        )
    return well("roles", "the server's role owns nothing and bypasses nothing")


async def _audit_log(here: Ground) -> Finding:
    """Check the chain of seals from its beginning, in every organisation."""
    database = await Database.open(here.server_url, size=2)
    try:
        async with database.transaction(HOUSE, read_only=True) as tx:
            every = await organisations.every(tx)
        for organisation in every:
            async with database.transaction(organisation.organisation_id, read_only=True) as tx:
                broken = await chain.verify(tx)
            if broken is not None:
                return bad(
                    "audit log",
                    f"of {organisation.name} does not hold from entry {broken.audit_id} on",
                    "Somebody changed it behind the server's back: compare with a backup (workhall restore).",
                )
    finally:
        await database.close()
    return well("audit log", f"holds, in {len(every)} organisations")
