"""The search language of lists: whole words joined by *or*, the last one a prefix.

Tokens are runs of letters and digits; a whole e-mail address and a whole id stay one token. Operators, quotes,
field prefixes and wildcards are thrown away (engine API contract, section 0.1).
"""

import re
from dataclasses import dataclass

LONGEST = 512
MOST_TOKENS = 16
_OPERATORS = frozenset({"and", "or", "not"})
_FIELD = re.compile(r"\b\w+:(?=\S)")
_PREFIXES = "zone|sys|mod|driver|trigger|trig|sets|metadata|user|authority|uploads|asset(?:_[a-z]+)*|edge|repo"
_ID = re.compile(rf"(?:{_PREFIXES})-(?P<own>[0-9a-z_~-]{{10,}})")
_TOKEN = re.compile(rf"\b(?:{_PREFIXES})-[0-9a-z_~-]{{10,}}|[^\s@\"'()*]+@[^\s@\"'()*]+|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for: any of `words` whole, or anything beginning with `prefix`; all in lower case."""

    words: tuple[str, ...]
    prefix: str

    @property
    def pattern(self) -> str:
        """A PostgreSQL regular expression over a text of lower-case words separated by blanks."""
        whole = [re.escape(word) for word in self.words]
        alternatives = [*(f"{word}(?: |$)" for word in whole), re.escape(self.prefix)]
        return f"(?:^| )(?:{'|'.join(alternatives)})"


def parse(q: str | None) -> Search | None:
    """Read a `q` parameter; blank, `*` or nothing searchable means no filter."""
    text = _FIELD.sub(" ", (q or "")[:LONGEST]).lower()
    tokens = [_own(token) for token in _TOKEN.findall(text) if token not in _OPERATORS][:MOST_TOKENS]
    if not tokens:
        return None
    return Search(tuple(tokens[:-1]), tokens[-1])


def _own(token: str) -> str:
    """Of an id only what is its own: every id of a kind begins with the same word."""
    found = _ID.fullmatch(token)
    return found["own"] if found else token


def words(*texts: str | None) -> str:
    """Prepare what is searched: each text whole (if it is one word) and split, lower case, blank-separated."""
    found: dict[str, None] = {}
    for text in texts:
        lowered = (text or "").lower()
        if lowered and " " not in lowered:
            found[_own(lowered)] = None
        found.update(dict.fromkeys(_TOKEN.findall(lowered)))
        found.update(dict.fromkeys(re.findall(r"[^\W_]+", lowered)))
    return " ".join(found)
