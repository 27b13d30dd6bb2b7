"""Running pgbench against the server's own database."""

import re
import subprocess
import tempfile
from pathlib import Path

from workhall.persistence.embedded import Access, Binaries
from workhall.persistence.embedded.access import SERVER

_TPS = re.compile(r"tps = ([\d.]+)")


def tps(binaries: Binaries, access: Access, script: str, *, clients: int, seconds: int) -> float:
    """Transactions a second of a script; raises RuntimeError with what pgbench said when any failed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "script.sql"
        path.write_text(script)
        command = [str(binaries.tool("pgbench")), "-n", "-M", "prepared", "-c", str(clients), "-j", "1"]
        done = subprocess.run(
            [*command, "-T", str(seconds), "-f", str(path), "workhall"],
            env={**access.environment, "PGUSER": SERVER, "PGPASSWORD": access.server_password},
            capture_output=True,
            text=True,
            check=False,
        )
    found = _TPS.search(done.stdout)
    if done.returncode or found is None:
        raise RuntimeError(f"pgbench: {done.stderr[-2000:]}\n{script}")
    return float(found[1])
