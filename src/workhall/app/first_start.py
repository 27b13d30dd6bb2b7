"""What every web process makes sure of before it serves: the same key on all nodes."""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from workhall.kernel.errors import Unavailable
from workhall.kernel.ids import HOUSE
from workhall.persistence import Database
from workhall.persistence.agreements import agree
from workhall.settings import Settings
from workhall.surfaces.web.house import House
from workhall.tenancy.seal import load_key


@dataclass(frozen=True, slots=True)
class Begun:
    """The link for making the first administrator; empty when there is one."""

    set_up_link: str = ""


async def agree_on_key(settings: Settings, database: Database) -> None:
    """Make sure that this node seals secrets with the same key as the others.

    Raises:
        Unavailable: it does not, so it could read nothing they have sealed.
    """
    ours = hmac.new(load_key(settings), b"the key of this house", sha256).hexdigest()
    async with database.transaction(HOUSE) as tx:
        counts = await agree(tx, "digest of the secret key", ours)
    if not hmac.compare_digest(ours, counts):
        raise Unavailable(
            "The secret key is not the one that secrets in this database are sealed with. Give every node the same "
            f"WORKHALL_SECRET_KEY, or the same file secret.key in {settings.data_dir}.",
            permanent=True,
        )


async def begin(house: House) -> Begun:
    return Begun()
