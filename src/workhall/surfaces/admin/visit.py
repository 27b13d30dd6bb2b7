"""A visit: one request of somebody who is signed in to the administration."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from starlette.requests import Request

from workhall.domain.organisations import Organisation
from workhall.identity import Actor
from workhall.kernel.errors import Invalid, NotFound
from workhall.kernel.paging import Page
from workhall.persistence import Transaction
from workhall.surfaces.admin.forms import Form
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.house import House
from workhall.surfaces.web.pages import Reader, translate
from workhall.surfaces.web.parameters import Query

ROWS: Final = 50


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list by its number in the address, counted from one."""

    number: int

    @property
    def slice(self) -> Page:
        return Page(ROWS, (self.number - 1) * ROWS)

    @property
    def size(self) -> int:
        return ROWS


@dataclass(slots=True)
class Visit:
    """What a handler works with. `reader` carries language, time zone, colours and the token of the session's forms."""

    call: Call
    actor: Actor
    reader: Reader
    organisation: Organisation
    form: Form = field(default_factory=Form)

    @property
    def tx(self) -> Transaction:
        return self.call.tx

    @property
    def request(self) -> Request:
        return self.call.request

    @property
    def house(self) -> House:
        return self.call.house

    @property
    def query(self) -> Query:
        return self.call.query

    @property
    def values(self) -> dict[str, str]:
        return self.call.values

    def number(self, name: str) -> int:
        """Read a number in the path. Raises NotFound: nothing has any other address."""
        text = self.values[name]
        if not (text.isascii() and text.isdigit() and len(text) < 19):
            raise NotFound("there is nothing of that number")
        return int(text)

    def list_page(self) -> ListPage:
        """Read `?page=` of the address; anything that is no page is the first."""
        asked = self.query.integer("page") or 1
        return ListPage(min(max(asked, 1), 10_000))

    @staticmethod
    def path(*parts: object) -> str:
        """Say an address below `/admin`; names may hold slashes and anything else."""
        return "/admin/" + "/".join(quote(str(part), safe="@") for part in parts)

    def say(self, message: str, /, **words: object) -> str:
        """Say a message, marked with `N_`, in the reader's language."""
        return translate(self.reader.locale, message, **words)

    def need_typed(self, name: str, field_name: str = "confirmed") -> None:
        """Raises Invalid unless the name was typed into the dialog that asks for it."""
        if self.form.text(field_name).strip() != name.strip():
            raise Invalid(field_name, "must be the name, typed as it stands", code="name_not_typed")
