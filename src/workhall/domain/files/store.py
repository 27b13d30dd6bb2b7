"""The SQL of files. The bytes are elsewhere (`ports.blobs`)."""

from dataclasses import asdict, dataclass, replace

import asyncpg

from workhall.domain.files.model import Permission, Upload
from workhall.kernel.paging import Found, Page
from workhall.kernel.search import parse
from workhall.persistence import Transaction
from workhall.persistence.rows import value_of

_COLUMNS = """upload_id, object_key, file_name, file_size, uploaded_by, created_at, updated_at, file_mime, file_md5,
  file_path, public, permissions, tags, upload_complete, part_list, part_data, resumable, resumable_id, expires_at,
  uploaded_email"""
_READ = f"select {_COLUMNS} from uploads "


def _upload(row: asyncpg.Record) -> Upload:
    found = value_of(Upload, row)
    return replace(found, permissions=Permission(found.permissions))


async def by_id(tx: Transaction, upload_id: str, *, lock: bool = False) -> Upload | None:
    row = await tx.fetchrow(_READ + "where upload_id = $1" + (" for update" if lock else ""), upload_id)
    return _upload(row) if row else None


async def by_key(tx: Transaction, object_key: str, *, lock: bool = False) -> Upload | None:
    row = await tx.fetchrow(_READ + "where object_key = $1" + (" for update" if lock else ""), object_key)
    return _upload(row) if row else None


async def unfinished(tx: Transaction, like: Upload) -> Upload | None:
    """Find an upload of the same file by the same person that has not ended."""
    row = await tx.fetchrow(
        _READ
        + """
         where uploaded_by = $1 and file_name = $2 and file_size = $3 and file_md5 = $4 and file_mime = $5
           and public = $6 and permissions = $7 and tags = $8 and not upload_complete and expires_at > $9
         order by created_at desc limit 1
        """,
        like.uploaded_by,
        like.file_name,
        like.file_size,
        like.file_md5,
        like.file_mime,
        like.public,
        like.permissions,
        list(like.tags),
        tx.now,
    )
    return _upload(row) if row else None


@dataclass(frozen=True, slots=True)
class UploadFilter:
    """`reader` None sees all, else what is public or his own. `name` is part of the file's; it bears all `tags`."""

    reader: str | None = None
    name: str | None = None
    tags: tuple[str, ...] = ()
    q: str | None = None


async def find(tx: Transaction, wanted: UploadFilter, page: Page) -> Found[Upload]:
    """List files, the newest first."""
    search = parse(wanted.q)
    where = """
     where ($1::text is null or public or uploaded_by = $1)
       and ($2::text is null or strpos(lower(file_name), lower($2)) > 0)
       and tags @> $3::text[] and ($4::text is null or search ~ $4)
    """
    given = (wanted.reader, wanted.name, list(wanted.tags), search and search.pattern)
    total = await tx.fetchval("select count(*) from uploads" + where, *given)
    rows = await tx.fetch(
        _READ + where + "order by created_at desc, upload_id desc limit $5 offset $6", *given, page.limit, page.offset
    )
    return Found(tuple(_upload(row) for row in rows), total)


async def insert(tx: Transaction, new: Upload) -> None:
    await tx.execute(
        f"""
        insert into uploads ({_COLUMNS}, search)
        select {_COLUMNS}, search from jsonb_populate_record(null::uploads, $1)
        """,
        asdict(new) | {"search": new.search},
    )


async def set_complete(tx: Transaction, upload_id: str) -> None:
    await tx.execute(
        "update uploads set upload_complete = true, expires_at = null, updated_at = $2 where upload_id = $1",
        upload_id,
        tx.now,
    )


async def set_progress(tx: Transaction, upload: Upload) -> None:
    await tx.execute(
        "update uploads set part_list = $2, part_data = $3, updated_at = $4 where upload_id = $1",
        upload.upload_id,
        upload.part_list,
        upload.part_data,
        tx.now,
    )


async def set_particulars(tx: Transaction, upload: Upload) -> None:
    await tx.execute(
        """
        update uploads set public = $2, permissions = $3, tags = $4, search = $5, updated_at = $6 where upload_id = $1
        """,
        upload.upload_id,
        upload.public,
        upload.permissions,
        list(upload.tags),
        upload.search,
        tx.now,
    )


async def delete(tx: Transaction, upload_id: str) -> None:
    await tx.execute("delete from uploads where upload_id = $1", upload_id)


async def delete_expired(tx: Transaction) -> list[str]:
    """Give up what never arrived. Answers the names of their bytes."""
    rows = await tx.fetch(
        "delete from uploads where not upload_complete and expires_at < $1 returning object_key", tx.now
    )
    return [row["object_key"] for row in rows]
