"""Whatever can be generated from the API descriptions is answered as they say, and never by a 5xx."""

from collections.abc import Iterator
from typing import Final

import pytest

from tests.contract.fuzzing.house import FuzzedHouse, fuzzed_house
from tests.contract.fuzzing.run import LONG, Effort, fuzz
from tests.contract.test_openapi import ADDRESSES

pytestmark = pytest.mark.server

ASKERS: Final = ("admin", "ada", "nobody")


def _effort(name: str, who: str) -> Effort:
    """In every run the same few examples, more of them where there are few routes; in a long run, half an hour."""
    if LONG:
        return Effort(examples=200, boundaries=who != "nobody", seconds={"admin": 300, "ada": 150, "nobody": 60}[who])
    examples = {"admin": 2, "ada": 1, "nobody": 1}[who]
    return Effort(examples if name == "engine" else 3 * examples)


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[FuzzedHouse]:
    with fuzzed_house() as furnished:
        yield furnished


@pytest.mark.parametrize("who", ASKERS)
@pytest.mark.parametrize("name", ["engine", "staff", "auth"])
def test_every_generated_request_is_answered_as_described(fuzzed: FuzzedHouse, name: str, who: str) -> None:
    fuzz(
        fuzzed.server.base_url,
        ADDRESSES[name],
        shown=fuzzed.shown[who],
        effort=_effort(name, who),
        spares=fuzzed.spares,
    )
    assert fuzzed.still_known(who), "the generator has shot its own credentials; name the record in `spares`"
