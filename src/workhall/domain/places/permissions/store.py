"""The SQL of group permissions: one question each."""

from collections.abc import Sequence

import msgspec

from workhall.domain.places.permissions.model import DOCUMENT
from workhall.persistence import Transaction


async def grants_on(tx: Transaction, zone_ids: Sequence[str]) -> list[object]:
    """The grants of these zones (or systems), in the order given."""
    rows = await tx.fetch(
        """
        select m.details
          from unnest($1::text[]) with ordinality as asked(parent_id, n)
          join metadata m using (parent_id)
         where m.name = $2
         order by asked.n
        """,
        list(zone_ids),
        DOCUMENT,
    )
    return [msgspec.json.decode(row["details"]) for row in rows]


# Walks up from the zones asked for. Zones that were not named but lie above come first, from the top down.
_BELOW_ROOT = """
with recursive above (zone_id, parent_id, n, height) as (
  select z.zone_id, z.parent_id, asked.n, 0
    from unnest($1::text[]) with ordinality as asked(zone_id, n)
    join zones z using (zone_id)
  union all
  select z.zone_id, z.parent_id, above.n, above.height + 1
    from above
    join zones z on z.zone_id = above.parent_id
), walked as (
  select zone_id, bool_or(height = 0) as named, min(n) filter (where height = 0) as n,
         min(n) as reached, max(height) as height
    from above
   group by zone_id
)
select m.details
  from walked
  join metadata m on m.parent_id = walked.zone_id and m.name = $2
 where exists (select from walked w
                 join users u on u.user_id = $3
                 join domains d on d.domain_id = u.domain_id and d.config->>'org_zone' = w.zone_id)
 order by walked.named, walked.n, walked.reached, walked.height desc
"""


async def grants_below_root(tx: Transaction, zone_ids: Sequence[str], user_id: str) -> list[object]:
    """The grants of these zones and of all they lie in; none unless that is the root zone of the person's domain."""
    rows = await tx.fetch(_BELOW_ROOT, list(zone_ids), DOCUMENT, user_id)
    return [msgspec.json.decode(row["details"]) for row in rows]


async def zones_of_parent(tx: Transaction, parent_id: str) -> list[str] | None:
    """The zones whose grants count for a zone (itself), a system (those it lies in) or a living person (none).

    None when there is nothing of this id.
    """
    row = await tx.fetchrow(
        """
        select array[zone_id] as zones from zones where zone_id = $1
        union all
        select array(select zone_id from system_zones z where z.system_id = s.system_id order by position)
          from systems s where system_id = $1
        union all
        select '{}' from users where user_id = $1 and not deleted
        """,
        parent_id,
    )
    return None if row is None else list(row["zones"])
