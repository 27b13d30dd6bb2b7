"""Access tokens: what they say, and reading them.

RS256 JSON web tokens with the claims existing clients and servers expect: `iss` POS, `aud` the host name,
`sub` the user id, `scope` a list, `u` the person. Reading is a pure function of the token and the key, so
its result is remembered until the token expires; whether its person may still come in is asked every time.
"""

from typing import Any

import msgspec

ISSUER = "POS"


class Person(msgspec.Struct, frozen=True):
    """`u`: name, e-mail, permission bits, groups (of a guest: what the token opens)."""

    name: str = msgspec.field(name="n", default="")
    email: str = msgspec.field(name="e", default="")
    permissions: int = msgspec.field(name="p", default=0)
    roles: list[str] = msgspec.field(name="r", default_factory=list)


class Claims(msgspec.Struct, frozen=True):
    """Times are Unix seconds."""

    iss: str
    iat: int
    exp: int
    aud: str
    sub: str
    scope: list[str]
    u: Person
    jti: str = ""
    family: str = ""
    """The refresh family the token came with; revoking the family kills it."""

    def document(self) -> dict[str, Any]:
        return {k: v for k, v in msgspec.to_builtins(self).items() if v != "" or k == "sub"}
