"""A day with a desk, as the web apps live it through the client."""

import pytest

from tests.clients.conftest import Play

pytestmark = pytest.mark.server


def test_a_desk_booked_by_one_is_refused_to_another_until_it_is_released(scenario: Play) -> None:
    scenario("desk")
