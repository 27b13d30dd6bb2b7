"""Lives the diary: makes each booking and lets happen to it what has happened by now."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from workhall.app.demo.diary import Act, Entry, Kind
from workhall.app.demo.people import Person
from workhall.app.demo.places import Site
from workhall.domain import bookings
from workhall.domain.bookings import Asked, Caller, Clash, LimitReached, Wish
from workhall.domain.connections import Connection
from workhall.domain.people import User
from workhall.identity import Actor
from workhall.identity import Kind as ActorKind
from workhall.kernel.time import Interval, seconds, zone
from workhall.persistence import Transaction

_VERBS = {
    Act.APPROVE: bookings.approve,
    Act.REJECT: bookings.reject,
    Act.CANCEL: bookings.cancel,
    Act.CHECK_IN: bookings.check_in,
    Act.CHECK_OUT: bookings.check_out,
}
_DECISIONS = frozenset({Act.APPROVE, Act.REJECT})
_ORIGIN = "demonstration"


@dataclass(frozen=True, slots=True)
class Company:
    """Who books: people by their number; who decides in each building, and who does where nobody may any more."""

    users: Mapping[int, User]
    deciders: Mapping[str, Actor]
    stand_in: Actor
    connection: Connection

    @classmethod
    def of(cls, pairs: Sequence[tuple[Person, User]], stand_in: Actor, connection: Connection) -> "Company":
        deciders = {person.building: _actor(user) for person, user in reversed(pairs) if user.support}
        return cls({person.number: user for person, user in pairs}, deciders, stand_in, connection)

    def caller(self, person: Person) -> Caller:
        return Caller(_actor(self.users[person.number]), self.connection, "web")

    def decider(self, building: str) -> Caller:
        return Caller(self.deciders.get(building, self.stand_in), self.connection, "web")


def _actor(user: User) -> Actor:
    permissions = user.support | user.sys_admin << 1
    actor = Actor(ActorKind.PERSON, user.user_id, user.name, user.email, permissions)
    return replace(actor, groups=frozenset(group.lower() for group in user.groups), origin=_ORIGIN)


async def is_written(tx: Transaction, caller: Caller, site: Site, day: date) -> bool:
    """Whether anybody has a desk, a space or a room in the building on this day already."""
    start = datetime(day.year, day.month, day.day, tzinfo=zone(site.building.timezone))
    whole = Interval(seconds(start), seconds(start + timedelta(days=1)))
    building_id = site.zones[site.building.code]
    for kind in Kind:
        asked = Asked(type=kind, period=whole, zones=(building_id,), deleted=None, checked_out=None)
        if (await bookings.listed(tx, caller, asked, 1, 0)).total:
            return True
    return False


async def live(tx: Transaction, company: Company, site: Site, written: Sequence[Entry]) -> int:
    """Make the bookings of a day; those whose place somebody has already are left out. Answers how many were made."""
    made = 0
    for entry in written:
        try:
            async with tx.attempt():
                await _live(tx, company, site, entry)
            made += 1
        except (Clash, LimitReached):
            continue
    return made


async def _live(tx: Transaction, company: Company, site: Site, entry: Entry) -> None:
    now = tx.now
    caller = company.caller(entry.person)
    made = min(entry.made, now)
    with _at(tx, made):
        booking = await bookings.book(tx, caller, _wish(site, entry))
    for moment, act in entry.fate:
        if made <= moment <= now:
            acting = company.decider(site.building.code) if act in _DECISIONS else caller
            with _at(tx, moment):
                await _VERBS[act](tx, acting, booking.booking_id)


@contextmanager
def _at(tx: Transaction, moment: datetime) -> Iterator[None]:
    """Let the transaction's clock show the moment of the story, so that histories read as they would have."""
    now, tx.now = tx.now, moment
    try:
        yield
    finally:
        tx.now = now


def _wish(site: Site, entry: Entry) -> Wish:
    asset = site.rooms[entry.asset] if entry.kind is Kind.ROOM else entry.asset
    return {
        "type": entry.kind.value,
        "asset_id": asset,
        "starts_s": seconds(entry.starts),
        "ends_s": seconds(entry.ends),
        "timezone": site.building.timezone,
        "zones": site.zones_of(entry.level),
        "title": entry.title,
        "description": entry.asset_name,
        "department": entry.person.department,
        "extension": {"asset_name": entry.asset_name, "map_id": entry.asset},
    }
