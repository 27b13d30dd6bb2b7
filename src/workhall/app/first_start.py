"""What a fresh house has in it before it serves, and what every start makes sure of.

Once per database, in one transaction: an organisation with its domain, its own calendar, and one building to begin
with. At every start: the key is the same on all nodes, front ends may sign people in, somebody can administer.
Nodes and web processes may start at the same moment; one does it, the others wait and find it done.
"""

import hmac
from hashlib import sha256
from urllib.parse import urlsplit

from workhall.app.local_time import local_time_zone
from workhall.domain import organisations, people
from workhall.domain.places import zones
from workhall.identity import ensure_application
from workhall.identity.actor import SERVER
from workhall.identity.links import Purpose, make_link
from workhall.kernel.errors import Unavailable
from workhall.kernel.ids import HOUSE, DomainId, OrganisationId
from workhall.kernel.paging import LONGEST_PAGE, Page
from workhall.persistence import Database, Transaction
from workhall.persistence.agreements import agree, agreed, one_at_a_time
from workhall.settings import Settings
from workhall.surfaces.web.house import House
from workhall.tenancy.seal import load_key

_TURN = 0x6669727374  # "first"
_DONE = "first organisation"
_WELL_KNOWN_APPS = ("/backoffice", "/workplace")
_ANSWER = "oauth-resp.html"


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


async def begin(house: House) -> None:
    """See to it that there is an organisation, and that whoever is meant to administer it can."""
    async with house.database.transaction(HOUSE) as tx:
        await one_at_a_time(tx, _TURN)
        if await agreed(tx, _DONE) is None:
            await _found(tx, house)
    organisation = await first_organisation(house)
    async with house.database.transaction(organisation) as tx:
        await one_at_a_time(tx, _TURN)
        await _appoint(tx, house.settings)


async def first_organisation(house: House) -> OrganisationId:
    """The one that a command means when it names none."""
    async with house.database.transaction(HOUSE) as tx:
        return OrganisationId(int(await agreed(tx, _DONE) or 0))


async def set_up_link(house: House) -> str:
    """The address where the first administrator is made; empty when there is one."""
    async with house.database.transaction(await first_organisation(house)) as tx:
        if await _has_administrator(tx):
            return ""
        return f"{house.settings.address}/setup/{await make_link(tx, SERVER, Purpose.SETUP)}"


async def register_all_applications(house: House) -> None:
    """Let the front ends of every domain sign people in."""
    async with house.database.transaction(HOUSE, read_only=True) as tx:
        every = await organisations.every(tx)
    for organisation in every:
        async with house.database.transaction(organisation.organisation_id) as tx:
            for domain in await organisations.domains(tx, page=Page(LONGEST_PAGE)):
                await register_applications(tx, house, domain)


async def register_applications(tx: Transaction, house: House, domain: organisations.Domain) -> None:
    """Register the well-known front ends and the mounted ones, for each origin of a domain."""
    for origin in _origins(house.settings, domain):
        for path in dict.fromkeys((*_WELL_KNOWN_APPS, *house.mounts)):
            name = path.strip("/").capitalize()
            await ensure_application(tx, domain.domain_id, f"{origin}{path}/{_ANSWER}", name)


async def found_another(
    tx: Transaction, house: House, name: str, *, environment: str, host: str
) -> organisations.Organisation:
    """Found an organisation with a building to begin with; `tx` begins in the house and goes on inside it."""
    organisation = await organisations.found(tx, name, environment=environment, host=host, mounts=list(house.mounts))
    for domain in await organisations.domains(tx):
        await _build(tx, name, domain.domain_id)
        await register_applications(tx, house, domain)
    return organisation


async def _found(tx: Transaction, house: House) -> None:
    """Everything together or nothing: a start killed in between begins anew."""
    settings = house.settings
    host = urlsplit(settings.address).hostname or "localhost"
    made = await found_another(tx, house, settings.organisation, environment=settings.environment, host=host)
    await agree(tx, _DONE, str(int(made.organisation_id)))


async def _build(tx: Transaction, name: str, domain_id: DomainId) -> None:
    """A building with a floor, to be renamed: apps find their way from the organisation's zone down to a level."""
    clock = local_time_zone()
    top = await zones.create(tx, SERVER, {"name": name, "tags": ("org",), "timezone": clock})
    building = await zones.create(
        tx,
        SERVER,
        {"name": "Main building", "tags": ("building",), "parent_id": top.zone_id, "timezone": clock},
    )
    await zones.create(
        tx,
        SERVER,
        {"name": "Ground floor", "tags": ("level",), "parent_id": building.zone_id, "timezone": clock},
    )
    await organisations.merge_config(tx, SERVER, domain_id, {"org_zone": top.zone_id})


async def _appoint(tx: Transaction, settings: Settings) -> None:
    """Make the administrator of the settings, unless there is one: later a password belongs to its person."""
    password = settings.admin_password.reveal()
    if not (settings.admin_email and password) or await _has_administrator(tx):
        return
    name = settings.admin_email.partition("@")[0].replace(".", " ").title()
    draft: people.UserDraft = {"email": settings.admin_email, "name": name, "password": password}
    await people.add(tx, SERVER, {**draft, "sys_admin": True, "support": True})


async def _has_administrator(tx: Transaction) -> bool:
    found = await people.find(tx, people.Filter(administrators=True), Page(LONGEST_PAGE))
    return any(user.sys_admin for user in found)


def _origins(settings: Settings, domain: organisations.Domain) -> list[str]:
    """Where a domain's front ends are opened: as people know it, and on the machine itself."""
    public = urlsplit(settings.address)
    if not domain.is_default:
        return [public._replace(netloc=public.netloc.replace(public.hostname or "", domain.domain)).geturl()]
    here = [f"http://{host}:{settings.port}" for host in ("localhost", "127.0.0.1")]
    return list(dict.fromkeys((settings.address, *here)))
