"""Merge patches (RFC 7396, appendix A) and which documents apps keep."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from workhall.domain.places.metadata.model import Metadata, merged

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("whole", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_merging_follows_the_examples_of_the_standard(whole: Any, patch: Any, result: Any) -> None:
    assert json.loads(merged(json.dumps(whole), json.dumps(patch))) == result


@pytest.mark.parametrize(
    ("parent", "name", "kept"),
    [
        ("zone-1", "workplace_app", True),
        ("zone-1", "settings", True),
        ("zone-1", "bindings", True),
        ("zone-1", "_app", False),
        ("zone-1", "desks", False),
        ("user-1", "settings", False),
        ("sys-1", "bindings", False),
    ],
)
def test_apps_keep_the_settings_of_zones(parent: str, name: str, *, kept: bool) -> None:
    assert Metadata(parent, name, "{}", NOW, NOW).is_kept_by_apps is kept
