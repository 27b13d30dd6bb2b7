"""The SQL of short addresses."""

from dataclasses import asdict

from workhall.domain.links.model import ShortUrl
from workhall.kernel.paging import Found, Page
from workhall.kernel.search import parse
from workhall.persistence import Transaction
from workhall.persistence.rows import value_of

_GIVEN = "name, uri, description, user_id, user_name, user_email, enabled, valid_from, valid_until, updated_at"
_READ = f"select short_url_id, created_at, redirect_count, {_GIVEN} from short_urls "


async def by_id(tx: Transaction, short_url_id: str, *, lock: bool = False) -> ShortUrl | None:
    row = await tx.fetchrow(_READ + "where short_url_id = $1" + (" for update" if lock else ""), short_url_id)
    return value_of(ShortUrl, row) if row else None


async def find(tx: Transaction, q: str | None, page: Page) -> Found[ShortUrl]:
    """List them, the newest first; `q` looks at names."""
    search = parse(q)
    pattern = search and search.pattern
    where = "where ($1::text is null or lower(name) ~ $1) "
    total = await tx.fetchval("select count(*) from short_urls " + where, pattern)
    rows = await tx.fetch(
        _READ + where + "order by created_at desc, short_url_id limit $2 offset $3", pattern, page.limit, page.offset
    )
    return Found(tuple(value_of(ShortUrl, row) for row in rows), total)


async def insert(tx: Transaction, new: ShortUrl) -> None:
    await tx.execute(
        f"""
        insert into short_urls (short_url_id, created_at, {_GIVEN})
        select short_url_id, created_at, {_GIVEN} from jsonb_populate_record(null::short_urls, $1)
        """,
        asdict(new),
    )


async def update(tx: Transaction, changed: ShortUrl) -> None:
    await tx.execute(
        f"""
        update short_urls set ({_GIVEN}) = (select {_GIVEN} from jsonb_populate_record(null::short_urls, $2))
         where short_url_id = $1
        """,
        changed.short_url_id,
        asdict(changed),
    )


async def delete(tx: Transaction, short_url_id: str) -> None:
    await tx.execute("delete from short_urls where short_url_id = $1", short_url_id)


async def count_one(tx: Transaction, short_url_id: str) -> None:
    await tx.execute("update short_urls set redirect_count = redirect_count + 1 where short_url_id = $1", short_url_id)
