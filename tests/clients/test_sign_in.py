"""The ways in and out, driven by the client itself."""

import pytest

from tests.clients.conftest import Play

pytestmark = pytest.mark.server


def test_somebody_signs_in_by_password(scenario: Play) -> None:
    scenario("sign-in-by-password")


def test_an_app_signs_in_by_code_and_proof_key(scenario: Play) -> None:
    scenario("sign-in-by-code")


def test_a_refresh_token_brings_another_and_two_windows_do_not_sign_each_other_out(scenario: Play) -> None:
    scenario("refresh")


def test_an_api_key_needs_no_signing_in(scenario: Play) -> None:
    scenario("api-key")


def test_a_dead_token_is_replaced_without_the_app_noticing(scenario: Play) -> None:
    scenario("recovery")


def test_signing_out_ends_every_token_and_may_be_repeated(scenario: Play) -> None:
    scenario("sign-out")
