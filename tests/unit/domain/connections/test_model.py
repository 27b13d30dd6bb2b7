"""What a calendar connection may be, and which of its credentials are kept."""

import pytest

from workhall.domain.connections import BadConnection, Connection, Given
from workhall.domain.connections.model import check, complete, revised
from workhall.kernel.ids import TenantId

BLANK = Connection(TenantId(0), platform="")
OFFICE = {"tenant": "t", "client_id": "c", "client_secret": "s"}


def test_names_are_tidied() -> None:
    one = revised(
        BLANK, Given(domain=" Rooms.ACME.example ", email_domain=" ", platform=" Google ", service_account="")
    )
    assert (one.domain, one.email_domain, one.platform, one.service_account) == (
        "rooms.acme.example",
        None,
        "google",
        None,
    )


def test_defaults_are_filled_in_and_strange_keys_dropped() -> None:
    office = revised(BLANK, Given(domain="a", platform="office365"))
    assert complete(office, OFFICE | {"more": 1}) == OFFICE | {
        "conference_type": None,
        "scopes": "https://graph.microsoft.com/.default",
    }


def test_a_delegated_connection_keeps_no_secret() -> None:
    assert complete(revised(BLANK, Given(platform="office365", delegated=True)), OFFICE) == {"conference_type": None}


def test_everything_wrong_is_told_at_once() -> None:
    one = revised(BLANK, Given(domain="", platform="x", booking_limits={"desk": "two"}, early_checkin_s=-1))
    with pytest.raises(BadConnection) as refusal:
        check(one, {})
    assert [failure.field for failure in refusal.value.failures] == [
        "domain",
        "platform",
        "booking_limits",
        "early_checkin",
    ]


@pytest.mark.parametrize("lacking", list(OFFICE))
def test_each_required_credential_is_needed(lacking: str) -> None:
    office = revised(BLANK, Given(domain="a", platform="office365"))
    check(office, complete(office, OFFICE))
    with pytest.raises(BadConnection, match=lacking):
        check(office, complete(office, OFFICE | {lacking: ""}))
