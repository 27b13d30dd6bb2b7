"""The administration: pages for those who run the house. Registered in `app.build`; all of it lies below `/admin`.

A section is a module with a `Pages()`, its templates in a folder of its own, a line in `navigation.py`, and a line in
`surface.py`. Handlers get a `Visit`: somebody who supports or administers; a POST has proved that our own form sent it.

    # surfaces/admin/lamps.py
    pages = Pages()

    @pages.get("/lamps")
    async def lamps(visit: Visit) -> Response:
        page = visit.list_page()                                   # ?page=2 of the address
        found = await lighting.find(visit.tx, visit.actor, q=visit.query.text("q"), page=page.slice)
        return shell.page(visit, "admin/lamps/list.html", fragment="rows", found=found, page=page)

    @pages.get("/lamps/new")
    async def new(visit: Visit, refusal: Refusal | None = None) -> Response:
        return shell.form(visit, "admin/lamps/edit.html", refusal, labels={"name": N_("Name")})

    @pages.post("/lamps/new", or_else=new)       # refused: all undone, then `new` again, with the refusal, 422
    async def add(visit: Visit) -> Response:
        lamp = await lighting.add(visit.tx, visit.actor, LampDraft(visit.form.text("name")))
        return shell.redirect(visit, f"/admin/lamps/{lamp.lamp_id}", N_("%(name)s is added"), name=lamp.name)

    {# templates/lamps/edit.html #}
    {% extends "admin/form.html" %}
    {% block title %}{{ ui.problem(problems) }}{{ _("Add lamp") }}{% endblock %}
    {% block heading %}{{ ui.head(_("Add lamp"), crumbs=[ui.Link(_("Lamps"), "/admin/lamps")]) }}{% endblock %}
    {% block fields %}{{ ui.input("name", _("Name"), value=given.text("name"), error=error.name) }}{% endblock %}
    {% block actions %}{{ ui.button(_("Add lamp"), kind="main") }}{% endblock %}

Undo: `shell.redirect(visit, to, N_("%(name)s is deleted"), undo=f"/admin/lamps/{id}/revive", name=lamp.name)`.
Deleting for ever: `ui.confirm(...)` on the page, and `visit.need_typed(lamp.name)` in the handler.
"""

from workhall.surfaces.admin.surface import surface

__all__ = ["surface"]
