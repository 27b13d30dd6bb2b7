"""JSON as people type it: read, or refused with line and column and a word about the slip."""

import json
import re
from typing import Final, NoReturn

import msgspec

from workhall.kernel.errors import Invalid
from workhall.surfaces.admin.visit import Visit
from workhall.surfaces.web.pages import N_

_SLIPS: Final = (
    ("Expecting ','", N_("a comma or a closing bracket is missing before this")),
    ("Expecting ':'", N_("a colon is missing before this")),
    ("Expecting property name", N_("a name in double quotes belongs here; is there a comma too many?")),
    ("Expecting value", N_("a value belongs here; is there a comma too many, or a word without quotes?")),
    ("Illegal trailing comma", N_("there is a comma too many")),
    ("Extra data", N_("the document has ended before this")),
    ("Unterminated string", N_("the text that begins here has no closing quote")),
    ("Invalid control character", N_("a text holds a line break or tab; write \\n or \\t")),
    ("Invalid \\", N_("a backslash in a text must be written twice")),
)
_OTHER: Final = N_("this is no JSON")
_AT: Final = N_("line %(line)s, column %(column)s: %(slip)s")
_BYTE: Final = re.compile(r"\(byte (\d+)\)")
_NUL: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
LONGEST: Final = 512 * 1024
_SHOWN_CHANGES: Final = 30


def need_json(visit: Visit, text: str, field: str) -> str:
    """Answer the text of a document as it was typed.

    Raises:
        Invalid: saying in the reader's language where it stops being JSON.
    """
    if len(text) > LONGEST:
        raise Invalid(field, visit.say(N_("is longer than %(size)s kB"), size=LONGEST // 1024))
    if _NUL.search(text):
        raise Invalid(field, visit.say(N_("texts must not hold \\u0000")))
    try:
        msgspec.json.decode(text)
    except RecursionError as error:
        raise Invalid(field, visit.say(N_("is nested too deep"))) from error
    except msgspec.MsgspecError as error:
        _refuse(visit, text, field, error)
    except UnicodeEncodeError as error:
        raise Invalid(field, visit.say(_OTHER)) from error
    return text


def pretty(text: str) -> str:
    """Lay a document out over lines; its numbers and their order stay as they are."""
    return msgspec.json.format(text, indent=2)


def leaves(text: str) -> dict[str, str]:
    """Every value of a document by its path: `[0].name` is `"Desk 1"`."""
    found: dict[str, str] = {}
    _walk(msgspec.json.decode(text), "", found)
    return found


def differences(before: str, after: str) -> tuple[list[tuple[str, str | None, str | None]], int]:
    """The first values that differ between two documents, as path, before and after; and how many there are."""
    old, new = leaves(before), leaves(after)
    paths = [*old, *(path for path in new if path not in old)]
    changed = [(path or "·", old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path)]
    return changed[:_SHOWN_CHANGES], len(changed)


def _walk(value: object, path: str, into: dict[str, str]) -> None:
    if isinstance(value, dict) and value:
        for key, one in value.items():
            _walk(one, f"{path}.{key}" if path else str(key), into)
    elif isinstance(value, list) and value:
        for number, one in enumerate(value):
            _walk(one, f"{path}[{number}]", into)
    else:
        into[path] = msgspec.json.encode(value).decode()


def _refuse(visit: Visit, text: str, field: str, error: msgspec.MsgspecError) -> NoReturn:
    line, column, slip = _slip(text, str(error))
    raise Invalid(field, visit.say(_AT, line=line, column=column, slip=visit.say(slip))) from error


def _slip(text: str, said: str) -> tuple[int, int, str]:
    """Where and what: by Python's own reader, which counts lines; where it is more lenient, by the strict one."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        slip = next((ours for theirs, ours in _SLIPS if error.msg.startswith(theirs)), _OTHER)
        return error.lineno, error.colno, slip
    except (RecursionError, ValueError):
        pass
    at = _BYTE.search(said)
    before = text.encode()[: int(at[1]) if at else 0].decode(errors="ignore")
    return before.count("\n") + 1, len(before) - before.rfind("\n"), _OTHER
