"""Settings: flags before environment before defaults, and what cannot be meant is named."""

from dataclasses import fields
from pathlib import Path

import pytest

from workhall.kernel.errors import Invalid
from workhall.settings import Secret, Settings, load, variable


def test_a_flag_wins_over_the_environment_and_that_over_the_default() -> None:
    surroundings = {"WORKHALL_PORT": "9000", "WORKHALL_WORKERS": "2"}
    settings = load({"port": "9001"}, surroundings)
    assert (settings.port, settings.workers, settings.host) == (9001, 2, "127.0.0.1")


def test_an_empty_variable_counts_as_absent() -> None:
    assert load({}, {"WORKHALL_PORT": ""}).port == Settings.__dataclass_fields__["port"].default


def test_a_flag_that_was_not_given_leaves_the_variable() -> None:
    assert load({"port": None}, {"WORKHALL_PORT": "9000"}).port == 9000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "many"),
        ("port", "70000"),
        ("workers", "0"),
        ("database_pool", "1"),
        ("log_format", "xml"),
        ("log_level", "loud"),
        ("environment", "Head Office"),
        ("public_url", "work.example.com"),
        ("access_token_s", "5"),
        ("secret_key", "c2hvcnQ="),
    ],
)
def test_what_cannot_be_meant_is_refused_naming_the_setting(name: str, value: str) -> None:
    with pytest.raises(Invalid, match=name):
        load({}, {variable(name): value})


def test_secrets_print_as_stars_however_they_are_printed() -> None:
    settings = load({}, {"WORKHALL_DATABASE_URL": "postgresql://u:hush@h/d", "WORKHALL_ADMIN_PASSWORD": "hush"})
    secret = settings.admin_password
    said = f"{settings} {settings!r} {secret} {secret!r} {secret:>9} {'%s' % secret}"  # noqa: UP031  one more way to print
    assert "hush" not in said
    assert secret.reveal() == "hush"


def test_every_secret_is_typed_as_one() -> None:
    named = [
        field.name for field in fields(Settings) if any(word in field.name for word in ("password", "secret", "url"))
    ]
    told = {name for name in named if isinstance(Settings.__dataclass_fields__[name].default, Secret)}
    assert told == set(named) - {"public_url"}


def test_every_setting_says_what_it_decides() -> None:
    assert [field.name for field in fields(Settings) if not field.metadata.get("help")] == []


def test_the_address_is_the_public_one_or_this_machine() -> None:
    assert load({}, {"WORKHALL_PUBLIC_URL": "https://work.example.com/"}).address == "https://work.example.com"
    assert load({}, {"WORKHALL_PORT": "9000"}).address == "http://localhost:9000"


def test_front_ends_are_read_from_pairs_of_path_and_directory() -> None:
    settings = load({}, {"WORKHALL_APPS": "/workplace=/srv/a, backoffice/ = /srv/b"})
    assert settings.mounts == {"/workplace": Path("/srv/a"), "/backoffice": Path("/srv/b")}


def test_a_front_end_without_a_directory_is_refused() -> None:
    with pytest.raises(Invalid, match="apps"):
        _ = load({}, {"WORKHALL_APPS": "/workplace"}).mounts
