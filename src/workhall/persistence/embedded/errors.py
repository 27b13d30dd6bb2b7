"""What can keep the embedded PostgreSQL from serving, each with a sentence that says what to do."""

from workhall.kernel.errors import Conflict, Unavailable


class AlreadyServed(Conflict):
    """Another Workhall serves this data directory."""

    code = "data_directory_in_use"


class DatabaseUnusable(Unavailable):
    """Nothing but a person can mend this: wrong version, missing files, no permission."""

    code = "database_unusable"

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=True)


class DatabaseDidNotStart(Unavailable):
    """PostgreSQL ended, or never answered; the message carries the end of its log."""

    code = "database_did_not_start"


class StillInUse(DatabaseDidNotStart):
    """Orphans of a killed PostgreSQL still hold its shared memory; they leave within moments."""
