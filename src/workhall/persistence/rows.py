"""From a row to a value, where the columns are named as the value's fields."""

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, TypeVar, get_origin

from asyncpg import Record

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    D = TypeVar("D", bound=DataclassInstance)
else:
    D = TypeVar("D")


@cache
def _tuples(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if get_origin(field.type) is tuple)


def value_of(kind: type[D], row: Record) -> D:
    """Make a value of a row; arrays become tuples where the value has tuples."""
    columns = dict(row.items())
    for name in _tuples(kind):
        if name in columns:
            columns[name] = tuple(columns[name])
    return kind(**columns)
