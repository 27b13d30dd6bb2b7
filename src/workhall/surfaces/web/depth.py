"""How deeply JSON is nested: what is taken in must be walked, kept, read and written again, all on one stack."""

import re
from typing import Final

DEEPEST: Final = 200

_TEXT: Final = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_ALIKE: Final = bytes.maketrans(b"{}", b"[]")
_ALL_BUT_BRACKETS: Final = bytes(set(range(256)) - set(b"[]"))


def is_deep(document: bytes) -> bool:
    """Whether well-formed JSON is nested more than `DEEPEST` levels. Each pass takes the innermost level away."""
    if document.count(b"[") + document.count(b"{") <= DEEPEST:
        return False
    brackets = _TEXT.sub(b"", document).translate(_ALIKE).translate(None, _ALL_BUT_BRACKETS)
    for _ in range(DEEPEST):
        if not brackets:
            return False
        brackets = brackets.replace(b"[]", b"")
    return bool(brackets)
