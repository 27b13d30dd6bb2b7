"""What can be meant about organisations and their domains."""

from datetime import UTC, datetime

import pytest

from workhall.domain.organisations.model import CACHE_KEY, RESERVED_ENVIRONMENTS, Domain, check_environment, revised
from workhall.domain.organisations.model import tidy_host as tidy
from workhall.kernel.errors import Invalid
from workhall.kernel.ids import DomainId

NOW = datetime(2026, 11, 22, tzinfo=UTC)
BLANK = Domain(DomainId("authority-1"), "", "", NOW, NOW)


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ("Work.Example.com", "work.example.com"),
        ("https://work.example.com:8443/path?x", "work.example.com"),
        ("work.example.com:80", "work.example.com"),
        ("localhost", "localhost"),
        ("192.0.2.7", "192.0.2.7"),
        ("http://[2001:db8::1]:80/", "2001:db8::1"),
        ("", ""),
    ],
)
def test_a_host_name_is_taken_out_of_what_people_give_for_one(given: str, host: str) -> None:
    assert tidy(given) == host


@pytest.mark.parametrize("host", ["", "a b", "a..b", ".a", "-a", "x" * 254, "[::1", "ü.example"])
def test_what_is_no_host_name_is_refused(host: str) -> None:
    with pytest.raises(Invalid) as refused:
        revised(BLANK, {"domain": host})
    assert refused.value.failures[0].field == "domain"


def test_a_domain_is_called_like_its_host_unless_it_has_a_name() -> None:
    assert revised(BLANK, {"domain": "a.example"}).name == "a.example"
    assert revised(BLANK, {"domain": "a.example", "name": " A "}).name == "A"


def test_mail_domains_are_tidied() -> None:
    domain = revised(BLANK, {"domain": "a.example", "email_domains": ["@A.example", "x@b.example", "a.example", " "]})
    assert domain.email_domains == ("a.example", "b.example")


def test_the_cache_id_is_never_taken_from_outside() -> None:
    assert revised(BLANK, {"domain": "a.example", "config": {CACHE_KEY: "1", "x": 1}}).config == {"x": 1}


def test_addresses_for_signing_in_and_out_cannot_be_emptied() -> None:
    with pytest.raises(Invalid) as refused:
        revised(BLANK, {"domain": "a.example", "login_url": " ", "logout_url": ""})
    assert [failure.field for failure in refused.value.failures] == ["login_url", "logout_url"]


@pytest.mark.parametrize("name", sorted(RESERVED_ENVIRONMENTS))
def test_no_environment_is_called_like_our_own_paths(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_environment(name.upper())
    assert refused.value.code == "environment_reserved"


def test_no_environment_is_called_like_a_mounted_app() -> None:
    assert check_environment(" Work2 ", ["/workplace"]) == "work2"
    with pytest.raises(Invalid):
        check_environment("workplace", ["/Workplace/sub"])
