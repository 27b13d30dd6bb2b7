"""`workhall organisation`: the organisations of the house, and the host names they answer to."""

import click

from workhall.app.first_start import found_another, register_applications
from workhall.cli.desk import (
    as_json,
    clerk,
    for_an_organisation,
    for_the_house,
    in_an_organisation,
    in_the_house,
)
from workhall.cli.output import Row, show, show_one
from workhall.domain import organisations
from workhall.identity.links import Purpose, make_link
from workhall.kernel.errors import NotFound
from workhall.kernel.paging import LONGEST_PAGE, Page
from workhall.persistence import Transaction
from workhall.surfaces.web.house import House

_COLUMNS = ("environment", "name", "id", "created_at")
_DOMAIN_COLUMNS = ("domain", "name", "default", "id")


@click.group("organisation", short_help="organisations")
def command() -> None:
    """Organisations: each has its own people, places and bookings, and sees nothing of another's."""


@command.command("add")
@for_the_house
@as_json
@click.argument("name")
@click.option("--environment", required=True, metavar="NAME", help="lower-case letters and digits; stands in addresses")
@click.option("--domain", "host", required=True, metavar="HOST", help="host name it answers to, as work.example.com")
def add(name: str, environment: str, host: str, *, in_json: bool, **where: str | None) -> None:
    """Found an organisation, and print the link where its first administrator is made."""

    async def work(house: House, tx: Transaction) -> Row:
        made = await found_another(tx, house, name, environment=environment, host=host)
        link = f"{_origin(house, host)}/setup/{await make_link(tx, clerk(), Purpose.SETUP)}"
        return {**_row(made), "domain": host, "set_up_link": link}

    show_one(in_the_house(where, work), in_json=in_json)


@command.command("list")
@for_the_house
@as_json
def list_organisations(*, in_json: bool, **where: str | None) -> None:
    """List the organisations of the house."""

    async def work(_: House, tx: Transaction) -> list[Row]:
        return [_row(one) for one in await organisations.every(tx)]

    show(in_the_house(where, work), _COLUMNS, in_json=in_json, empty="No organisation yet.")


@command.command("show")
@for_an_organisation
@as_json
def show_organisation(*, in_json: bool, **where: str | None) -> None:
    """Show an organisation with its host names."""

    async def work(_: House, tx: Transaction) -> Row:
        hosts = [domain.domain for domain in await organisations.domains(tx, page=Page(LONGEST_PAGE))]
        return {**_row(await organisations.current(tx)), "domains": hosts}

    show_one(in_an_organisation(where, work), in_json=in_json)


@command.group("domains")
def domains() -> None:
    """Host names an organisation answers to."""


@domains.command("list")
@for_an_organisation
@as_json
def list_domains(*, in_json: bool, **where: str | None) -> None:
    """List the host names of an organisation."""

    async def work(_: House, tx: Transaction) -> list[Row]:
        return [_domain_row(domain) for domain in await organisations.domains(tx, page=Page(LONGEST_PAGE))]

    show(in_an_organisation(where, work), _DOMAIN_COLUMNS, in_json=in_json, empty="No host name yet.")


@domains.command("add")
@for_an_organisation
@click.argument("host")
@click.option("--name", help="name to show; default: the host name")
def add_domain(host: str, name: str | None, **where: str | None) -> None:
    """Answer to another host name."""

    async def work(house: House, tx: Transaction) -> str:
        domain = await organisations.add_domain(tx, clerk(), {"domain": host, "name": name or host})
        await register_applications(tx, house, domain)
        return f"{domain.domain} leads here now; point its DNS entry at this server."

    click.echo(in_an_organisation(where, work))


@domains.command("remove")
@for_an_organisation
@click.argument("host")
def remove_domain(host: str, **where: str | None) -> None:
    """Stop answering to a host name."""

    async def work(_: House, tx: Transaction) -> str:
        domain = await organisations.domain_named(tx, host)
        if domain is None:
            raise NotFound(f"this organisation does not answer to {host} (workhall organisation domains list)")
        await organisations.remove_domain(tx, clerk(), domain.domain_id)
        return f"{host} leads here no more."

    click.echo(in_an_organisation(where, work))


def _origin(house: House, host: str) -> str:
    scheme, _, rest = house.settings.address.partition("://")
    _, colon, port = rest.partition(":")
    return f"{scheme}://{host}{colon}{port}"


def _row(organisation: organisations.Organisation) -> dict[str, object]:
    return {
        "id": int(organisation.organisation_id),
        "name": organisation.name,
        "environment": organisation.environment,
        "created_at": organisation.created_at,
    }


def _domain_row(domain: organisations.Domain) -> dict[str, object]:
    return {
        "domain": domain.domain,
        "name": domain.name,
        "default": domain.is_default,
        "id": domain.domain_id,
        "created_at": domain.created_at,
    }
