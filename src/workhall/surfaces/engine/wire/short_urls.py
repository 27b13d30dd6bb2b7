"""Short addresses as the engine API shows them."""

from typing import Any, cast

import msgspec
from msgspec import UNSET

from workhall.domain.links import ShortUrl, ShortUrlChanges
from workhall.kernel.ids import DomainId
from workhall.kernel.time import seconds
from workhall.surfaces.engine.wire.given import Given, given
from workhall.surfaces.web.responses import without_nulls


class ShortUrlBody(msgspec.Struct):
    """A short address as sent. Times are Unix seconds."""

    name: Given[str] = UNSET
    uri: Given[str] = UNSET
    description: Given[str] = UNSET
    enabled: Given[bool] = UNSET
    valid_from: Given[int] = UNSET
    valid_until: Given[int] = UNSET


def changes(body: ShortUrlBody) -> ShortUrlChanges:
    empty = frozenset({"valid_from", "valid_until"})
    return cast("ShortUrlChanges", given(body, can_be_empty=empty, rich_text=frozenset({"description"})))


def show(link: ShortUrl, domain_id: DomainId) -> dict[str, Any]:
    return without_nulls(
        {
            "id": link.short_url_id,
            "name": link.name,
            "uri": link.uri,
            "description": link.description,
            "user_id": link.user_id,
            "user_name": link.user_name,
            "user_email": link.user_email,
            "enabled": link.enabled,
            "redirect_count": link.redirect_count,
            "valid_from": link.valid_from,
            "valid_until": link.valid_until,
            "authority_id": domain_id,
            "created_at": seconds(link.created_at),
            "updated_at": seconds(link.updated_at),
        }
    )
