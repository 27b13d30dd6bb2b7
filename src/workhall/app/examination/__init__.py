"""`workhall doctor`: is everything as it should be, and what to do where it is not."""

from workhall.app.examination.findings import Finding, Verdict
from workhall.app.examination.rounds import examine

__all__ = ["Finding", "Verdict", "examine"]
