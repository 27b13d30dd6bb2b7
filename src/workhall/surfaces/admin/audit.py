"""The audit log: found by who, what, which and when; as a table, one by one, as a file; and whether its chain holds."""

import csv
import io
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final

import msgspec
from starlette.responses import Response, StreamingResponse

from workhall.identity import AuditEntry, AuditFilter, audited_words, chain, entry_of, every_entry, find_entries
from workhall.kernel.time import zone as zone_named
from workhall.surfaces.admin import history, shell
from workhall.surfaces.admin.pages import Pages
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_, Choice
from workhall.surfaces.web.pages.policy import SECURITY_HEADERS

pages = Pages()
HERE: Final = "/admin/audit"
_COLUMNS: Final = (
    "at",
    "actor_id",
    "actor_name",
    "verb",
    "subject_kind",
    "subject_id",
    "before",
    "after",
    "origin",
    "request_id",
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_A_DAY: Final = timedelta(days=1)


@pages.get("/audit")
async def list_entries(visit: Visit) -> Response:
    page, wanted = visit.list_page(), wanted_by(visit)
    found = await find_entries(visit.tx, visit.actor, wanted, page.slice)
    names = await history.names_of_booked(visit, found)
    verbs, kinds = await audited_words(visit.tx, visit.actor)
    return shell.page(
        visit,
        "admin/audit/list.html",
        fragment="rows",
        found=found,
        page=page,
        said={one.audit_id: history.sentence(visit, one, names) for one in found},
        actors={one.audit_id: history.actor_said(visit, one) for one in found},
        verbs=[
            Choice("", visit.say(N_("Everything done"))),
            *(Choice(verb, visit.say(history.DONE.get(verb, verb))) for verb in verbs),
        ],
        kinds=[
            Choice("", visit.say(N_("Every kind"))),
            *(Choice(kind, visit.say(history.KINDS.get(kind, kind))) for kind in kinds),
        ],
        chain=await chain.state(visit.tx),
    )


@pages.get("/audit/entries.csv")
async def export(visit: Visit) -> Response:
    """The same entries as a file, written as it is read."""
    visit.actor.need_admin()
    house, organisation = visit.house, visit.call.residence.organisation
    found = every_entry(house.database, organisation, visit.actor, wanted_by(visit))
    headers = {
        **SECURITY_HEADERS,
        "Content-Disposition": 'attachment; filename="audit.csv"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_csv(found), media_type="text/csv; charset=utf-8", headers=headers)


@pages.get("/audit/{id}")
async def show(visit: Visit) -> Response:
    entry = await entry_of(visit.tx, visit.actor, visit.number("id"))
    said = replace(history.entry(visit, entry, await history.names_of_booked(visit, [entry])), changes=())
    differ = history.changes(entry)
    documents = {"before": _shown(entry.before), "after": _shown(entry.after)}
    return shell.page(
        visit, "admin/audit/detail.html", entry=entry, said=said, words=history, differ=differ, documents=documents
    )


@pages.post("/audit/verify", back=HERE)
async def verify(visit: Visit) -> Response:
    """Check the whole chain, from its first entry."""
    visit.actor.need_admin()
    broken = await chain.verify(visit.tx)
    if broken is None:
        state = await chain.state(visit.tx)
        return shell.redirect(
            visit, HERE, N_("The chain holds: %(number)s entries, none changed or missing"), number=state.sealed
        )
    message = N_("The chain is broken at entry %(entry)s: it was changed, or one before it is gone")
    return shell.redirect(visit, HERE, message, tone="bad", entry=broken.audit_id)


def wanted_by(visit: Visit) -> AuditFilter:
    """Read the filters of the address. Days are the reader's, both included; what cannot be meant counts as absent."""
    query, zone = visit.query, visit.reader.zone
    return AuditFilter(
        who=(query.text("q") or "").strip() or None,
        verb=query.text("verb") or None,
        kind=query.text("kind") or None,
        subject=(query.text("subject") or "").strip() or None,
        since=_midnight(query.text("since"), zone),
        until=_midnight(query.text("until"), zone, after=_A_DAY),
    )


def _midnight(text: str | None, zone: str, after: timedelta = timedelta()) -> datetime | None:
    """Where a day of the reader's begins, or so much later."""
    try:
        day = datetime.strptime(text or "", "%Y-%m-%d").date() + after  # noqa: DTZ007  a day, no moment yet
        return datetime.combine(day, time.min, zone_named(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _shown(value: object) -> str:
    return "" if value is None else msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


async def _csv(entries: AsyncIterator[AuditEntry]) -> AsyncIterator[str]:
    yield _line(_COLUMNS)
    async for entry in entries:
        yield _line([_cell(getattr(entry, column)) for column in _COLUMNS])


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def _cell(value: object) -> str:
    """One cell. A text that a spreadsheet would work out as a formula gets a quotation mark in front."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return f"'{text}" if text.startswith(_FORMULA) else text
