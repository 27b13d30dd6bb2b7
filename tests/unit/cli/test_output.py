"""How commands show what they found."""

from datetime import UTC, datetime

import pytest

from workhall.cli.output import Row, Steps, readable_size, table


def test_a_table_aligns_its_columns_and_ends_no_line_in_blanks() -> None:
    rows: list[Row] = [
        {"name": "Ada", "groups": ["a", "b"], "seen": None},
        {"name": "Bo", "groups": [], "seen": datetime(2026, 1, 2, 3, 4, tzinfo=UTC)},
    ]
    assert table(rows, ("name", "groups", "seen")) == [
        "NAME  GROUPS  SEEN",
        "Ada   a, b",
        "Bo            2026-01-02 03:04 UTC",
    ]


@pytest.mark.parametrize(
    ("size", "said"), [(0, "0 bytes"), (1500, "2 kB"), (41_000_000, "41 MB"), (2.5e12, "2500.0 GB")]
)
def test_sizes_are_said_as_people_do(size: float, said: str) -> None:
    assert readable_size(size) == said


def test_progress_is_for_who_watches_and_steps_are_for_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    steps = Steps()
    steps.progress("half way")
    steps.tell("done")
    assert capsys.readouterr().err == "done\n"
