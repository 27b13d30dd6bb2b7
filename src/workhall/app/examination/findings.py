"""What an examination says of one thing."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """`BAD` keeps Workhall from working; `DOUBT` works, but should be seen to."""

    WELL = "ok"
    DOUBT = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, what was seen, and what to do about it; nothing when all is well."""

    subject: str
    verdict: Verdict
    seen: str
    remedy: str = ""


def well(subject: str, seen: str) -> Finding:
    return Finding(subject, Verdict.WELL, seen)


def doubt(subject: str, seen: str, remedy: str) -> Finding:
    return Finding(subject, Verdict.DOUBT, seen, remedy)


def bad(subject: str, seen: str, remedy: str) -> Finding:
    return Finding(subject, Verdict.BAD, seen, remedy)
