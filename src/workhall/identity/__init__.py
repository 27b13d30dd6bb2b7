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
from workhall.identity.clients import Client, ClientClaim, GrantRefused, find_client, prove_client, scopes_for
from workhall.identity.grants import (
    CodeRequest,
    Terms,
    Tokens,
    give_at_once,
    give_code,
    give_for_client,
    give_for_password,
    redeem_code,
    redeem_refresh,
)
from workhall.identity.keyring import Keyring
from workhall.identity.links import Link, Purpose, link_of, make_link, use_link
from workhall.identity.minting import Guest, Issue, Minted, mint, mint_guest
from workhall.identity.passwords import hash_password, is_password, need_good_password
from workhall.identity.revocation import claims_document, client_of_refresh, live_claims, live_refresh, revoke
from workhall.identity.sessions import Browser, NewSession, Session, log_out_everywhere, session_of, start_session
from workhall.identity.sign_in import PasswordClaim, prove
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
from workhall.identity.store.authorities import Authority
from workhall.identity.store.authorities import find as authority_of
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
    "Authority",
    "Browser",
    "Claims",
    "Client",
    "ClientClaim",
    "CodeRequest",
    "Credentials",
    "GrantRefused",
    "Guest",
    "Issue",
    "Keyring",
    "Kind",
    "Link",
    "Minted",
    "NewApiKey",
    "NewSession",
    "PasswordClaim",
    "Person",
    "Purpose",
    "Session",
    "SignInSource",
    "SourceDraft",
    "SourceKind",
    "Terms",
    "Tokens",
    "application_of",
    "application_of_client",
    "authenticate",
    "authority_of",
    "claims_document",
    "client_id_of",
    "client_of_refresh",
    "create_application",
    "create_key",
    "create_source",
    "delete_application",
    "delete_key",
    "delete_source",
    "ensure_application",
    "find_applications",
    "find_client",
    "find_keys",
    "find_sources",
    "give_at_once",
    "give_code",
    "give_for_client",
    "give_for_password",
    "hash_password",
    "inspect",
    "is_password",
    "key_of",
    "link_of",
    "live_claims",
    "live_refresh",
    "log_out_everywhere",
    "make_link",
    "mint",
    "mint_guest",
    "need_good_password",
    "prove",
    "prove_client",
    "record",
    "redeem_code",
    "redeem_refresh",
    "revoke",
    "scopes_for",
    "secret_of",
    "session_of",
    "source_of",
    "source_secret",
    "start_session",
    "update_application",
    "update_key",
    "update_source",
    "use_link",
]
