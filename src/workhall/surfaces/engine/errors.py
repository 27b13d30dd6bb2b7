"""How the engine API says no (engine API contract, 0.2)."""

from workhall.domain.places import CallFailed
from workhall.surfaces.web.sayings import COMMON, Said, Sayings


def _call_failed(error: CallFailed) -> Said:
    """The shape that callers of modules know (engine API contract, B.2 execute)."""
    called = {"sys_id": error.system_id, "module_name": error.module.name, "index": error.module.index}
    tail = {"message": f"{error}: {error.module.name}_{error.module.index}", "backtrace": [], "code": error.code}
    return 404, {"error": str(error), **called, **tail}


SAY: Sayings = {**COMMON, CallFailed: _call_failed}
