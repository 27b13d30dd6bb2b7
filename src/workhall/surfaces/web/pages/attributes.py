"""Keyword arguments of a macro as HTML attributes, so that every part takes `hx-*` and friends."""

import re
from collections.abc import Mapping
from typing import Final

from markupsafe import Markup, escape

_SYNTAX: Final = re.compile(r"[\^$\\.*+?()\[\]{}|/]")
_NAME: Final = re.compile(r"[a-zA-Z_:][-a-zA-Z0-9_:.@]*\Z")


def attributes(given: Mapping[str, object], **defaults: object) -> Markup:
    """Write attributes with a leading space: `hx_get` becomes `hx-get`, True stands alone, None and False are left out.

    `given` wins over `defaults`. A trailing underscore escapes Python's own words: `for_`, `class_`.
    """
    merged = {_html_name(name): value for name, value in {**defaults, **given}.items()}
    return Markup("").join(_written(name, value) for name, value in merged.items())


def _html_name(name: str) -> str:
    html = name.rstrip("_").replace("_", "-")
    if not _NAME.match(html):
        raise ValueError(name)
    return html


def _written(name: str, value: object) -> Markup:
    if value is None or value is False:
        return Markup("")
    if value is True:
        return Markup(f" {name}")  # noqa: S704 -- the name has just been matched
    # What is Markup already (a message with words filled in) keeps its entities, but may still hold a quotation mark.
    text = str(escape(value)).replace('"', "&#34;")
    return Markup(f' {name}="{text}"')  # noqa: S704 -- both have just been made safe


def pattern(text: str) -> str:
    """Write a text as an `<input pattern>` that matches only it.

    Browsers read patterns in the `v` mode of ECMAScript, which refuses a backslash before any other character.
    """
    return _SYNTAX.sub(r"\\\g<0>", text)
