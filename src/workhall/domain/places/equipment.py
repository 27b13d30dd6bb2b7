"""Modules, drivers and triggers as callers name them. No driver is installed on this server yet, so none is found."""

import re
from dataclasses import dataclass

from workhall.domain.places.systems import System
from workhall.kernel.errors import NotFound

_SLUG = re.compile(r"(?P<name>.+?)_(?P<index>\d{1,9})")


@dataclass(frozen=True, slots=True)
class ModuleName:
    """A module as a system knows it: the `index`th of its name, counted from 1."""

    name: str
    index: int = 1


class UnknownModule(NotFound):
    code = "unknown_module"


class UnknownDriver(NotFound):
    code = "unknown_driver"


class UnknownTrigger(NotFound):
    code = "unknown_trigger"


class CallFailed(NotFound):
    """What was to be called is not there; says what was called, as clients of modules expect."""

    code = "call_failed"

    def __init__(self, message: str, system_id: str, module: ModuleName) -> None:
        super().__init__(message)
        self.system_id = system_id
        self.module = module


def module_name(slug: str) -> ModuleName:
    """Read `Display_2`; without a number the first is meant."""
    found = _SLUG.fullmatch(slug)
    return ModuleName(slug) if found is None else ModuleName(found["name"], int(found["index"]))


def need_module(system: System, module: ModuleName) -> None:
    """Raises CallFailed unless the system has the module; while no driver is installed, none has."""
    raise CallFailed("module not found", system.system_id, module)
