"""Group permissions: what a person may do in zones without being support staff."""

from workhall.domain.places.permissions.model import DOCUMENT, NeedsPermission, Permission
from workhall.domain.places.permissions.queries import (
    elevated_on,
    may_administer,
    may_manage,
    need_administer,
    need_manage,
    permission_on,
    zones_of_parent,
)

__all__ = [
    "DOCUMENT",
    "NeedsPermission",
    "Permission",
    "permission_on",
    "elevated_on",
    "may_manage",
    "may_administer",
    "need_manage",
    "need_administer",
    "zones_of_parent",
]
