"""What a browser may do with our own pages. Mounted front ends and framed answers keep other rules.

Why `style-src-attr 'unsafe-inline'`: our `style` attributes carry custom properties only (`--from: 9.5`).
"""

from collections.abc import Sequence
from typing import Final

_RULES: Final = (
    "default-src 'self'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "script-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)


def content_security_policy(form_targets: Sequence[str] = ()) -> str:
    """Say the policy of a page of ours.

    A form that ends in a redirect to another origin (sign-in at the end of an authorize request) must name that
    origin: Chromium holds `form-action` against every hop.
    """
    return "; ".join((*_RULES, " ".join(("form-action", "'self'", *form_targets))))


CONTENT_SECURITY_POLICY: Final = content_security_policy()

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""On every page of ours. Transport security is the proxy's, or the server's where it ends TLS itself."""
