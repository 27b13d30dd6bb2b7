"""What was typed about places and things: texts without markup, numbers, lists; as the APIs clean theirs."""

from typing import Final

from workhall.kernel.errors import Invalid
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.web.markup import plain, rich

_MOST: Final = 2**31 - 1


def text(form: Form, name: str) -> str:
    return plain(form.text(name)).strip()


def prose(form: Form, name: str) -> str:
    """A description: harmless markup stays."""
    return rich(form.text(name)).strip()


def lines(form: Form, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for line in form.lines(name) if (found := plain(line).strip())))


def count(form: Form, name: str) -> int:
    """A number of things; nothing typed is none.

    Raises:
        Invalid: it is no such number.
    """
    typed = form.text(name)
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdigit()) or len(typed) > len(str(_MOST)) or int(typed) > _MOST:
        raise Invalid(name, "is a whole number, 0 or more")
    return int(typed)
