"""Where several web processes put their figures, so that each can answer for all of them."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self


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
        path = Path(tempfile.mkdtemp(prefix="workhall-metrics-"))
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
