"""How the database fails, by what it means to a caller; nobody else needs the driver's exceptions."""

import asyncpg

UNFIT = (asyncpg.DataError, asyncpg.UntranslatableCharacterError)
"""A value the database cannot keep: a number too large, a text with impossible characters."""

LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what the driver says when it notices in the middle of a statement
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    OSError,
)
"""The database went away, or is not there yet; trying again soon may help."""
