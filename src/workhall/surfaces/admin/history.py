"""The audit log in words: who did what to which record, and what was before and after."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
from markupsafe import Markup

from workhall.domain import places
from workhall.identity import AuditEntry, Kind
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_, Change, Entry
from workhall.surfaces.web.pages.parts import Tone

_VERBS: Final[Mapping[str, str]] = {
    "create": N_("added %(subject)s"),
    "update": N_("changed %(subject)s"),
    "delete": N_("deleted %(subject)s"),
    "disable": N_("disabled %(subject)s"),
    "revive": N_("took back %(subject)s"),
    "set_password": N_("set the password of %(subject)s"),
    "sign_in": N_("signed in"),
    "sign_out": N_("signed %(subject)s out everywhere"),
    "sign_in_failed": N_("could not sign in as %(subject)s"),
    "make_link": N_("made a one-time link for %(subject)s"),
    "join": N_("put people in %(subject)s"),
    "leave": N_("took people out of %(subject)s"),
    "retry": N_("tried %(subject)s again"),
    "discard": N_("discarded %(subject)s"),
    "changed": N_("changed %(subject)s"),
    "metadata_changed": N_("changed %(subject)s"),
    "extdata_changed": N_("changed %(subject)s"),
    "process_state": N_("changed %(subject)s"),
    "induction": N_("changed %(subject)s"),
    "approved": N_("approved %(subject)s"),
    "rejected": N_("rejected %(subject)s"),
    "cancelled": N_("cancelled %(subject)s"),
    "grant": N_("let an app act for %(subject)s"),
    "revoke": N_("withdrew access of %(subject)s"),
    "rotate": N_("renewed %(subject)s"),
    "checked_in": N_("checked in or out of %(subject)s"),
}
DONE: Final[Mapping[str, str]] = {
    "create": N_("Added"),
    "update": N_("Changed"),
    "delete": N_("Deleted"),
    "disable": N_("Disabled"),
    "revive": N_("Taken back"),
    "set_password": N_("Password set"),
    "sign_in": N_("Signed in"),
    "sign_out": N_("Signed out everywhere"),
    "sign_in_failed": N_("Could not sign in"),
    "make_link": N_("One-time link made"),
    "join": N_("Put in a group"),
    "leave": N_("Taken out of a group"),
    "retry": N_("Tried again"),
    "discard": N_("Discarded"),
    "changed": N_("Booking changed"),
    "metadata_changed": N_("Changed"),
    "extdata_changed": N_("Changed"),
    "process_state": N_("Step changed"),
    "induction": N_("Induction changed"),
    "approved": N_("Approved"),
    "rejected": N_("Rejected"),
    "cancelled": N_("Cancelled"),
    "checked_in": N_("Checked in or out"),
    "grant": N_("Access given"),
    "revoke": N_("Withdrawn"),
    "rotate": N_("Renewed"),
}
_OTHER: Final = N_("%(verb)s: %(subject)s")
KINDS: Final[Mapping[str, str]] = {
    "user": N_("person"),
    "group": N_("group"),
    "api_key": N_("API key"),
    "application": N_("application"),
    "authority": N_("domain"),
    "organisation": N_("organisation"),
    "zone": N_("zone"),
    "system": N_("system"),
    "metadata": N_("document"),
    "settings": N_("settings"),
    "asset": N_("asset"),
    "asset_type": N_("asset type"),
    "asset_category": N_("asset category"),
    "uploads": N_("file"),
    "booking": N_("booking"),
    "job": N_("job"),
    "signing_key": N_("signing key"),
    "account": N_("account"),
}
_PAGES: Final[Mapping[str, str]] = {
    "user": "people",
    "api_key": "keys",
    "application": "applications",
    "authority": "domains",
    "zone": "zones",
    "system": "systems",
    "asset": "assets",
    "asset_type": "assets/types",
    "asset_category": "assets/categories",
    "uploads": "uploads",
}
_TONES: Final[Mapping[str, Tone]] = {"create": "ok", "delete": "bad", "discard": "bad", "sign_in_failed": "warn"}
_UNNAMED: Final[Mapping[str, str]] = {}
_LONGEST: Final = 400
_MOST: Final = 6
_NOISE: Final = frozenset({"updated_at", "created_at", "login_count", "last_login"})
_LINK: Final = Markup('<a href="{}">{}</a>')


def entries(visit: Visit, found: Iterable[AuditEntry]) -> tuple[Entry, ...]:
    """Say entries as a history shows them."""
    return tuple(entry(visit, one) for one in found)


def entry(visit: Visit, one: AuditEntry, names: Mapping[str, str] = _UNNAMED) -> Entry:
    """Say an entry in a line. What was added or deleted whole is only named: its own page tells more."""
    differ = [change for change in changes(one) if change.name not in _NOISE] if one.before and one.after else []
    return Entry(
        actor_said(visit, one), sentence(visit, one, names), one.at, _TONES.get(one.verb, "none"), differ[:_MOST]
    )


def sentence(visit: Visit, one: AuditEntry, names: Mapping[str, str] = _UNNAMED) -> Markup:
    """What was done, with a link to what it was done to where that has a page."""
    name = subject_name(one, names)
    kind = visit.say(KINDS.get(one.subject_kind, one.subject_kind))
    named = Markup("<b>{}</b>").format(name)
    shown: Markup | str = named if one.subject_kind == "account" else Markup("{} {}").format(kind, named)
    if one.subject_kind in _PAGES and one.subject_id and one.verb != "delete":
        shown = Markup("{} {}").format(
            kind, _LINK.format(visit.path(*_PAGES[one.subject_kind].split("/"), one.subject_id), name)
        )
    template = Markup.escape(visit.say(_VERBS.get(one.verb, _OTHER)))
    return template % {"subject": shown, "verb": one.verb}


async def names_of_booked(visit: Visit, found: Iterable[AuditEntry]) -> dict[str, str]:
    """What the rooms of these entries' bookings are called, by id."""
    told = [document for one in found for document in (one.before, one.after) if one.subject_kind == "booking"]
    listed = [document["asset_ids"] for document in told if isinstance(document, dict) and "asset_ids" in document]
    return await places.systems.names_of(visit.tx, [str(asset) for assets in listed if assets for asset in assets])


def actor_said(visit: Visit, one: AuditEntry) -> str:
    """Who did it. Nobody had signed in yet where a sign-in failed."""
    return visit.say(N_("Somebody")) if one.actor_id == Kind.ANONYMOUS else one.actor_name


def subject_name(one: AuditEntry, names: Mapping[str, str] = _UNNAMED) -> str:
    """The record's name where the entry tells it, else its id.

    A booking is known by what is booked, called as `names` tells.
    """
    for told in (one.after, one.before):
        if isinstance(told, dict) and isinstance(told.get("name"), str) and told["name"]:
            return str(told["name"])
        if one.subject_kind == "booking" and isinstance(told, dict) and isinstance(told.get("asset_ids"), list):
            return ", ".join(names.get(asset, asset) for asset in map(str, told["asset_ids"]))
    return one.subject_id


def changes(one: AuditEntry) -> tuple[Change, ...]:
    """The fields that differ, before and after."""
    before = one.before if isinstance(one.before, dict) else {}
    after = one.after if isinstance(one.after, dict) else {}
    names = [*before, *(name for name in after if name not in before)]
    return tuple(
        Change(name, _text(before.get(name)), _text(after.get(name)))
        for name in names
        if before.get(name) != after.get(name)
    )


def _text(value: object) -> str | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
