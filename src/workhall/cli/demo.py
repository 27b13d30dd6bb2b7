"""`workhall demo`: fill an organisation, to look around in."""

from dataclasses import asdict

import click

from workhall.app.demo import Filled, Wanted, fill
from workhall.cli.desk import as_json, clerk, for_an_organisation, in_portions
from workhall.cli.output import Steps, show_json
from workhall.identity.passwords import need_good_password
from workhall.kernel.ids import OrganisationId
from workhall.surfaces.web.house import House

_SHUT_OUT = "none of them can sign in; administrators there were before still can"


@click.command("demo", short_help="fill an organisation, to look around in")
@for_an_organisation
@as_json
@click.option(
    "--password", metavar="TEXT", help=f"password of everybody added, administrators too; default: {_SHUT_OUT}"
)
@click.option("--again", is_flag=True, help="add what is missing, and bookings on days around today that have none")
def command(*, password: str | None, again: bool, in_json: bool, **where: str | None) -> None:
    """Fill an organisation with believable people, places and two weeks of bookings.

    Three buildings on three continents, 12 levels with floor plans, 120 rooms, 900 desks, 60 parking spaces, three
    locker banks, 400 people in nested groups: the same ones everywhere. Nothing that is there is changed or removed,
    but for the blank building a fresh organisation has, which becomes the first of the three. The server may run.
    """
    if password is not None:
        need_good_password(password)
    steps = Steps()

    async def work(house: House, organisation: OrganisationId) -> Filled:
        wanted = Wanted(organisation, clerk(), password=password or "", again=again)
        return await fill(house.database, house.blobs, wanted, teller=steps)

    filled = in_portions(where, work)
    steps.clear()
    if in_json:
        show_json(asdict(filled))
    else:
        click.echo(_told(filled, password is not None))


def _told(filled: Filled, may_sign_in: bool) -> str:  # noqa: FBT001  reads as a condition
    places = f"{filled.buildings} buildings with {filled.levels} levels, {filled.rooms} rooms, {filled.desks} desks"
    lines = [
        f"{filled.people} people; {places}, {filled.spaces} parking spaces, {filled.banks} locker banks.",
        f"{filled.bookings} bookings were made, in the past week and the coming one.",
    ]
    if may_sign_in:
        lines.append(f"Whoever was added signs in with that password; {filled.administrators[0]} administers.")
    else:
        lines.append(f"No --password was given: {_SHUT_OUT}.")
    return "\n".join(lines)
