"""Places: zones that nest, systems (rooms and logical groups) in them, documents and settings hanging off both.

The verbs of each kind are in `places.zones`, `places.systems`, `places.metadata` and `places.settings`, what runs in
systems is in `places.equipment`; what other slices ask most is here: `places.permission_on(…)`,
`places.metadata_of(…)`.
"""

from workhall.domain.places import equipment, metadata, permissions, settings, systems, zones
from workhall.domain.places.equipment import CallFailed
from workhall.domain.places.metadata import (
    Metadata,
    MetadataChanges,
    Writing,
    metadata_of,
    metadata_of_each,
    metadata_of_people,
)
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
from workhall.domain.places.settings import SettingsChanges, ToldSettings
from workhall.domain.places.systems import System, SystemChanges, SystemFilter
from workhall.domain.places.zones import Zone, ZoneChanges, ZoneFilter

__all__ = [
    "zones",
    "systems",
    "metadata",
    "settings",
    "equipment",
    "permissions",
    "permission_on",
    "elevated_on",
    "may_manage",
    "may_administer",
    "need_manage",
    "need_administer",
    "metadata_of",
    "metadata_of_each",
    "metadata_of_people",
    "CallFailed",
    "Metadata",
    "MetadataChanges",
    "NeedsPermission",
    "Permission",
    "SettingsChanges",
    "System",
    "SystemChanges",
    "SystemFilter",
    "ToldSettings",
    "Writing",
    "Zone",
    "ZoneChanges",
    "ZoneFilter",
]
