"""Metadata on the wire (engine API contract, B.4). Details are neither cleaned nor rewritten: bytes in, bytes out."""

from collections.abc import Mapping
from typing import cast

import msgspec
from msgspec import UNSET, Raw, Struct

from workhall.domain.places import Metadata, MetadataChanges, Writing
from workhall.kernel.errors import Malformed
from workhall.kernel.time import seconds
from workhall.surfaces.engine.wire.given import Given, given
from workhall.surfaces.web.markup import plain
from workhall.surfaces.web.responses import without_nulls


class MetadataBody(Struct):
    """What may be given of a document. `name` says which."""

    name: str | None = None
    details: Raw = Raw()
    description: Given[str] = UNSET
    editors: Given[list[str]] = UNSET
    schema_id: Given[str] = UNSET


class RenameBody(Struct):
    current_name: str | None = None
    new_name: str | None = None


class _Rest(Struct):
    description: Given[str] = UNSET
    editors: Given[list[str]] = UNSET
    schema_id: Given[str] = UNSET


def writing(body: MetadataBody, *, merges: bool) -> Writing:
    """Raises Malformed when the details are no proper JSON."""
    rest = _Rest(body.description, body.editors, body.schema_id)
    fields = given(rest, can_be_empty=frozenset({"schema_id"}), rich_text=frozenset({"description"}))
    return Writing(name(body.name), _text(body.details), cast("MetadataChanges", fields), merges)


def name(text: str | None) -> str:
    return plain(text or "").strip()


def _text(details: Raw) -> str | None:
    raw = bytes(details)
    if not raw:
        return None
    try:
        msgspec.json.decode(raw)  # the part was skipped over so far, not read
        return raw.decode()
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed("details", str(error)) from error


def show(document: Metadata) -> dict[str, object]:
    fields: dict[str, object] = {
        "name": document.name,
        "description": document.description,
        "details": Raw(document.text.encode()),
        "parent_id": document.parent_id,
        "schema_id": document.schema_id,
        "editors": document.editors,
        "modified_by_id": document.modified_by_id,
        "updated_at": seconds(document.updated_at),
        "created_at": seconds(document.created_at),
    }
    return without_nulls(fields)


def by_name(documents: Mapping[str, Metadata]) -> dict[str, object]:
    """The object that reads answer: each document under its name."""
    return {name: show(document) for name, document in documents.items()}
