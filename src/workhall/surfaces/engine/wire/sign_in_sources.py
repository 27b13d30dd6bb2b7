"""Outside sign-in sources as the engine API shows them: one flat object; the secret is never among it."""

from typing import Any

from workhall.identity import SignInSource, SourceDraft, SourceKind
from workhall.kernel.errors import Malformed
from workhall.kernel.ids import DomainId
from workhall.kernel.time import seconds
from workhall.surfaces.web.markup import plain


def draft(body: dict[str, Any], kind: SourceKind, domain_id: DomainId) -> SourceDraft:
    return SourceDraft(kind, domain(body) or domain_id, name(body) or "", body)


def name(body: dict[str, Any]) -> str | None:
    found = _text(body, "name")
    return None if found is None else plain(found)


def domain(body: dict[str, Any]) -> DomainId | None:
    found = _text(body, "authority_id")
    return DomainId(found) if found else None


def _text(body: dict[str, Any], key: str) -> str | None:
    found = body.get(key)
    if found is not None and not isinstance(found, str):
        raise Malformed(key, "must be text")
    return found


def show(source: SignInSource) -> dict[str, Any]:
    return {
        **source.settings,
        "id": source.source_id,
        "name": source.name,
        "authority_id": source.domain_id,
        "created_at": seconds(source.created_at),
        "updated_at": seconds(source.updated_at),
    }
