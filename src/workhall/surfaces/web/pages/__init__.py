"""Pages: server-rendered, in the reader's language, light or dark, whole or as one fragment for htmx.

A page is a template in `surfaces/<surface>/templates/` and a call of `answer`. The address, the reader and all values
come in as arguments; macros of the design system are at hand everywhere as `ui.…`, without an import.

    # surfaces/admin/zones.py
    async def zones(request: Request) -> Response:
        reader = reader_of(request, zone="Europe/Amsterdam", csrf=session.csrf)
        return answer(request, "admin/zones.html", reader=reader, fragment="rows",
                      shell=shell, address=address_of(request), zones=found, total=len(found))

    {# surfaces/admin/templates/zones.html #}
    {% extends "shell.html" %}
    {% block title %}{{ _("Zones") }}{% endblock %}
    {% block page %}
      {% call ui.head(_("Zones"), text=_("Buildings, floors and areas.")) %}
        {{ ui.button(_("Add zone"), href="/admin/zones/new", kind="main", icon="plus") }}
      {% endcall %}
      {% block rows %}
        {% call(zone) ui.table(_("Zones"), [ui.Column(_("Name"), sort="name"), ui.Column(_("Rooms"), n=true)],
                               zones, address=address, id="rows") %}
          <td><a href="{{ zone.href }}">{{ zone.name }}</a></td><td class="n">{{ zone.rooms | number }}</td>
        {% endcall %}
      {% endblock %}
    {% endblock %}

The gallery, `templates/gallery.html`, shows every macro in use. Messages: `_("…")` in templates, `N_("…")` in Python;
`python -m workhall.surfaces.web.pages.extraction` brings new ones into `locales/<language>/<surface>.po`.
"""

from workhall.surfaces.web.pages.address import Address
from workhall.surfaces.web.pages.assets import Assets, StaticFile, asset, assets
from workhall.surfaces.web.pages.engine import render
from workhall.surfaces.web.pages.languages import N_, translate
from workhall.surfaces.web.pages.parts import (
    Account,
    Change,
    Check,
    Choice,
    Column,
    Entry,
    Link,
    NavGroup,
    Node,
    Problems,
    Shell,
    Toast,
)
from workhall.surfaces.web.pages.policy import SECURITY_HEADERS, content_security_policy
from workhall.surfaces.web.pages.reader import (
    CSRF_FIELD,
    CSRF_HEADER,
    LANGUAGE_COOKIE,
    LANGUAGES,
    THEME_COOKIE,
    Reader,
    Theme,
    negotiate,
)
from workhall.surfaces.web.pages.response import address_of, answer, reader_of

__all__ = [
    "CSRF_FIELD",
    "CSRF_HEADER",
    "LANGUAGES",
    "LANGUAGE_COOKIE",
    "SECURITY_HEADERS",
    "THEME_COOKIE",
    "Account",
    "Address",
    "Assets",
    "Change",
    "Check",
    "Choice",
    "Column",
    "Entry",
    "Link",
    "N_",
    "NavGroup",
    "Node",
    "Problems",
    "Reader",
    "Shell",
    "StaticFile",
    "Theme",
    "Toast",
    "address_of",
    "answer",
    "asset",
    "assets",
    "content_security_policy",
    "negotiate",
    "reader_of",
    "render",
    "translate",
]
