"""The doors: the authority, sign-in pages, sessions, and the OAuth2 and OpenID Connect endpoints below `/auth`."""

from workhall.surfaces.auth.surface import surface

__all__ = ["surface"]
