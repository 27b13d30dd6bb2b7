"""The Staff API, `/api/staff/v1`: bookings, tenants, service state."""

from workhall.surfaces.staff.surface import surface

__all__ = ["surface"]
