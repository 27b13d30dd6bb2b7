"""A believable organisation to look at: three buildings, four hundred people, two weeks of bookings.

`workhall demo` calls it. Nothing here writes SQL: everything goes through the verbs of the domain, so holds refuse
clashes and the audit log tells what was done.
"""

from workhall.app.demo.fill import SEED, AlreadyFilled, Filled, Teller, Wanted, fill

__all__ = ["SEED", "AlreadyFilled", "Filled", "Teller", "Wanted", "fill"]
