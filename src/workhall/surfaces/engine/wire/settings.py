"""Settings on the wire (engine API contract, B.5)."""

from typing import cast

from msgspec import UNSET, Struct

from workhall.domain.places import SettingsChanges, ToldSettings
from workhall.kernel.time import seconds
from workhall.surfaces.engine.wire.given import Given
from workhall.surfaces.web.responses import without_nulls

_PARENTS = {"zone": "zone", "sys": "control_system", "mod": "module", "driver": "driver"}


class SettingsBody(Struct):
    """What may be given of settings; the text is kept as it is, comments included."""

    parent_id: Given[str] = UNSET
    encryption_level: Given[int] = UNSET
    settings_string: Given[str] = UNSET


def changes(body: SettingsBody) -> SettingsChanges:
    fields = {name: getattr(body, name) for name in body.__struct_fields__}
    return cast("SettingsChanges", {name: one for name, one in fields.items() if one is not UNSET and one is not None})


def show(told: ToldSettings) -> dict[str, object]:
    settings = told.stored
    fields: dict[str, object] = {
        "id": told.version_id or settings.settings_id,
        "settings_id": settings.settings_id if told.version_id else None,
        "parent_id": settings.parent_id,
        "parent_type": _PARENTS.get(settings.parent_id.partition("-")[0]),
        "encryption_level": int(settings.level),
        "settings_string": told.text,
        "keys": settings.keys,
        "modified_by_id": settings.modified_by_id,
        "created_at": seconds(settings.created_at),
        "updated_at": seconds(settings.updated_at),
    }
    return without_nulls(fields)
