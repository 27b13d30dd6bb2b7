"""Who asks, how they prove it, what they may, and what is written down about it."""

from workhall.identity.actor import ADMIN, SUPPORT, Actor, Kind
from workhall.identity.api_keys import (
    ApiKeyChange,
    ApiKeyDraft,
    NewApiKey,
    create_key,
    delete_key,
    find_keys,
    inspect,
    key_of,
    update_key,
)
from workhall.identity.applications import (
    ApplicationChange,
    ApplicationDraft,
    application_of,
    application_of_client,
    client_id_of,
    create_application,
    delete_application,
    ensure_application,
    find_applications,
    secret_of,
    update_application,
)
from workhall.identity.audit import record
from workhall.identity.authenticate import Credentials, authenticate
from workhall.identity.keyring import Keyring
from workhall.identity.sources import (
    SECRET_FIELD,
    SourceDraft,
    create_source,
    delete_source,
    find_sources,
    source_of,
    source_secret,
    update_source,
)
from workhall.identity.store.api_keys import ApiKey
from workhall.identity.store.applications import Application
from workhall.identity.store.sources import SignInSource, SourceKind
from workhall.identity.tokens import Claims, Person

__all__ = [
    "ADMIN",
    "SECRET_FIELD",
    "SUPPORT",
    "Actor",
    "ApiKey",
    "ApiKeyChange",
    "ApiKeyDraft",
    "Application",
    "ApplicationChange",
    "ApplicationDraft",
    "Claims",
    "Credentials",
    "Keyring",
    "Kind",
    "NewApiKey",
    "Person",
    "SignInSource",
    "SourceDraft",
    "SourceKind",
    "application_of",
    "application_of_client",
    "authenticate",
    "client_id_of",
    "create_application",
    "create_key",
    "create_source",
    "delete_application",
    "delete_key",
    "delete_source",
    "ensure_application",
    "find_applications",
    "find_keys",
    "find_sources",
    "inspect",
    "key_of",
    "record",
    "secret_of",
    "source_of",
    "source_secret",
    "update_application",
    "update_key",
    "update_source",
]
