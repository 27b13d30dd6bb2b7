"""Plain values that templates draw: the shell around a page, columns of a table, entries of a history.

A surface makes them, a macro of the design system turns them into markup.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Tone = Literal["none", "info", "ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go. `badge` is a short word or number beside it, coloured by `tone`."""

    label: str
    href: str
    icon: str = ""
    current: bool = False
    badge: str = ""
    tone: Tone = "none"


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Links under one heading in the side; without a title they stand first and alone."""

    title: str
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in, for the menu behind the face. `role` and `zone` are one line below the name."""

    name: str
    role: str
    zone: str
    links: Sequence[Link] = ()
    sign_out: str = "/auth/logout"


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of every working page: organisation, search, what needs somebody, account, navigation.

    `navigation` names the side for screen readers. `search` is the page the palette falls back to; empty hides it.
    `live` is the address of the page's one event stream, or empty.
    """

    organisation: str
    home: str
    navigation: str
    groups: Sequence[NavGroup]
    account: Account | None = None
    organisations: Sequence[Link] = ()
    notices: Sequence[Link] = ()
    search: str = ""
    commands: Sequence[Link] = ()
    live: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column. `sort`: its key in the address. `p`: 3 leaves first when narrow, then 2. `n`: numbers."""

    label: str
    sort: str = ""
    p: int | None = None
    n: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a select, chips or radio cards; `text` is the sentence below a radio card."""

    value: str
    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Toast:
    """The result of a click. `action` is what may be done about it, "Undo" for instance; it posts to `href`."""

    text: str
    tone: Tone = "ok"
    action: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a history entry, before and after; None where there was or is nothing."""

    name: str
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what when. `text` follows the name and may be Markup with links."""

    who: str
    text: str
    at: datetime
    tone: Tone = "none"
    changes: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One step of a live check: whose refusal, its code, what to do."""

    label: str
    state: Literal["", "done", "now", "fail"] = ""
    text: str = ""
    code: str = ""
    action: Link | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a tree. `children` None: no opener; empty with `children_href`: fetched at the first opening."""

    label: str
    href: str
    icon: str = ""
    count: str = ""
    current: bool = False
    open: bool = False
    children: Sequence["Node"] | None = None
    children_href: str = ""


Problems = Mapping[str, str]
"""Field name to the sentence that says what to do; the error summary lists them in this order."""


def initials(name: str) -> str:
    """Say the one or two letters of a face."""
    words = [word for word in name.split() if word[0].isalnum()]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in ends).upper()
