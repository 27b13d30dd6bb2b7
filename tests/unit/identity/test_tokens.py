"""Proof keys, scopes, passwords, and what may stand in a redirect: the pure rules of identity."""

import time
from datetime import UTC, datetime

import pytest

from workhall.identity import Actor, Kind, client_id_of, hash_password, inspect, is_password, need_good_password
from workhall.identity.clients import Client, GrantRefused, scopes_for
from workhall.identity.pkce import answers, is_challenge, s256
from workhall.identity.store.applications import Application
from workhall.kernel.errors import Invalid
from workhall.kernel.ids import DomainId, UserId
from workhall.surfaces.auth.destination import safe

HOSTS = {"work.example"}


def application(scopes: str) -> Application:
    now = datetime.now(UTC)
    uri = "https://app.example/in"
    return Application(
        1, DomainId("d"), client_id_of(uri), client_id_of(uri), "App", None, None, scopes, uri, *(False, True, False),
        (), None, now, now,
    )  # fmt: skip


def test_a_challenge_is_hashed_as_the_standard_says() -> None:
    """The example of RFC 7636, appendix B."""
    assert s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize(
    ("verifier", "challenge", "method", "right"),
    [
        ("v" * 43, s256("v" * 43), "S256", True),
        ("v" * 43, "v" * 43, "plain", True),
        ("v" * 43, s256("w" * 43), "S256", False),
        ("v" * 43, s256("v" * 43), "plain", False),
        ("", s256(""), "S256", False),
        ("ü" * 43, s256("ü" * 43), "S256", False),
        ("", None, None, True),
        ("v" * 43, None, None, False),
    ],
)
def test_a_verifier_answers_its_own_challenge_only(
    verifier: str, challenge: str | None, method: str | None, *, right: bool
) -> None:
    assert answers(verifier, challenge, method) is right


def test_challenges_have_their_lengths_and_letters() -> None:
    assert is_challenge("a" * 43)
    assert is_challenge("~._-" * 32)
    assert not any(is_challenge(text) for text in ("a" * 42, "a" * 129, "a" * 42 + "+", "a" * 43 + "\n"))


@pytest.mark.parametrize(
    ("own", "asked", "given"),
    [
        ("public", "", ("public",)),
        ("public", "zones.read  users zones.read", ("zones.read", "users")),
        ("public", "openid profile", ("openid", "profile")),
        ("zones", "zones.read", ("zones.read",)),
        ("zones users.read", "", ("zones", "users.read")),
        ("zones", "public", None),
        ("users.read", "users", None),
        ("public", "guest", None),
        ("guest", "", None),
        ("public", "zones.delete", None),
        ("public", " ".join(f"s{n}" for n in range(65)), None),
    ],
)
def test_an_application_gets_the_scopes_it_may_have(own: str, asked: str, given: tuple[str, ...] | None) -> None:
    client = Client("id", "uri", application(own))
    if given is not None:
        assert scopes_for(client, asked) == given
        return
    with pytest.raises(GrantRefused) as refused:
        scopes_for(client, asked)
    assert refused.value.error == "invalid_scope"


@pytest.mark.parametrize(
    "target",
    ["/", "/a?b=c#d", "/a//b", "http://work.example/", "https://work.example:8443/a", "http://WORK.example/"],
)
def test_what_stays_with_us_is_gone_to(target: str) -> None:
    assert safe(target, HOSTS) == target


@pytest.mark.parametrize(
    "target",
    ["", "//x", "///x", "/\\x", "http:///x", "http://x", "HTTP://x", "ftp://work.example", "work.example", "a/b",
     "javascript:1", "data:,x", "http://work.example@x/", "http://x@work.example/", "/\nx", "/\x00", "http://[::1"],
)  # fmt: skip
def test_what_does_not_stay_with_us_is_not(target: str) -> None:
    assert safe(target, HOSTS) == "/"


async def test_a_password_is_its_own_and_nobodys_is_never_right() -> None:
    hashed = hash_password("a long sentence")
    assert await is_password("a long sentence", hashed)
    assert not await is_password("a long sentencf", hashed)
    assert not await is_password("nobody's password", None)
    assert not await is_password("x", "a hash from elsewhere")
    assert not await is_password("x" * 2000, hashed)


async def test_an_unknown_person_takes_as_long_as_a_wrong_password() -> None:
    hashed = hash_password("a long sentence")
    await is_password("warm", None)

    async def fastest(kept: str | None) -> float:
        times = []
        for _ in range(5):
            started = time.perf_counter()
            await is_password("wrong", kept)
            times.append(time.perf_counter() - started)
        return min(times)

    known, unknown = await fastest(hashed), await fastest(None)
    assert 0.4 < unknown / known < 2.5


@pytest.mark.parametrize("password", ["", "short", "x" * 1025, "ada@work.example", "ADA@work.example"])
def test_guessable_passwords_are_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        need_good_password(password, email="ada@work.example")
    assert refused.value.failures[0].field == "password"


def test_a_sentence_is_a_good_password() -> None:
    need_good_password("the desk by the window", email="ada@work.example")


def test_inspecting_a_key_without_an_end_says_that_it_holds_now() -> None:
    actor = Actor(Kind.PERSON, UserId("user-1"), "Ada", "ada@work.example", 2, groups=frozenset({"b", "a"}))
    said = inspect(actor, "work.example", 1_000)
    assert (said["exp"], said["aud"], said["u"]) == (
        1_000,
        "work.example",
        {"n": "Ada", "e": "ada@work.example", "p": 2, "r": ["a", "b"]},
    )


def test_client_ids_are_the_md5_of_the_address() -> None:
    assert client_id_of("") == "d41d8cd98f00b204e9800998ecf8427e"
