"""People as the engine API shows them: to everybody, and to administrators and themselves."""

from collections.abc import Mapping
from typing import Annotated, Any, cast

import msgspec
from msgspec import UNSET

from workhall.domain.people import User, UserChanges, UserDraft, WorkBlock, WorkDay
from workhall.domain.places import Metadata
from workhall.kernel.text import email_digest
from workhall.surfaces.engine.wire import metadata
from workhall.surfaces.engine.wire.given import Given, given
from workhall.surfaces.web.responses import without_nulls

_Hours = Annotated[float, msgspec.Meta(ge=0, le=24)]
_CAN_BE_EMPTY = frozenset({"login_name", "staff_id", "card_number", "photo_upload_id"})


class _Block(msgspec.Struct):
    start_time: _Hours
    end_time: _Hours
    location: str = "wfo"


class _Day(msgspec.Struct):
    day_of_week: Annotated[int, msgspec.Meta(ge=0, le=6)]
    blocks: list[_Block] = []


class UserBody(msgspec.Struct):
    """A person as sent: new, or with what is to change."""

    email: Given[str] = UNSET
    authority_id: Given[str] = UNSET
    name: Given[str] = UNSET
    nickname: Given[str] = UNSET
    first_name: Given[str] = UNSET
    last_name: Given[str] = UNSET
    phone: Given[str] = UNSET
    country: Given[str] = UNSET
    building: Given[str] = UNSET
    department: Given[str] = UNSET
    image: Given[str] = UNSET
    photo_upload_id: Given[str] = UNSET
    preferred_language: Given[str] = UNSET
    ui_theme: Given[str] = UNSET
    misc: Given[str] = UNSET
    work_preferences: Given[list[_Day]] = UNSET
    work_overrides: Given[dict[str, _Day]] = UNSET
    locatable: Given[bool] = UNSET
    login_name: Given[str] = UNSET
    staff_id: Given[str] = UNSET
    card_number: Given[str] = UNSET
    sys_admin: Given[bool] = UNSET
    support: Given[bool] = UNSET
    groups: Given[list[str]] = UNSET
    password: Given[str] = UNSET


def draft(body: UserBody) -> UserDraft:
    """What makes somebody new."""
    found = given(body, can_be_empty=_CAN_BE_EMPTY)
    if isinstance(body.password, str):
        found["password"] = body.password  # never cleaned: a password is not shown
    if isinstance(body.work_preferences, list):
        found["work_preferences"] = [_day(one) for one in body.work_preferences]
    if isinstance(body.work_overrides, dict):
        found["work_overrides"] = {date: _day(one) for date, one in body.work_overrides.items()}
    return cast("UserDraft", found)


def changes(body: UserBody) -> UserChanges:
    """What changes about somebody. The e-mail never does, nor the domain."""
    found = draft(body)
    found.pop("email", None)
    found.pop("authority_id", None)
    return found


def _day(day: _Day) -> WorkDay:
    blocks = [WorkBlock(start_time=one.start_time, end_time=one.end_time, location=one.location) for one in day.blocks]
    return WorkDay(day_of_week=day.day_of_week, blocks=blocks)


def public(user: User) -> dict[str, Any]:
    """What everybody may see of somebody."""
    return without_nulls(
        {
            "id": user.user_id,
            "email_digest": email_digest(user.email),
            "email": user.email,
            "nickname": user.nickname,
            "name": user.name,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "groups": user.groups,
            "country": user.country,
            "building": user.building,
            "image": user.image,
            "created_at": user.created_at,
            "updated_at": user.updated_at,
            "authority_id": user.domain_id,
            "deleted": user.deleted,
            "department": user.department,
            "preferred_language": user.preferred_language,
            "staff_id": user.staff_id,
            "phone": user.phone,
            "work_preferences": user.work_preferences,
            "work_overrides": user.work_overrides,
            "login_count": user.login_count,
            "last_login": user.last_login,
            "photo_upload_id": user.photo_upload_id,
            "locatable": user.locatable,
        }
    )


def private(user: User) -> dict[str, Any]:
    """What administrators see, and everybody of himself."""
    more = {
        "sys_admin": user.sys_admin,
        "support": user.support,
        "misc": user.misc,
        "login_name": user.login_name,
        "card_number": user.card_number,
        "ui_theme": user.ui_theme,
    }
    return public(user) | without_nulls(more)


def with_metadata(shown: dict[str, Any], documents: Mapping[str, Metadata]) -> dict[str, Any]:
    """Add the person's documents by name."""
    return shown | {"associated_metadata": metadata.by_name(documents)}
