"""`workhall key`: API keys of the engine and staff APIs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import click

from workhall.cli.desk import as_json, clerk, for_an_organisation, in_an_organisation
from workhall.cli.output import Row, show, show_one
from workhall.cli.signing import rotate_signing
from workhall.domain import people
from workhall.identity import ApiKey, ApiKeyChange, ApiKeyDraft, create_key, delete_key, find_keys, update_key
from workhall.kernel.errors import NotFound
from workhall.kernel.paging import LONGEST_PAGE, Page
from workhall.persistence import Transaction
from workhall.surfaces.web.house import House

_PERMISSIONS: Final = {"user": 0, "support": 1, "admin": 2, "admin_support": 3}
_NAMES: Final = {number: name for name, number in _PERMISSIONS.items()}
_COLUMNS: Final = ("name", "id", "acts_as", "permissions", "scopes", "expires_at", "last_used_at")


def of_an_organisation(command: Callable[..., Any]) -> Callable[..., Any]:
    """The flags of every key command. With `--environment` keys of another API will be meant."""
    told = "manage the keys of this Workspace 365 environment instead"
    refuse = click.option("--environment", metavar="NAME", help=told, callback=_not_yet, expose_value=False)
    return for_an_organisation(refuse(command))


def _not_yet(_: click.Context, __: click.Parameter, value: str | None) -> None:
    if value is not None:
        raise click.UsageError(
            "keys of a Workspace 365 environment are not offered by this version; "
            "without --environment this manages keys of the engine and staff APIs"
        )


@click.group("key", short_help="API keys")
def command() -> None:
    """API keys: credentials of programs, which act as a person with permissions of their own.

    And the key that signs everybody's tokens: rotate-signing.
    """


command.add_command(rotate_signing)


@command.command("create")
@of_an_organisation
@as_json
@click.argument("name")
@click.option("--user", "person", required=True, help="whom it acts as: e-mail, id or login name")
@click.option("--permissions", type=click.Choice(list(_PERMISSIONS)), default="user", show_default=True)
@click.option("--scope", "scopes", multiple=True, help="what it opens; default: public, which is everything")
@click.option("--days", type=click.IntRange(1), help="how long it lasts; default: until it is deleted")
@click.option("--description", default="")
def create(
    name: str,
    *,
    person: str,
    permissions: str,
    scopes: tuple[str, ...],
    days: int | None,
    description: str,
    in_json: bool,
    **where: str | None,
) -> None:
    """Make a key. It is shown now and never again; send it as the header X-API-Key."""

    async def work(_: House, tx: Transaction) -> Row:
        user = await people.look_up(tx, person)
        draft = ApiKeyDraft(name, user.domain_id, user.user_id, description, scopes or ("public",))
        lifetime = None if days is None else timedelta(days=days)
        draft = replace(draft, permissions=_PERMISSIONS[permissions], ttl=lifetime)
        made = await create_key(tx, clerk(), draft)
        return {"key": made.text, **_row(made.key)}

    show_one(in_an_organisation(where, work), in_json=in_json)


@command.command("list")
@of_an_organisation
@as_json
def list_keys(*, in_json: bool, **where: str | None) -> None:
    """List keys by name."""

    async def work(_: House, tx: Transaction) -> list[Row]:
        return [_row(key) for key in await find_keys(tx, clerk(), Page(LONGEST_PAGE))]

    show(in_an_organisation(where, work), _COLUMNS, in_json=in_json, empty="No keys yet. Make one: workhall key create")


@command.command("disable")
@of_an_organisation
@click.argument("key")
def disable(key: str, **where: str | None) -> None:
    """End a key now, by name or id; `enable` lets it work again."""
    _change(key, where, lambda tx: ApiKeyChange(expires_at=tx.now), "works no more")


@command.command("enable")
@of_an_organisation
@click.argument("key")
def enable(key: str, **where: str | None) -> None:
    """Let a key work again, without an end."""
    _change(key, where, lambda _: ApiKeyChange(expires_at=None), "works")


@command.command("delete")
@of_an_organisation
@click.argument("key")
def delete(key: str, **where: str | None) -> None:
    """Take a key away for good, by name or id."""

    async def work(_: House, tx: Transaction) -> str:
        found = await _find(tx, key)
        await delete_key(tx, clerk(), found.api_key_id)
        return f"{found.name} is deleted."

    click.echo(in_an_organisation(where, work))


def _change(key: str, where: dict[str, str | None], change: Callable[[Transaction], ApiKeyChange], told: str) -> None:
    async def work(_: House, tx: Transaction) -> str:
        found = await _find(tx, key)
        await update_key(tx, clerk(), found.api_key_id, change(tx))
        return f"{found.name} {told}."

    click.echo(in_an_organisation(where, work))


async def _find(tx: Transaction, key: str) -> ApiKey:
    """By id or name; a name that several domains use is refused."""
    found = [one for one in await find_keys(tx, clerk(), Page(LONGEST_PAGE)) if key in {one.api_key_id, one.name}]
    if not found:
        raise NotFound(f"there is no key {key}")
    if len(found) > 1:
        raise NotFound(f"several keys are called {key}; say which by its id (workhall key list)")
    return found[0]


def _row(key: ApiKey) -> dict[str, object]:
    return {
        "id": key.api_key_id,
        "name": key.name,
        "acts_as": key.holder_email,
        "permissions": _NAMES[key.permissions],
        "scopes": list(key.scopes),
        "description": key.description,
        "domain": key.domain,
        "expires_at": key.expires_at,
        "last_used_at": key.last_used_at,
        "created_at": key.created_at,
    }
