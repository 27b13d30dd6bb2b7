"""The round a doctor makes: machine first, then the database, then how people reach it."""

from collections.abc import AsyncIterator

from workhall.app.examination import database, machine, outside
from workhall.app.examination.findings import Finding
from workhall.settings import Settings


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Look at everything, one thing after the other; what cannot be looked at is a finding too."""
    for look in (machine.versions, machine.data_dir, machine.secret_key, machine.disk, machine.clock, machine.apps):
        yield look(settings)
    async for finding in database.findings(settings):
        yield finding
    yield await outside.port(settings)
    yield await outside.public_url(settings)
