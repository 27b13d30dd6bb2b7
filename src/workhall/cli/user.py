"""`workhall user`: people, for whoever sits at the machine."""

import click

from workhall.cli.desk import as_json, clerk, for_an_organisation, in_an_organisation
from workhall.cli.output import Row, password_from_terminal, show, show_one
from workhall.domain import people
from workhall.identity.links import Purpose, make_link
from workhall.identity.passwords import need_good_password
from workhall.kernel.ids import UserId
from workhall.kernel.paging import LONGEST_PAGE, Page
from workhall.persistence import Transaction
from workhall.surfaces.web.house import House

_COLUMNS = ("email", "name", "role", "groups", "last_login")


@click.group("user", short_help="people")
def command() -> None:
    """People: who they are, what they may, and how they sign in."""


@command.command("add")
@for_an_organisation
@as_json
@click.argument("email")
@click.option("--name", help="name to show; default: made from the e-mail")
@click.option("--admin", is_flag=True, help="may administer the organisation")
@click.option("--support", is_flag=True, help="may see more than others, for helping them")
@click.option("--group", "groups", multiple=True, help="a group to be in, made when missing; may be repeated")
@click.option(
    "--password", "with_password", is_flag=True, help="ask for a password; default: print a link to choose one"
)
def add(
    email: str,
    name: str | None,
    groups: tuple[str, ...],
    *,
    admin: bool,
    support: bool,
    with_password: bool,
    in_json: bool,
    **where: str | None,
) -> None:
    """Add somebody. Without --password a link is printed where they choose one themselves."""
    password = password_from_terminal("Password") if with_password else ""
    draft: people.UserDraft = {"email": email, "name": name or email.partition("@")[0], "groups": groups}
    draft = {**draft, "sys_admin": admin, "support": support}
    if with_password:
        need_good_password(password, email=email)
        draft = {**draft, "password": password}

    async def work(house: House, tx: Transaction) -> Row:
        user = await people.add(tx, clerk(), draft)
        return _row(user) | ({} if with_password else {"link": await _link(house, tx, user.user_id)})

    show_one(in_an_organisation(where, work), in_json=in_json)


@command.command("list")
@for_an_organisation
@as_json
@click.option("--search", help="words of names, e-mails, departments")
@click.option("--admins", is_flag=True, help="administrators and support staff only")
@click.option("--disabled", is_flag=True, help="also those who are shut out")
def list_people(search: str | None, *, admins: bool, disabled: bool, in_json: bool, **where: str | None) -> None:
    """List people by name."""

    async def work(_: House, tx: Transaction) -> list[Row]:
        wanted = people.Filter(q=search, administrators=admins, deleted=disabled)
        return [_row(user) for user in await people.find(tx, wanted, Page(LONGEST_PAGE))]

    show(in_an_organisation(where, work), _COLUMNS, in_json=in_json, empty="Nobody yet. Begin with: workhall user add")


@command.command("show")
@for_an_organisation
@as_json
@click.argument("person")
def show_person(person: str, *, in_json: bool, **where: str | None) -> None:
    """Show somebody, by e-mail, id, login name or staff id."""

    async def work(_: House, tx: Transaction) -> Row:
        return _row(await people.look_up(tx, person, deleted=True))

    show_one(in_an_organisation(where, work), in_json=in_json)


@command.command("password")
@for_an_organisation
@click.argument("person")
@click.option("--link", "by_link", is_flag=True, help="print a link where they choose it themselves")
def password(person: str, *, by_link: bool, **where: str | None) -> None:
    """Set somebody's password, asked for here or read from standard input; their sessions end."""
    chosen = "" if by_link else password_from_terminal("New password")

    async def work(house: House, tx: Transaction) -> str:
        user = await people.look_up(tx, person)
        if by_link:
            return await _link(house, tx, user.user_id)
        need_good_password(chosen, email=user.email)
        await people.set_password(tx, clerk(), user.user_id, chosen)
        return f"{user.email} has a new password."

    click.echo(in_an_organisation(where, work))


@command.command("disable")
@for_an_organisation
@click.argument("person")
def disable(person: str, **where: str | None) -> None:
    """Shut somebody out at once: sessions, tokens and API keys; what they have made stays."""

    async def work(_: House, tx: Transaction) -> str:
        user = await people.look_up(tx, person)
        await people.disable(tx, clerk(), user.user_id)
        return f"{user.email} is shut out."

    click.echo(in_an_organisation(where, work))


@command.command("enable")
@for_an_organisation
@click.argument("person")
def enable(person: str, **where: str | None) -> None:
    """Let somebody in again who was shut out or removed."""

    async def work(_: House, tx: Transaction) -> str:
        user = await people.revive(tx, clerk(), (await people.look_up(tx, person, deleted=True)).user_id)
        return f"{user.email} may come in again."

    click.echo(in_an_organisation(where, work))


@command.command("make-admin")
@for_an_organisation
@click.argument("person")
def make_admin(person: str, **where: str | None) -> None:
    """Let somebody administer the organisation."""
    _give(person, {"sys_admin": True, "support": True}, "administers the organisation", where)


@command.command("make-support")
@for_an_organisation
@click.argument("person")
def make_support(person: str, **where: str | None) -> None:
    """Make somebody support staff, who see more to help others; no longer an administrator."""
    _give(person, {"sys_admin": False, "support": True}, "is support staff", where)


@command.command("make-ordinary")
@for_an_organisation
@click.argument("person")
def make_ordinary(person: str, **where: str | None) -> None:
    """Take the rights of an administrator or support staff away."""
    _give(person, {"sys_admin": False, "support": False}, "has no special rights", where)


def _give(person: str, rights: people.UserChanges, told: str, where: dict[str, str | None]) -> None:
    async def work(_: House, tx: Transaction) -> str:
        user = await people.look_up(tx, person)
        await people.change(tx, clerk(), user.user_id, rights)
        return f"{user.email} {told}."

    click.echo(in_an_organisation(where, work))


async def _link(house: House, tx: Transaction, user_id: UserId) -> str:
    return f"{house.settings.address}/setup/{await make_link(tx, clerk(), Purpose.PASSWORD, user_id)}"


def _row(user: people.User) -> dict[str, object]:
    role = "administrator" if user.sys_admin else "support" if user.support else "user"
    return {
        "id": user.user_id,
        "email": user.email,
        "name": user.name,
        "role": "disabled" if user.deleted else role,
        "groups": list(user.groups),
        "last_login": user.last_login,
        "created_at": user.created_at,
    }
