"""Where several web processes put their figures, so that each can answer for all of them."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

_PREFIX = f"workhall-metrics-{os.getuid()}-"


class MetricsFolder:
    """A directory of the Prometheus client's own files; none when there is one process only."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    @classmethod
    @contextlib.contextmanager
    def when(cls, several: bool) -> Iterator[Self]:  # noqa: FBT001  reads as a condition
        """Make it when there are several processes, and remove it in the end."""
        if not several:
            yield cls(None)
            return
        _sweep()
        path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
        try:
            yield cls(path)
        finally:
            shutil.rmtree(path, ignore_errors=True)

    @property
    def environment(self) -> Mapping[str, str]:
        """What a web process must find when it loads the Prometheus client."""
        return {} if self._path is None else {"PROMETHEUS_MULTIPROC_DIR": str(self._path)}

    def forget(self, pid: int) -> None:
        """Drop the gauges of a dead process; its counters go on counting."""
        if self._path is not None:
            for file in self._path.glob(f"gauge_live*_{pid}.db"):
                file.unlink(missing_ok=True)


def _sweep() -> None:
    """Remove what servers of ours that were killed have left behind."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        pid = path.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdigit() and not _is_alive(int(pid)) and path.stat().st_uid == os.getuid():
            shutil.rmtree(path, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
