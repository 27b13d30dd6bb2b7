"""The questions about people and groups."""

from workhall.domain.people.model import Group, User
from workhall.domain.people.store import groups as group_store
from workhall.domain.people.store import users as store
from workhall.domain.people.store.users import Filter
from workhall.kernel.errors import NotFound
from workhall.kernel.ids import UserId
from workhall.kernel.paging import Found, Page
from workhall.kernel.text import email as tidy_email
from workhall.persistence import Transaction

_LARGEST_ID = 2**63


async def get(tx: Transaction, user_id: UserId) -> User:
    """Find a person who is here. Raises NotFound."""
    user = await store.by_id(tx, user_id)
    if user is None or user.deleted:
        raise NotFound("there is no such person")
    return user


async def look_up(tx: Transaction, reference: str, *, deleted: bool = False) -> User:
    """Find by id (its prefix may be missing), e-mail, login name or staff id. Raises NotFound."""
    user = await store.by_reference(tx, reference, deleted=deleted)
    if user is None:
        raise NotFound("there is no such person")
    return user


async def by_email(tx: Transaction, email: str) -> User | None:
    found = await store.by_emails(tx, [tidy_email(email)])
    return found[0] if found else None


async def by_emails(tx: Transaction, emails: list[str]) -> list[User]:
    return await store.by_emails(tx, [tidy_email(one) for one in emails])


async def by_ids(tx: Transaction, user_ids: list[str]) -> list[User]:
    return await store.by_ids(tx, user_ids)


async def find(tx: Transaction, wanted: Filter, page: Page) -> Found[User]:
    return await store.find(tx, wanted, page)


async def group(tx: Transaction, name: str) -> Group:
    """Find a group by its name, whatever the case. Raises NotFound."""
    found = await group_store.by_name(tx, name)
    if found is None:
        raise NotFound("there is no such group")
    return found


async def group_numbered(tx: Transaction, group_id: int) -> Group:
    """Find a group by its number. Raises NotFound."""
    found = await group_store.by_id(tx, group_id) if 0 < group_id < _LARGEST_ID else None
    if found is None:
        raise NotFound("there is no such group")
    return found


async def groups(tx: Transaction, q: str | None, page: Page) -> Found[Group]:
    return await group_store.find(tx, q, page)


async def groups_inside(tx: Transaction, name: str) -> list[Group]:
    """List the groups that are members of this one."""
    return await group_store.inside(tx, name)
