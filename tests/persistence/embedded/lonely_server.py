"""A supervisor in a process of its own, for tests that kill it or take its rights away.

    python -m tests.persistence.embedded.lonely_server DATA_DIR [--uid UID] [--bin-dir DIR]

Prints `up PID` once PostgreSQL answers, then writes numbers into a table, printing each once it is committed.
"""

import argparse
import asyncio
import concurrent.futures.thread  # noqa: F401 - asyncio fetches it late, when a private Python is out of reach
import os
import sys
from pathlib import Path

import asyncpg

from workhall.persistence.embedded import Cluster, EmbeddedPostgres


def say(line: str) -> None:
    """At once, for whoever reads may kill us at any moment."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def serve(cluster: Cluster) -> None:
    """Write until killed."""
    async with EmbeddedPostgres(cluster) as postgres:
        connection = await asyncpg.connect(postgres.url)
        await connection.execute("create table if not exists numbers (n int primary key)")
        written = await connection.fetchval("select coalesce(max(n), 0) from numbers")
        say(f"up {postgres.pid}")
        while True:
            written += 1
            await connection.execute("insert into numbers values ($1)", written)
            say(str(written))


def main() -> None:
    """Become the wanted user only after all is imported, for the environment may be root's alone."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--uid", type=int)
    parser.add_argument("--bin-dir", type=Path)
    wanted = parser.parse_args()
    if wanted.uid is not None:
        os.setgroups([])
        os.setgid(wanted.uid)
        os.setuid(wanted.uid)
    asyncio.run(serve(Cluster(wanted.data_dir, bin_dir=wanted.bin_dir)))


if __name__ == "__main__":
    main()
