"""The key that seals secrets: made once, whole, for nobody else to read."""

import base64
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from workhall.kernel.errors import Unavailable
from workhall.settings import Secret, Settings
from workhall.tenancy.seal import KEY_FILE, load_key


def load(folder: Path) -> bytes:
    return load_key(Settings(data_dir=folder))


def test_a_key_is_made_once_and_kept_for_its_owner_only(tmp_path: Path) -> None:
    first = load(tmp_path / "data")
    assert (len(first), load(tmp_path / "data")) == (32, first)
    assert (tmp_path / "data" / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == [KEY_FILE]


def test_processes_that_begin_together_take_the_same_key(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4) as processes:
        for number in range(10):
            assert len(set(processes.map(load, [tmp_path / str(number)] * 4))) == 1


def test_the_key_of_the_settings_counts_before_the_kept_one(tmp_path: Path) -> None:
    load(tmp_path)
    given = base64.b64encode(bytes(32)).decode()
    assert load_key(Settings(data_dir=tmp_path, secret_key=Secret(given))) == bytes(32)


@pytest.mark.parametrize("content", ["", "garbage", "c2hvcnQ="])
def test_what_is_no_key_is_refused_naming_the_file(tmp_path: Path, content: str) -> None:
    (tmp_path / KEY_FILE).write_text(content)
    with pytest.raises(Unavailable, match=KEY_FILE) as refused:
        load(tmp_path)
    assert refused.value.permanent
