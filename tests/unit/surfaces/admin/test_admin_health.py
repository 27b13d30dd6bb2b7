"""What the overview makes of the facts: what is well, what is not, and what to do about it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from workhall.identity.chain import ChainState
from workhall.jobs import Queue
from workhall.persistence.backups import Backup
from workhall.persistence.vitals import Vitals
from workhall.surfaces.admin.health import Facts, lines, troubles

NOW = datetime(2026, 4, 14, 9, 42, tzinfo=UTC)
WELL = Facts(
    "1.0",
    NOW - timedelta(days=1),
    NOW,
    "https://work.example.com",
    Vitals("18.1", 5_000_000, NOW, 5, 100, "0005"),
    Queue(0, 0, 0.0),
    0.0,
    ChainState(10, 0, NOW),
    Backup(NOW - timedelta(days=1), 1_000_000, "1.0"),
    NOW - timedelta(days=365),
    {"jobs": "ok", "realtime": "ok"},
)


def titles(facts: Facts) -> list[str]:
    return [one.title for one in troubles(facts)]


def test_a_house_that_is_well_has_no_trouble() -> None:
    assert titles(WELL) == []
    assert {line.tone for line in lines(WELL)} == {"ok"}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (replace(WELL, parts={"jobs": "fails"}), "Background work stands still."),
        (replace(WELL, parts={"lifts": "fail"}), "%(part)s does not work."),
        (replace(WELL, queue=Queue(3, 2, 0.0)), "Work was given up on: %(number)s jobs."),
        (replace(WELL, queue=Queue(3, 0, 600.0)), "Work is late."),
        (replace(WELL, behind_s=120.0), "Screens are behind."),
        (replace(WELL, vitals=replace(WELL.vitals, connections=95)), "The database is nearly out of connections."),
        (replace(WELL, backup=Backup(NOW - timedelta(days=8), 1, "1.0")), "The last backup is %(days)s days old."),
        (replace(WELL, backup=None), "No backup has been recorded."),
        (replace(WELL, public_url=""), "Nobody has told the server its address."),
        (replace(WELL, public_url="http://work.example.com"), "People sign in without encryption."),
    ],
)
def test_each_trouble_is_told(changed: Facts, said: str) -> None:
    assert titles(changed) == [said]


@pytest.mark.parametrize(
    "address", ["http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:80", "https://x.example"]
)
def test_a_machine_of_ones_own_needs_no_encryption(address: str) -> None:
    assert titles(replace(WELL, public_url=address)) == []


def test_entries_that_wait_long_for_their_seal_are_shown() -> None:
    late = replace(WELL, chain=ChainState(10, 3, NOW - timedelta(hours=2)))
    assert {line.id: line.tone for line in lines(late)}["audit"] == "warn"
    soon = replace(WELL, chain=ChainState(10, 3, NOW - timedelta(minutes=2)))
    assert {line.id: line.tone for line in lines(soon)}["audit"] == "ok"


def test_a_house_of_yesterday_needs_no_backup_yet() -> None:
    young = replace(WELL, backup=None, founded=NOW - timedelta(days=1))
    assert titles(young) == []
    assert {line.id: line.tone for line in lines(young)}["backup"] == "none"
