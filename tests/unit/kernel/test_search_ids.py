"""Ids in searches: one token, whatever signs they are made of."""

import re

import pytest

from workhall.kernel import search


@pytest.mark.parametrize("own", ["dpYFNG7f99XzC4", "dpY~NG7f_9-zC4", "dp_____f99XzC4"])
@pytest.mark.parametrize("prefix", ["zone", "sys", "asset_type", "user"])
def test_an_id_finds_its_own_record_and_no_neighbour(prefix: str, own: str) -> None:
    sought = search.parse(f"{prefix}-{own}")
    assert sought is not None
    neighbour = own[:-1] + "x"
    for kept in (own, f"{prefix}-{own}"):
        assert re.search(sought.pattern, search.words(kept, "North tower"))
    assert not re.search(sought.pattern, search.words(f"{prefix}-{neighbour}", neighbour, "South tower"))


def test_a_word_with_a_hyphen_is_no_id() -> None:
    sought = search.parse("multi-functional")
    assert sought == search.Search(("multi",), "functional")
