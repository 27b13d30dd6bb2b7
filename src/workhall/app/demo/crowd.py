"""Takes the people in, and the groups they are in. Whoever is there already stays as he is."""

from collections.abc import Sequence

from workhall.app.demo.buildings import Building
from workhall.app.demo.people import Person, Role, groups
from workhall.domain import people
from workhall.domain.people import User, WorkDay
from workhall.identity import Actor
from workhall.kernel.paging import LONGEST_PAGE, Page
from workhall.persistence import Transaction


async def form_groups(tx: Transaction, actor: Actor, places: Sequence[Building]) -> None:
    """Make the groups that are missing, each inside its own."""
    known = {group.name.lower() for group in await people.groups(tx, None, Page(LONGEST_PAGE))}
    for name, inside, description in groups(places):
        if name.lower() not in known:
            await people.add_group(tx, actor, {"name": name, "description": description, "inside": inside})


async def take_in(tx: Transaction, actor: Actor, some: Sequence[Person], password: str) -> list[User]:
    """Answer the people as they are known, in the order given. Without a password nobody new can sign in."""
    known = {user.email: user for user in await people.by_emails(tx, [person.email for person in some])}
    return [known.get(person.email) or await people.add(tx, actor, _draft(person, password)) for person in some]


def _draft(person: Person, password: str) -> people.UserDraft:
    draft: people.UserDraft = {
        "email": person.email,
        "name": person.name,
        "first_name": person.first,
        "last_name": person.last,
        "staff_id": f"W{person.number:04}",
        "phone": f"ext {4000 + person.number}",
        "country": person.country,
        "building": person.city,
        "department": person.department,
        "preferred_language": person.language,
        "work_preferences": [_work_day(person, day) for day in range(5)],
        "groups": person.groups,
    }
    if person.role:
        draft |= {"support": True, "sys_admin": person.role is Role.ADMINISTRATOR}
    if password:
        draft["password"] = password
    return draft


def _work_day(person: Person, day: int) -> WorkDay:
    """`day` counts from Monday, 0; work preferences count from Sunday."""
    where = "wfo" if day in person.days else "wfh"
    return {
        "day_of_week": day + 1,
        "blocks": [{"start_time": person.begins, "end_time": person.ends, "location": where}],
    }
