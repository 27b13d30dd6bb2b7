"""The background work of files: bytes go after the record that named them."""

from typing import Any

from workhall.jobs import Work
from workhall.persistence import Transaction
from workhall.ports.blobs import Blobs

REMOVE_BLOB = "files.remove_blob"


def remove_blob(blobs: Blobs) -> Work:
    """The job that removes the bytes `key`. Done twice it does no harm."""

    async def work(_: Transaction, arguments: Any) -> None:  # noqa: ANN401  what was enqueued, decoded from JSON
        await blobs.remove(str(arguments["key"]))

    return work
