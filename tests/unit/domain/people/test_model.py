"""What can be meant about people."""

from datetime import UTC, datetime

import pytest

from workhall.domain.people.model import RESERVED, Particulars, User, UserDraft, revised, tidy_names
from workhall.kernel.errors import Invalid
from workhall.kernel.ids import DomainId, UserId

NOW = datetime(2026, 11, 22, tzinfo=UTC)
BLANK = User(UserId("user-1"), DomainId("authority-1"), "", "", NOW, NOW)


def test_texts_are_trimmed_and_the_address_lowered() -> None:
    user = revised(BLANK, {"email": " Ada@Example.COM ", "name": " Ada ", "staff_id": " 7 "})
    assert (user.email, user.name, user.staff_id) == ("ada@example.com", "Ada", "7")


def test_an_empty_text_where_one_must_be_unique_counts_as_none() -> None:
    user = revised(BLANK, {"email": "a@b.c", "name": "A", "staff_id": " ", "login_name": "", "card_number": ""})
    assert (user.staff_id, user.login_name, user.card_number) == (None, None, None)


def test_a_missing_name_is_made_of_its_parts() -> None:
    draft: UserDraft = {"email": "a@b.c", "first_name": "Ada", "last_name": "Lovelace"}
    assert revised(BLANK, draft).name == "Ada Lovelace"


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        ({}, ["email", "name"]),
        ({"email": "nowhere", "name": "A"}, ["email"]),
        ({"email": "a@b.c", "name": "x" * 301}, ["name"]),
    ],
)
def test_everything_wrong_is_said_at_once(draft: UserDraft, fields: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        revised(BLANK, draft)
    assert [failure.field for failure in refused.value.failures] == fields


def test_what_lies_beside_the_row_is_left_alone() -> None:
    user = revised(BLANK, {"email": "a@b.c", "name": "A", "groups": ["X"], "password": "p"})
    assert user.groups == ()


def test_everything_of_a_person_can_be_looked_for() -> None:
    user = revised(BLANK, {"email": "ada@b.c", "name": "Ada Lovelace", "department": "Engines", "phone": "+44 20"})
    assert {"user", "ada@b.c", "lovelace", "engines", "44"} <= set(user.search.split())


def test_what_people_set_themselves_is_not_reserved() -> None:
    assert not RESERVED & set(Particulars.__annotations__)
    assert {"sys_admin", "support", "login_name", "staff_id", "card_number", "groups"} <= RESERVED


def test_names_of_groups_are_kept_once_whatever_their_case() -> None:
    assert tidy_names([" Red  Team ", "red team", "", "Blue"]) == ["Red Team", "Blue"]
