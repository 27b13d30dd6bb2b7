"""The template environment: where templates lie, what they may call, and how one is rendered.

Every surface keeps its templates in `surfaces/<surface>/templates`; another names them `admin/users/list.html`.
The design system's own are found without a prefix: `shell.html`. All macros hang on the global `ui`.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Final

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    pass_context,
)
from jinja2.runtime import Context, Macro

from workhall.surfaces.web.pages import formats, languages, parts
from workhall.surfaces.web.pages.address import Address
from workhall.surfaces.web.pages.assets import asset
from workhall.surfaces.web.pages.attributes import attributes, pattern
from workhall.surfaces.web.pages.reader import (
    CSRF_FIELD,
    CSRF_HEADER,
    LANGUAGE_NAMES,
    Reader,
    present_reader,
    reading,
)

SURFACES: Final = Path(__file__).resolve().parents[2]
EXTENSIONS: Final = ("jinja2.ext.i18n",)
_VALUES: Final = (
    Address,
    parts.Change,
    parts.Check,
    parts.Choice,
    parts.Column,
    parts.Entry,
    parts.Link,
    parts.Node,
    parts.Toast,
)


def render(
    template: str,
    values: Mapping[str, object] | None = None,
    *,
    reader: Reader,
    block: str | None = None,
    **more: object,
) -> str:
    """Write a page, or with `block` only that block of it: the fragment htmx swaps in.

    Values come by name, or gathered in a mapping, or both.
    A block sees the values and globals, not what the template sets outside of it, and is looked for in this template
    only, not in those it extends. A name that no one gave is an error, never an empty string.
    """
    found = environment().get_template(template)
    given = {**(values or {}), **more}
    with reading(reader):
        return _block(found, block, given) if block else found.render(given)


@cache
def environment() -> Environment:
    """Build the one environment of the process, at its first page."""
    env = Environment(
        loader=_loader(),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=EXTENSIONS,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,  # every compiled template stays in memory
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        languages.gettext,
        languages.ngettext,
        newstyle=True,
        pgettext=languages.pgettext,
        npgettext=languages.npgettext,
    )
    env.filters.update(_filters())
    env.globals.update(_globals())
    _gather_components(env)
    return env


def _block(template: Template, name: str, values: dict[str, object]) -> str:
    context = template.new_context(values)
    return "".join(template.blocks[name](context))


def _loader() -> BaseLoader:
    folders = {path.parent.name: FileSystemLoader(path) for path in SURFACES.glob("*/templates")}
    return ChoiceLoader([folders["web"], PrefixLoader(folders)])


def _gather_components(env: Environment) -> None:
    """Hang every macro of `templates/components/`, and the values they draw, on the global `ui`.

    The name must stand before the first macro file is read: a file keeps the globals of that moment.
    """
    gathered = SimpleNamespace(**{kind.__name__: kind for kind in _VALUES})
    env.globals["ui"] = gathered
    for name in env.list_templates(filter_func=lambda path: path.startswith("components/")):
        for key, macro in vars(env.get_template(name).module).items():
            if isinstance(macro, Macro):
                setattr(gathered, key, macro)


def _filters() -> dict[str, Callable[..., object]]:
    """What templates may do to a moment or a number: `{{ booking.start | clock }}`."""
    said = (
        formats.ago,
        formats.clock,
        formats.clock_seconds,
        formats.day,
        formats.iso,
        formats.moment,
        formats.number,
        formats.numbers,
        formats.percent,
        formats.size,
        parts.initials,
        pattern,
    )
    return {saying.__name__: _when_rendered(saying) for saying in said}


def _when_rendered(saying: Callable[..., object]) -> Callable[..., object]:
    """Keep Jinja from working a filter of a constant out while it compiles, when no reader is there yet."""

    @pass_context
    def said(_: Context, *given: object) -> object:
        return saying(*given)

    return said


def _globals() -> dict[str, object]:
    return {
        "asset": asset,
        "attributes": attributes,
        "reader": _PresentReader(),
        "language_names": LANGUAGE_NAMES,
        "csrf_field": CSRF_FIELD,
        "csrf_header": CSRF_HEADER,
    }


class _PresentReader:
    """The reader of the page under way, as templates see it: `reader.locale`, inside macros too."""

    def __getattr__(self, name: str) -> object:
        return getattr(present_reader(), name)
