"""The metadata that apps read: desks, parking, lockers, rules and switches, in the formats they know.

(Engine API contract, F; lockers contract, 6.)
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from workhall.app.demo.buildings import Bank, Building, Level
from workhall.app.demo.people import MANAGERS, WORKPLACE_MANAGERS, Person

Documents = dict[str, Any]

_APP: Final = {
    "features": ["spaces", "desks", "parking", "lockers", "explore", "schedule", "help"],
    "events": {"use_bookings": True},
    "bookings": {"no_approval": True, "allowed_daily_desk_count": 1},
    "explore": {"colors": {}},
    "has_uploads": True,
}


def of_organisation() -> Documents:
    """The switches of the app, and who manages what."""
    return {
        "workplace_app": _APP,
        "permissions": {"deny": [], "manage": [WORKPLACE_MANAGERS], "admin": []},
    }


def of_building(building: Building, people: Sequence[Person], zones: Mapping[str, str]) -> Documents:
    """`zones` are the ids of the building (under its code) and of its levels (under their numbers)."""
    here = [person for person in people if person.building == building.code]
    found: Documents = {
        "desk_booking_rules": _rules(zones[building.code], "Desks", "2 weeks"),
        "room_booking_rules": _rules(zones[building.code], "Rooms", "3 months"),
        "locker_banks": [_bank(level, zones, building) for level in building.levels if level.bank],
        "lockers": [one for level in building.levels if level.bank for one in _flat_lockers(level.bank)],
        "emergency_contacts": _contacts(here),
    }
    if building.spaces:
        found["parking_booking_rules"] = _rules(zones[building.code], "Parking", "1 week")
        found["parking-users"] = [_driver(person) for person in here if person.car]
    return found


def of_level(level: Level, people: Sequence[Person], zone_id: str) -> Documents:
    found: Documents = {}
    if level.desks:
        found["desks"] = _desks(level, people)
    if level.spaces:
        found["parking-spaces"] = [
            {"id": space.ident, "map_id": space.ident, "name": space.name, "notes": space.note, "zone_id": zone_id}
            for space in level.spaces
        ]
    if level.bank:
        found["lockers"] = [_nested_bank(level.bank)]
    return found


def keepers(level: Level, people: Sequence[Person]) -> dict[str, Person]:
    """Who keeps a desk of one's own on this level: those who lead, in the order of the desks."""
    leads = [one for one in people if one.leads and (one.building, one.level) == (level.code, level.number)]
    kept = [desk.ident for desk in level.desks if desk.is_kept]
    return dict(zip(kept, leads, strict=False))


def _desks(level: Level, people: Sequence[Person]) -> list[Documents]:
    kept = keepers(level, people)
    return [
        {
            "id": desk.ident,
            "map_id": desk.ident,
            "name": desk.name,
            "bookable": desk.bookable,
            "features": list(desk.features),
            "groups": [],
            "images": [],
            **({"assigned_to": kept[desk.ident].email} if desk.ident in kept else {}),
        }
        for desk in level.desks
    ]


def _rules(zone_id: str, name: str, ahead: str) -> list[Documents]:
    """Everybody may book so far ahead; who leads a team also later days, to be approved."""
    return [
        {
            "id": f"{name.lower()}-soon",
            "name": f"{name}, up to {ahead} ahead",
            "zone": zone_id,
            "rules": {"auto_approve": True, "hidden": False},
            "conditions": {"is_before": ahead},
        },
        {
            "id": f"{name.lower()}-later",
            "name": f"{name}, later, for managers",
            "zone": zone_id,
            "rules": {"auto_approve": False, "hidden": False},
            "conditions": {"is_after": ahead, "groups": [MANAGERS]},
        },
    ]


def _bank(level: Level, zones: Mapping[str, str], building: Building) -> Documents:
    bank = level.bank
    assert bank is not None  # noqa: S101  only levels with a bank are asked
    level_id = zones[level.number]
    return {
        "id": bank.ident,
        "map_id": bank.ident,
        "level_id": level_id,
        "name": f"{bank.name}, {level.name}",
        "height": bank.height,
        "zones": [level_id, zones[building.code]],
        "tags": [],
    }


def _flat_lockers(bank: Bank) -> list[Documents]:
    return [
        {
            "id": ident,
            "bank_id": bank.ident,
            "name": name,
            "accessible": row == bank.height // 2,
            "bookable": True,
            "position": [column, row],
            "size": [1, 1],
            "features": [],
        }
        for ident, name, column, row in bank.lockers
    ]


def _nested_bank(bank: Bank) -> Documents:
    """The oldest generation: a level's banks, with their lockers in them."""
    lockers = [
        {key: locker[key] for key in ("id", "name", "size", "position", "bookable", "accessible")}
        for locker in _flat_lockers(bank)
    ]
    return {"id": bank.ident, "name": bank.name, "height": bank.height, "map_id": bank.ident, "lockers": lockers}


def _driver(person: Person) -> Documents:
    car = person.car
    assert car is not None  # noqa: S101  only who has a car is asked
    return {
        "id": f"driver-{person.number:03}",
        "name": person.name,
        "email": person.email,
        "car_model": car.model,
        "car_colour": car.colour,
        "plate_number": car.plate,
        "phone": f"ext {4000 + person.number}",
        "notes": "",
        "deny": False,
    }


def _contacts(people: Sequence[Person]) -> Documents:
    roles = ("First aid", "Fire warden", "Reception")
    chosen = [person for person in people if person.leads][: 2 * len(roles)]
    return {
        "roles": list(roles),
        "contacts": [
            {
                "id": f"contact-{person.number:03}",
                "name": person.name,
                "email": person.email,
                "phone": f"ext {4000 + person.number}",
                "roles": [roles[n % len(roles)]],
            }
            for n, person in enumerate(chosen)
        ],
    }
