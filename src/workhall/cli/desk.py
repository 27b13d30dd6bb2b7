"""Where commands about people, keys and organisations are served: the house opened, one transaction, and out again."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

import click

from workhall.app.first_start import first_organisation
from workhall.app.inside import inside
from workhall.cli.settings import read_quietly, settings_of_the_house
from workhall.domain import organisations
from workhall.identity import Actor
from workhall.identity.actor import SERVER
from workhall.kernel.ids import HOUSE, OrganisationId
from workhall.persistence import Transaction
from workhall.surfaces.web.house import House

T = TypeVar("T")
Work = Callable[[House, Transaction], Awaitable[T]]
LongWork = Callable[[House, OrganisationId], Awaitable[T]]
Command = Callable[..., Any]

_IN_THE_HOUSE: Final = "*"


def for_the_house(command: Command) -> Command:
    """The flags of a command about the whole house."""
    return settings_of_the_house(command)


def for_an_organisation(command: Command) -> Command:
    """The flags of a command about one organisation."""
    told = "environment name of the organisation meant; default: the first one"
    return settings_of_the_house(click.option("--organisation", metavar="ENVIRONMENT", help=told)(command))


def as_json(command: Command) -> Command:
    return click.option("--json", "in_json", is_flag=True, help="answer JSON, for scripts")(command)


def in_the_house(where: Mapping[str, str | None], work: Work[T]) -> T:
    """Do something before any organisation is chosen."""
    return asyncio.run(_work({**where, "organisation": _IN_THE_HOUSE}, work))


def in_an_organisation(where: Mapping[str, str | None], work: Work[T]) -> T:
    """Do something in the organisation that the flags name."""
    return asyncio.run(_work(where, work))


def in_portions(where: Mapping[str, str | None], work: LongWork[T]) -> T:
    """Do something long in the organisation that the flags name; it opens its own transactions."""
    return asyncio.run(_open(where, work))


def clerk() -> Actor:
    """Whom the audit log names: the command line, and the account that typed it."""
    return replace(SERVER, name=f"Command line ({getpass.getuser()})", origin="command line")


async def _work(where: Mapping[str, str | None], work: Work[T]) -> T:
    async def in_one_go(house: House, organisation: OrganisationId) -> T:
        async with house.database.transaction(organisation) as tx:
            return await work(house, tx)

    return await _open(where, in_one_go)


async def _open(where: Mapping[str, str | None], work: LongWork[T]) -> T:
    flags = {name: value for name, value in where.items() if name != "organisation"}
    async with inside(read_quietly(flags)) as house:
        return await work(house, await _meant(house, where.get("organisation")))


async def _meant(house: House, environment: str | None) -> OrganisationId:
    if environment == _IN_THE_HOUSE:
        return HOUSE
    if not environment:
        return await first_organisation(house)
    async with house.database.transaction(HOUSE) as tx:
        return (await organisations.of_environment(tx, environment)).organisation_id
