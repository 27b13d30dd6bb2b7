"""The parameters of a request, wherever they are: query string, form, or JSON.

The original's clients send the password and code grants in the query string with an empty form body, and the
refresh grant in the body (engine API contract A.3, measured). The body wins.
"""

from collections.abc import AsyncGenerator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from workhall.kernel.errors import Malformed
from workhall.surfaces.web.context import Call
from workhall.surfaces.web.sayings import UnreadableBody

_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"


class Fields:
    """Texts by name; one that was not given is empty."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def get(self, name: str) -> str:
        return self._values.get(name, "")


async def fields_of(call: Call) -> Fields:
    """Read all parameters of a request.

    Raises:
        Malformed: the body is not what its content type says, or a text has NUL characters.
        UnreadableBody: the body is of another type.
    """
    values = dict(call.query.pairs) | await _body(call)
    if any("\0" in name or "\0" in value for name, value in values.items()):
        raise Malformed(None, "parameters must not contain NUL characters")
    return Fields(values)


async def _body(call: Call) -> dict[str, str]:
    if not call.raw_body.strip():
        return {}
    header = call.request.headers.get("content-type", "")
    kind = header.partition(";")[0].strip().lower()
    if kind == _FORM:
        return dict(parse_qsl(call.raw_body.decode("utf-8", "replace"), keep_blank_values=True))
    if kind == _MULTIPART:
        return await _multipart(call)
    if kind in {"", "application/json"} or kind.endswith("+json"):
        return {name: text for name, value in call.document().items() if (text := _text(value)) is not None}
    raise UnreadableBody(f"no parser available for {kind}", status=415, accepts=(_FORM, "application/json"))


def _text(value: Any) -> str | None:  # noqa: ANN401  any JSON value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int) else None


async def _multipart(call: Call) -> dict[str, str]:
    """Read what a browser's `FormData` sends; files are nothing we ask for."""

    async def chunks() -> AsyncGenerator[bytes, None]:
        yield call.raw_body

    try:
        form: FormData = await MultiPartParser(call.request.headers, chunks()).parse()
    except (MultiPartException, KeyError, UnicodeDecodeError) as error:
        raise Malformed(None, "the form cannot be read") from error
    found = {name: value for name, value in form.multi_items() if not isinstance(value, UploadFile)}
    await form.close()
    return found
