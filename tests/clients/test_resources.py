"""Everything the client can do with the resources of the engine API."""

import pytest

from tests.clients.conftest import Play

pytestmark = pytest.mark.server


def test_zones_make_a_tree_that_everybody_may_walk(scenario: Play) -> None:
    scenario("zones")


def test_the_pager_walks_through_250_zones(scenario: Play) -> None:
    scenario("paging")


def test_systems_are_found_in_every_way_and_changed_under_guard_of_their_version(scenario: Play) -> None:
    scenario("systems")


def test_documents_hang_on_places_and_people(scenario: Play) -> None:
    scenario("metadata")


def test_people_come_change_and_leave(scenario: Play) -> None:
    scenario("users")


def test_settings_show_their_keys_to_whom_their_text_is_hidden_from(scenario: Play) -> None:
    scenario("settings")


def test_assets_have_categories_types_and_orders_and_come_in_bulk(scenario: Play) -> None:
    scenario("assets")


def test_a_picture_goes_up_and_is_seen_again(scenario: Play) -> None:
    scenario("uploads")


def test_administrators_keep_applications_domains_and_sources_of_signing_in(scenario: Play) -> None:
    scenario("houses")


def test_helpers_that_forget_a_slash_arrive(scenario: Play) -> None:
    scenario("missing-slash")


def test_what_this_server_does_not_have_is_an_empty_list(scenario: Play) -> None:
    scenario("stubs")
