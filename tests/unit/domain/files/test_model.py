"""Names, rights and showing of files."""

from datetime import UTC, datetime

import pytest

from workhall.domain.files.model import (
    Permission,
    Upload,
    UploadDraft,
    check,
    extension,
    need_own,
    need_readable,
    shown_as,
    tidy_name,
)
from workhall.domain.files.signing import BadSignature, Permit, expiry
from workhall.identity import Actor, Kind
from workhall.kernel.errors import Invalid, NotAllowed
from workhall.kernel.ids import UserId
from workhall.tenancy import Sealer

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SEALER = Sealer(b"k" * 32)


def upload(**more: object) -> Upload:
    return Upload("uploads-1", "key", "a.txt", 1, "user-owner", NOW, NOW, **more)  # type: ignore[arg-type]  # single fields of a test


def somebody(permissions: int, user_id: str = "user-1") -> Actor:
    return Actor(Kind.PERSON, UserId(user_id), permissions=permissions)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a.txt", "a.txt"),
        ("../../x", "x"),
        ("C:\\dir\\y z.png", "y z.png"),
        ("a\x00\nb", "ab"),
        ("/", ""),
        ("..", ".."),
    ],
)
def test_only_the_last_part_of_a_path_is_a_name(given: str, kept: str) -> None:
    assert tidy_name(given) == kept


@pytest.mark.parametrize(
    ("name", "found"),
    [("a.PNG", ".png"), ("a.tar.gz", ".gz"), ("a", ""), ("a.", ""), ("a.p/g", ""), ("a.verylongextension", "")],
)
def test_an_extension_is_short_and_plain(name: str, found: str) -> None:
    assert extension(name) == found


def test_everything_wrong_is_said_at_once() -> None:
    draft = UploadDraft("", -1, file_mime="x", permissions="all", tags=("a b",))
    with pytest.raises(Invalid) as refused:
        check(draft, most=10)
    named = {failure.field for failure in refused.value.failures}
    assert named == {"file_name", "file_size", "file_mime", "permissions", "tags"}


@pytest.mark.parametrize(
    ("permissions", "bits", "may"),
    [
        (Permission.NONE, 0, True),
        (Permission.SUPPORT, 0, False),
        (Permission.SUPPORT, 1, True),
        (Permission.ADMIN, 1, False),
        (Permission.ADMIN, 2, True),
    ],
)
def test_private_files_are_read_by_those_they_are_for(permissions: Permission, bits: int, *, may: bool) -> None:
    private = upload(public=False, permissions=permissions)
    if may:
        need_readable(somebody(bits), private)
    else:
        with pytest.raises(NotAllowed):
            need_readable(somebody(bits), private)
    need_readable(somebody(0, "user-owner"), private)
    need_readable(somebody(0), upload(public=True, permissions=permissions))


def test_owners_and_support_change_files() -> None:
    need_own(somebody(0, "user-owner"), upload())
    need_own(somebody(1), upload())
    with pytest.raises(NotAllowed):
        need_own(somebody(0), upload())


@pytest.mark.parametrize(
    ("mime", "shown"),
    [
        ("image/svg+xml", ("image/svg+xml", True)),
        ("image/png", ("image/png", True)),
        ("application/pdf", ("application/pdf", True)),
        ("text/html", ("text/html", False)),
        ("application/javascript", ("application/octet-stream", False)),
        ("text/ecmascript", ("application/octet-stream", False)),
        ("text/css", ("application/octet-stream", False)),
        ("application/xml", ("application/octet-stream", False)),
        ("application/zip", ("application/zip", False)),
    ],
)
def test_what_a_page_could_run_loses_its_type(mime: str, shown: tuple[str, bool]) -> None:
    assert shown_as(upload(file_mime=mime)) == shown


def test_a_permit_holds_as_it_was_signed_and_no_other() -> None:
    permit = Permit("part", "key", 4_000_000_000, 3, "md5")
    query = permit.query(SEALER)
    assert query.keys() == {"act", "expires", "part", "md5", "sig"}
    permit.prove(SEALER, query["sig"])
    for other in (
        Permit("write", "key", 4_000_000_000, 3, "md5"),
        Permit("part", "other", 4_000_000_000, 3, "md5"),
        Permit("part", "key", 4_000_000_001, 3, "md5"),
        Permit("part", "key", 4_000_000_000, 4, "md5"),
        Permit("part", "key", 4_000_000_000, 3, "other"),
    ):
        with pytest.raises(BadSignature):
            other.prove(SEALER, query["sig"])
    with pytest.raises(BadSignature):
        permit.prove(Sealer(b"x" * 32), query["sig"])
    with pytest.raises(BadSignature):
        permit.prove(SEALER, "ü")


def test_a_permit_ends() -> None:
    over = Permit("read", "key", 1)
    with pytest.raises(BadSignature, match="expired"):
        over.prove(SEALER, over.query(SEALER)["sig"])
    assert expiry(100, -5) == 101
    assert expiry(100, 10**9) == 100 + 86_400
