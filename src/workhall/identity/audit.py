"""Writing down who did what. The rows are chained by hash behind the writers (`seal`)."""

from functools import lru_cache

from workhall.identity.actor import Actor
from workhall.persistence import Entry, Transaction

HIDDEN = "***"
_SECRET_WORDS = ("password", "secret", "token", "credential", "sealed", "signing_key")


@lru_cache(maxsize=4096)  # the same few hundred keys with every change
def _is_secret(key: str) -> bool:
    return any(word in key.lower() for word in _SECRET_WORDS)


def _harmless(value: object) -> object:
    """Blank out what must never be readable in the log."""
    if isinstance(value, dict):
        return {k: HIDDEN if v and _is_secret(k) else _harmless(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_harmless(one) for one in value]
    return value


def record(  # noqa: PLR0913  before and after belong to every entry, by name
    tx: Transaction, actor: Actor, verb: str, subject: tuple[str, str], *, before: object = None, after: object = None
) -> None:
    """Note that `actor` did `verb` to `subject` (its kind and id), with what was before and after (JSON values)."""
    kind, ident = subject
    tx.audit(
        Entry(
            str(actor.user_id) or actor.kind.value,
            actor.name or actor.kind.value,
            verb,
            kind,
            ident,
            before=_harmless(before),
            after=_harmless(after),
            origin=actor.origin,
            request_id=actor.request_id,
        )
    )
