"""Claims, and the numbers assets stand in line under."""

from workhall.domain.holds import Claim, lock_key
from workhall.kernel.ids import OrganisationId
from workhall.kernel.time import Interval

HERE, THERE = OrganisationId(1), OrganisationId(2)


def test_a_claim_names_each_asset_once_and_in_order() -> None:
    assert Claim.of("desk", ["b", "a", "b"], Interval(1, 2)).asset_ids == ("a", "b")


def test_a_claim_without_assets_claims_nothing() -> None:
    assert not Claim.of("desk", [], Interval(1, 2))
    assert Claim.of("desk", ["a"], Interval(1, 2))


def test_an_asset_always_has_the_same_number_and_others_have_others() -> None:
    keys = [
        lock_key(HERE, "desk", "a"),
        lock_key(THERE, "desk", "a"),
        lock_key(HERE, "des", "ka"),
        lock_key(HERE, "room", "a"),
    ]
    assert len(set(keys)) == 4
    assert lock_key(HERE, "desk", "a") == keys[0]
    assert all(-(2**63) <= key < 2**63 for key in keys)
