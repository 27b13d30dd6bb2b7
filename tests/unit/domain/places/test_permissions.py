"""How the grants of several zones add up (staff API contract, 1.7)."""

from workhall.domain.places.permissions.model import Permission, permission_of

GUIDES = frozenset({"guides"})


def test_without_grants_nothing_is_granted() -> None:
    assert permission_of([], GUIDES) is Permission.NONE
    assert permission_of([{}, {"manage": ["others"]}], GUIDES) is Permission.NONE


def test_a_later_zone_replaces_what_an_earlier_one_grants() -> None:
    assert permission_of([{"admin": ["guides"]}, {"manage": ["guides"]}], GUIDES) is Permission.MANAGE
    assert permission_of([{"manage": ["guides"]}, {"admin": ["guides"]}], GUIDES) is Permission.ADMIN


def test_a_zone_that_says_nothing_of_my_groups_changes_nothing() -> None:
    assert permission_of([{"manage": ["guides"]}, {"admin": ["others"]}], GUIDES) is Permission.MANAGE


def test_a_denial_ends_the_walk() -> None:
    assert (
        permission_of([{"admin": ["guides"]}, {"deny": ["guides"]}, {"admin": ["guides"]}], GUIDES) is Permission.DENY
    )


def test_within_one_zone_denial_comes_before_managing_before_administering() -> None:
    assert permission_of([{"deny": ["guides"], "admin": ["guides"]}], GUIDES) is Permission.DENY
    assert permission_of([{"manage": ["guides"], "admin": ["guides"]}], GUIDES) is Permission.MANAGE


def test_groups_are_compared_without_regard_to_case() -> None:
    assert permission_of([{"manage": ["GuiDes"]}], GUIDES) is Permission.MANAGE


def test_grants_that_are_no_document_of_lists_say_nothing() -> None:
    odd: list[object] = [None, [], "x", {"manage": "guides"}, {"deny": {"guides": 1}}, {"admin": [1, None]}]
    assert permission_of(odd, GUIDES) is Permission.NONE


def test_what_a_permission_lets_one_do() -> None:
    assert [p.manages for p in Permission] == [False, True, True, False]
    assert [p.administers for p in Permission] == [False, False, True, False]
    assert [p.forbids for p in Permission] == [True, False, False, True]
