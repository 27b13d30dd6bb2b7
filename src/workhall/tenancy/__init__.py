"""Which house this is: from a host name to its organisation, and the sealing of its secrets."""

from workhall.tenancy.residence import Residence, Residences
from workhall.tenancy.seal import Sealer

__all__ = ["Residence", "Residences", "Sealer"]
