"""The API descriptions: files of the project, one fragment per resource, served as one document per dialect.

The wire is foreign and frozen, so the document is the requirement: tests hold every route against it.
"""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_MERGED = ("paths", "components")


@cache
def document(package: str) -> dict[str, Any]:
    """Merge `openapi/*.yml` of a surface's package; `_base.yml` gives title, servers and common parts."""
    folder = files(package) / "openapi"
    entries = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".yml")), key=lambda entry: entry.name)
    whole: dict[str, Any] = {}
    for entry in entries:
        part = yaml.safe_load(entry.read_text("utf-8")) or {}
        for key, value in part.items():
            if key in _MERGED:
                _merge(whole.setdefault(key, {}), value, entry.name)
            else:
                whole.setdefault(key, value)
    return whole


def _merge(into: dict[str, Any], more: dict[str, Any], source: str) -> None:
    for key, value in more.items():
        if key not in into:
            into[key] = value
        elif isinstance(into[key], dict) and isinstance(value, dict):
            _merge(into[key], value, source)
        elif into[key] != value:
            raise ValueError(f"{source} describes {key} again, and differently")
