"""People and groups: what is known of them, and what can be meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypedDict

from workhall.kernel.errors import Conflict, Failure, Invalid
from workhall.kernel.ids import DomainId, GroupId, UserId
from workhall.kernel.search import words
from workhall.kernel.text import email as tidy_email
from workhall.kernel.text import looks_like_email

PREFIX = "user"
LONGEST_NAME = 300


class LastAdministrator(Conflict):
    code = "last_administrator"

    def __init__(self) -> None:
        super().__init__("this is the last administrator; make somebody else one first")


class WorkBlock(TypedDict, total=False):
    """Where somebody works for part of a day; times are hours of the day, such as 7.5. `location`: wfo, wfh or aol."""

    start_time: float
    end_time: float
    location: str


class WorkDay(TypedDict, total=False):
    """`day_of_week` counts from Sunday, 0."""

    day_of_week: int
    blocks: list[WorkBlock]


@dataclass(frozen=True, slots=True)
class User:
    """`groups` are names, those held through another group included; `direct_groups` are not."""

    user_id: UserId
    domain_id: DomainId
    email: str
    name: str
    created_at: datetime
    updated_at: datetime
    nickname: str = ""
    first_name: str = ""
    last_name: str = ""
    login_name: str | None = None
    staff_id: str | None = None
    card_number: str | None = None
    phone: str = ""
    country: str = ""
    building: str = ""
    department: str = ""
    image: str = ""
    photo_upload_id: str | None = None
    preferred_language: str = ""
    ui_theme: str = ""
    misc: str = ""
    work_preferences: list[WorkDay] = field(default_factory=list)
    work_overrides: dict[str, WorkDay] = field(default_factory=dict)
    locatable: bool = True
    sys_admin: bool = False
    support: bool = False
    external_ids: dict[str, Any] = field(default_factory=dict)
    login_count: int = 0
    last_login: datetime | None = None
    deleted: bool = False
    deleted_at: datetime | None = None
    groups: tuple[str, ...] = ()
    direct_groups: tuple[str, ...] = ()

    @property
    def search(self) -> str:
        return words(
            self.user_id,
            self.name,
            self.nickname,
            self.email,
            self.login_name,
            self.staff_id,
            self.first_name,
            self.last_name,
            self.department,
            self.building,
            self.phone,
        )


class Particulars(TypedDict, total=False):
    """What people may change about themselves. What is absent stays as it is."""

    name: str
    nickname: str
    first_name: str
    last_name: str
    phone: str
    country: str
    building: str
    department: str
    image: str
    photo_upload_id: str | None
    preferred_language: str
    ui_theme: str
    misc: str
    work_preferences: list[WorkDay]
    work_overrides: dict[str, WorkDay]
    locatable: bool


class UserChanges(Particulars, total=False):
    """What administrators may change besides. `password` empty: no signing in by password."""

    login_name: str | None
    staff_id: str | None
    card_number: str | None
    sys_admin: bool
    support: bool
    external_ids: dict[str, Any]
    groups: Sequence[str]
    password: str


class UserDraft(UserChanges, total=False):
    """Somebody new; `email` is needed."""

    email: str
    authority_id: DomainId


RESERVED = frozenset(UserChanges.__annotations__) - frozenset(Particulars.__annotations__) - {"password"}
"""What only administrators change."""

_APART = {"groups", "password", "authority_id"}
"""What is given with a person, but kept elsewhere than in the person's own row."""


def revised(user: User, given: UserDraft | UserChanges) -> User:
    """Apply what is given, tidied; then say everything that is wrong with it.

    Raises:
        Invalid: with each failing field.
    """
    tidy: dict[str, Any] = {key: value for key, value in given.items() if key not in _APART}
    for key, value in tidy.items():
        if isinstance(value, str):
            tidy[key] = value.strip()
    for key in ("login_name", "staff_id", "card_number", "photo_upload_id"):
        if tidy.get(key) == "":
            tidy[key] = None
    if "email" in tidy:
        tidy["email"] = tidy_email(tidy["email"])
    new = replace(user, **tidy)
    new = replace(new, name=new.name or f"{new.first_name} {new.last_name}".strip())
    if failures := list(_failures(new)):
        raise Invalid.several(failures)
    return new


def _failures(user: User) -> Iterable[Failure]:
    if not user.email:
        yield Failure("email", "is required")
    elif not looks_like_email(user.email):
        yield Failure("email", "is not an e-mail address")
    if not user.name:
        yield Failure("name", "is required")
    if len(user.name) > LONGEST_NAME:
        yield Failure("name", f"may have {LONGEST_NAME} characters")


@dataclass(frozen=True, slots=True)
class Group:
    """`inside` are the names of the groups this one is a member of; `members` counts people directly in it."""

    group_id: GroupId
    name: str
    description: str
    external_ids: dict[str, Any]
    inside: tuple[str, ...]
    members: int
    created_at: datetime
    updated_at: datetime


class GroupChanges(TypedDict, total=False):
    """What is absent stays as it is. `inside`: the groups this one is to be a member of, by name."""

    name: str
    description: str
    external_ids: dict[str, Any]
    inside: Sequence[str]


def tidy_names(names: Iterable[str]) -> list[str]:
    """Trim names of groups and drop empty and repeated ones, whatever their case."""
    kept: dict[str, str] = {}
    for raw in names:
        if name := " ".join(raw.split()):
            kept.setdefault(name.lower(), name)
    return list(kept.values())
