"""The folder where web processes share their figures goes with its server, however that ends."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from workhall.app.metrics_folder import MetricsFolder


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_one_process_alone_needs_none(temporary: Path) -> None:
    with MetricsFolder.when(several=False) as folder:
        assert folder.environment == {}
    assert list(temporary.iterdir()) == []


def test_it_is_there_while_the_server_is(temporary: Path) -> None:
    with MetricsFolder.when(several=True) as folder:
        assert Path(folder.environment["PROMETHEUS_MULTIPROC_DIR"]).is_dir()
    assert list(temporary.iterdir()) == []


def test_what_a_killed_server_left_is_swept_and_a_living_ones_stays(temporary: Path) -> None:
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    (temporary / f"workhall-metrics-{os.getuid()}-{gone.stdout.strip()}-abc").mkdir()
    living = temporary / f"workhall-metrics-{os.getuid()}-{os.getppid()}-abc"
    living.mkdir()
    with MetricsFolder.when(several=True):
        pass
    assert list(temporary.iterdir()) == [living]


def test_gauges_of_a_dead_process_are_forgotten_and_its_counters_kept(temporary: Path) -> None:
    with MetricsFolder.when(several=True) as folder:
        path = Path(folder.environment["PROMETHEUS_MULTIPROC_DIR"])
        for name in ("gauge_livemax_7.db", "counter_7.db", "gauge_livemax_8.db"):
            (path / name).touch()
        folder.forget(7)
        assert {file.name for file in path.iterdir()} == {"counter_7.db", "gauge_livemax_8.db"}
