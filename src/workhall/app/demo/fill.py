"""Fills an organisation: people, places, then two weeks of bookings, through the same verbs as the APIs.

It commits in portions, so that a server beside it is never kept waiting for long; broken off, it goes on with `again`.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from workhall.app.demo import bookings, crowd, diary, places
from workhall.app.demo.blank import blank_zones
from workhall.app.demo.bookings import Company
from workhall.app.demo.buildings import Building, buildings
from workhall.app.demo.people import Person, Role, cast
from workhall.app.demo.pictures import Pictures
from workhall.app.demo.places import Site
from workhall.domain import connections, organisations
from workhall.domain.people import User
from workhall.identity import Actor
from workhall.kernel.errors import Conflict
from workhall.kernel.ids import OrganisationId
from workhall.persistence import Database
from workhall.ports.blobs import Blobs

SEED: Final = "workhall"
_PORTION: Final = 50


class AlreadyFilled(Conflict):
    """The demonstration's buildings stand here."""

    code = "already_filled"


class Teller(Protocol):
    """Says what is being done, and how far it is."""

    def tell(self, sentence: str) -> None: ...

    def progress(self, doing: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to fill, and how. `password` is everybody's; empty: nobody new can sign in."""

    organisation: OrganisationId
    actor: Actor
    seed: str = SEED
    password: str = ""
    again: bool = False


@dataclass(slots=True)
class Filled:
    """What there is now; `bookings` counts those made by this run."""

    people: int = 0
    buildings: int = 0
    levels: int = 0
    rooms: int = 0
    desks: int = 0
    spaces: int = 0
    banks: int = 0
    bookings: int = 0
    administrators: list[str] = field(default_factory=list)


async def fill(database: Database, blobs: Blobs, wanted: Wanted, *, teller: Teller) -> Filled:
    """Fill the organisation.

    Raises:
        AlreadyFilled: it has been done, and `again` was not asked for.
        NoOrganisationZone: there is nothing to put the buildings in.
    """
    return await _Filling(database, blobs, wanted, teller).run()


class _Filling:
    def __init__(self, database: Database, blobs: Blobs, wanted: Wanted, teller: Teller) -> None:
        self._database = database
        self._pictures = Pictures(database, blobs, wanted.organisation, wanted.actor)
        self._wanted = wanted
        self._teller = teller
        self._buildings = buildings(wanted.seed)
        self._people = cast(wanted.seed, self._buildings)

    async def run(self) -> Filled:
        await self._need_ground()
        users = await self._take_in()
        sites = await self._build()
        made = await self._live(users, sites)
        return self._counted(made)

    async def _need_ground(self) -> None:
        """Refuse before anything is done."""
        async with self._database.transaction(self._wanted.organisation) as tx:
            await places.organisation_zone(tx, self._wanted.actor)
            there = await places.standing(tx, self._wanted.actor)
        for building in self._buildings:
            if building.name in there and not self._wanted.again:
                raise AlreadyFilled(
                    f"This organisation has been filled already: {building.name} is there. With --again what is "
                    "missing is added, and days around today without bookings are filled; nothing is removed."
                )

    async def _take_in(self) -> list[User]:
        wanted, found = self._wanted, list[User]()
        self._teller.tell(f"People: {len(self._people)} in nested groups")
        async with self._database.transaction(wanted.organisation) as tx:
            await crowd.form_groups(tx, wanted.actor, self._buildings)
        for portion in _portions(self._people):
            async with self._database.transaction(wanted.organisation) as tx:
                found += await crowd.take_in(tx, wanted.actor, portion, wanted.password)
            self._teller.progress(f"{len(found)} of {len(self._people)} people")
        return found

    async def _build(self) -> list[Site]:
        wanted, sites = self._wanted, list[Site]()
        for building in self._buildings:
            self._teller.tell(f"{building.name}, {building.city}: {_contents(building)}")
            plans = await self._keep_plans(building)
            async with self._database.transaction(wanted.organisation) as tx:
                top = await places.organisation_zone(tx, wanted.actor)
                await places.describe_organisation(tx, wanted.actor, top)
                blank = await blank_zones(tx, wanted.actor, top)
                builder = places.Builder(tx, wanted.actor, building, plans)
                sites.append(await builder.build(top, self._people, blank))
        return sites

    async def _keep_plans(self, building: Building) -> dict[str, str]:
        """Keep the plans of the levels that are missing; answers their addresses by the levels' names."""
        async with self._database.transaction(self._wanted.organisation) as tx:
            there = await places.standing(tx, self._wanted.actor)
        missing = [level for level in building.levels if level.full_name not in there]
        return {level.full_name: await self._pictures.keep(f"{level.ident}.svg", level.plan) for level in missing}

    async def _live(self, users: Sequence[User], sites: Sequence[Site]) -> int:
        """Book a day of a building at a time, the buildings side by side."""
        async with self._database.transaction(self._wanted.organisation) as tx:
            domain = next(iter(await organisations.domains(tx)))
            connection = await connections.serving(tx, domain.domain, self._people[0].email)
        company = Company.of(list(zip(self._people, users, strict=True)), self._wanted.actor, connection)
        self._teller.tell("Bookings: the past week and the coming one")
        return sum(await asyncio.gather(*(self._live_in(company, site) for site in sites)))

    async def _live_in(self, company: Company, site: Site) -> int:
        made = 0
        for day in diary.working_days(site.building, self._database.clock.now()):
            written = diary.entries(self._wanted.seed, site.building, self._people, day)
            async with self._database.transaction(self._wanted.organisation) as tx:
                if not await bookings.is_written(tx, company.decider(site.building.code), site, day):
                    made += await bookings.live(tx, company, site, written)
            self._teller.progress(f"{site.building.city}, {day:%A %d %B}")
        return made

    def _counted(self, made: int) -> Filled:
        levels = [level for building in self._buildings for level in building.levels]
        return Filled(
            people=len(self._people),
            buildings=len(self._buildings),
            levels=len(levels),
            rooms=sum(len(level.rooms) for level in levels),
            desks=sum(len(level.desks) for level in levels),
            spaces=sum(len(level.spaces) for level in levels),
            banks=sum(level.bank is not None for level in levels),
            bookings=made,
            administrators=[person.email for person in self._people if person.role is Role.ADMINISTRATOR],
        )


def _portions(people: Sequence[Person]) -> Iterator[Sequence[Person]]:
    for start in range(0, len(people), _PORTION):
        yield people[start : start + _PORTION]


def _contents(building: Building) -> str:
    rooms = sum(len(level.rooms) for level in building.levels)
    desks = sum(len(level.desks) for level in building.levels)
    parking = f", {len(building.spaces)} parking spaces" if building.spaces else ""
    return f"{len(building.levels)} levels, {rooms} rooms, {desks} desks{parking}"
