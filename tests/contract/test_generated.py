"""Whatever can be generated from the API descriptions is answered as they say, and never by a 5xx."""

from collections.abc import Iterator
from typing import Final

import pytest

from tests.contract.fuzzing.house import FuzzedHouse, fuzzed_house
from tests.contract.fuzzing.run import LONG, Effort, fuzz
from tests.contract.test_openapi import ADDRESSES

pytestmark = pytest.mark.server

# Boundaries of each field are the same for all: once, by the one who gets furthest.
EFFORT: Final = {
    "admin": Effort(examples=200, seconds=900, boundaries=True) if LONG else Effort(examples=8, seconds=40),
    "ada": Effort(examples=100, seconds=300, boundaries=True) if LONG else Effort(examples=3, seconds=12),
    "nobody": Effort(examples=50, seconds=120) if LONG else Effort(examples=2, seconds=8),
}


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[FuzzedHouse]:
    with fuzzed_house() as furnished:
        yield furnished


@pytest.mark.parametrize("who", ["admin", "ada", "nobody"])
@pytest.mark.parametrize("name", ["engine", "staff", "auth"])
def test_every_generated_request_is_answered_as_described(fuzzed: FuzzedHouse, name: str, who: str) -> None:
    fuzz(
        fuzzed.server.base_url,
        ADDRESSES[name],
        shown=fuzzed.shown[who],
        effort=EFFORT[who],
        spares=fuzzed.spares,
    )
    assert fuzzed.still_known(who), "the generator has shot its own credentials; name the record in `spares`"
