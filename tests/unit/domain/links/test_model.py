"""When a short address leads on."""

from datetime import UTC, datetime

import pytest

from workhall.domain.links.model import ShortUrl, new_short_id, revised
from workhall.kernel.errors import Invalid

NOW = datetime.fromtimestamp(1000, UTC)
LINK = ShortUrl("uri-1", NOW, NOW, "Desk", "https://a.example/")


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "leads"),
    [(None, None, True), (1000, None, True), (1001, None, False), (None, 1001, True), (None, 1000, False)],
)
def test_a_short_address_leads_on_within_its_time(
    valid_from: int | None, valid_until: int | None, *, leads: bool
) -> None:
    assert revised(LINK, {"valid_from": valid_from, "valid_until": valid_until}).leads_on(NOW) is leads


def test_one_that_is_off_leads_nowhere() -> None:
    assert not revised(LINK, {"enabled": False}).leads_on(NOW)


def test_it_cannot_end_before_it_begins() -> None:
    with pytest.raises(Invalid) as refused:
        revised(LINK, {"valid_from": 10, "valid_until": 10})
    assert refused.value.failures[0].field == "valid_until"


def test_ids_are_short_and_their_own() -> None:
    made = {new_short_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(one.startswith("uri-") and len(one) == 13 for one in made)
