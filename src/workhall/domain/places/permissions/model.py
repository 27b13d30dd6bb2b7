"""What groups may do in zones, and how the grants of several zones add up."""

from collections.abc import Iterable
from enum import StrEnum

from workhall.kernel.errors import NotAllowed

DOCUMENT = "permissions"
"""The name of the metadata that holds the grants of a zone: `{"deny": [], "manage": [], "admin": []}`."""


class Permission(StrEnum):
    """What the zones grant somebody. Administering includes managing."""

    NONE = "none"
    MANAGE = "manage"
    ADMIN = "admin"
    DENY = "deny"

    @property
    def manages(self) -> bool:
        return self in {Permission.MANAGE, Permission.ADMIN}

    @property
    def administers(self) -> bool:
        return self is Permission.ADMIN

    @property
    def forbids(self) -> bool:
        return self in {Permission.NONE, Permission.DENY}


class NeedsPermission(NotAllowed):
    """Neither support staff, nor in a group that these zones let do it."""

    code = "needs_permission"


# Asked in this order within one zone (staff API contract, 1.7).
_ASKED = (Permission.DENY, Permission.MANAGE, Permission.ADMIN)


def permission_of(grants: Iterable[object], groups: frozenset[str]) -> Permission:
    """Walk the grants of zones in order: a later one replaces an earlier, a denial ends the walk.

    `groups` are lower case. Grants that are no document of lists count as saying nothing.
    """
    found = Permission.NONE
    for grant in grants:
        found = _granted(grant, groups) or found
        if found is Permission.DENY:
            break
    return found


def _granted(grant: object, groups: frozenset[str]) -> Permission | None:
    if not isinstance(grant, dict):
        return None
    for permission in _ASKED:
        named = grant.get(permission.value)
        if isinstance(named, list) and any(isinstance(name, str) and name.strip().lower() in groups for name in named):
            return permission
    return None
