"""Places: zones that nest, systems (rooms and logical groups) in them, documents and settings hanging off both.

Ask with `places.permission_on(…)`, `places.metadata_of(…)`; the verbs of each kind are in `places.zones`,
`places.systems`, `places.metadata` and `places.settings`.
"""

from workhall.domain.places import metadata, permissions, zones
from workhall.domain.places.metadata import Metadata, metadata_of, metadata_of_each
from workhall.domain.places.permissions import (
    NeedsPermission,
    Permission,
    elevated_on,
    may_administer,
    may_manage,
    need_administer,
    need_manage,
    permission_on,
)

__all__ = [
    "metadata",
    "permissions",
    "zones",
    "Metadata",
    "NeedsPermission",
    "Permission",
    "elevated_on",
    "may_administer",
    "may_manage",
    "metadata_of",
    "metadata_of_each",
    "need_administer",
    "need_manage",
    "permission_on",
]
