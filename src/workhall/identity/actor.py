"""The actor: whoever a request acts for, with what they may."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from workhall.kernel.errors import NotAllowed
from workhall.kernel.ids import UserId

SUPPORT = 1
ADMIN = 2
"""Permission bits as tokens carry them: 0 user, 1 support, 2 administrator, 3 both. Administrators count as support."""

PUBLIC = "public"
GUEST = "guest"


class Kind(StrEnum):
    PERSON = "person"
    GUEST = "guest"
    ANONYMOUS = "anonymous"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Actor:
    """`groups` are lower-case names, nested ones included; `roles` are what a guest's token opens.

    `credential` is the id of the token or API key that was shown (empty for a session), with its Unix
    seconds of issue and expiry, 0 where it has none.
    """

    kind: Kind
    user_id: UserId
    name: str = ""
    email: str = ""
    permissions: int = 0
    scopes: tuple[str, ...] = (PUBLIC,)
    groups: frozenset[str] = frozenset()
    roles: tuple[str, ...] = ()
    origin: str = ""
    request_id: str = ""
    credential: str = ""
    issued_s: int = 0
    expires_s: int = 0

    @property
    def is_admin(self) -> bool:
        return self.permissions >= ADMIN

    @property
    def is_support(self) -> bool:
        return self.permissions >= SUPPORT

    @property
    def is_guest(self) -> bool:
        return self.kind is Kind.GUEST

    @property
    def is_anonymous(self) -> bool:
        return self.kind is Kind.ANONYMOUS

    def may_use(self, resources: Iterable[str], *, write: bool) -> bool:
        """Whether a scope covers any of the resources: `public` covers all, `x.read` only reading."""
        wanted = {*resources, PUBLIC}
        for scope in self.scopes:
            name, _, access = scope.partition(".")
            if name in wanted and access in {"", "write" if write else "read"}:
                return True
        return False

    def need_scopes(self, scopes: Iterable[str]) -> None:
        """Raises NotAllowed when a credential would give out more than it opens itself."""
        for scope in scopes:
            name, _, access = scope.partition(".")
            reads = access == "write" or self.may_use((name,), write=False)
            writes = access == "read" or self.may_use((name,), write=True)
            if not (reads and writes):
                raise NotAllowed(f"your own credentials do not open {scope}", code="needs_scope")

    def need_support(self) -> None:
        if not self.is_support:
            raise NotAllowed("only support staff and administrators may do this", code="needs_support")

    def need_admin(self) -> None:
        if not self.is_admin:
            raise NotAllowed("only administrators may do this", code="needs_admin")


ANONYMOUS = Actor(Kind.ANONYMOUS, UserId(""), scopes=())
SERVER = Actor(Kind.SERVER, UserId("server"), name="Workhall", permissions=SUPPORT | ADMIN)
