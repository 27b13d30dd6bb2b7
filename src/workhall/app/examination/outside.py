"""What those outside meet: the port, the public address, its certificate."""

import asyncio
import socket
import ssl
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from workhall.app.examination.findings import Finding, bad, doubt, well
from workhall.app.listening import PortTaken, listen
from workhall.kernel.errors import WorkhallError
from workhall.settings import Settings

_PATIENCE_S = 5.0
_SOON = timedelta(days=21)
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


async def port(settings: Settings) -> Finding:
    """Free, or taken by a Workhall."""
    seen = f"{settings.host}, port {settings.port}"
    try:
        listen(settings.host, settings.port).close()
    except PortTaken:
        if await _is_workhall(settings):
            return well("port", f"{seen}: Workhall answers")
        return bad("port", f"{seen} is used by something else", "Stop it, or choose another port: --port.")
    except WorkhallError as error:
        return bad("port", seen, str(error))
    return well("port", f"{seen} is free")


async def public_url(settings: Settings) -> Finding:
    """Whether people are protected on their way, and for how long the certificate lasts."""
    parts = urlsplit(settings.address)
    host = parts.hostname or "localhost"
    if parts.scheme != "https":
        if host in _LOCAL:
            return well("TLS", f"{settings.address} is for this machine only")
        return doubt(
            "TLS",
            f"{settings.address} is not encrypted",
            "Put a proxy with a certificate before it, and set WORKHALL_PUBLIC_URL.",
        )
    try:
        async with asyncio.timeout(_PATIENCE_S):
            ends = await asyncio.to_thread(_certificate_end, host, parts.port or 443)
    except ssl.SSLCertVerificationError as error:
        return bad("TLS", f"{host}: {error.verify_message}", "Renew or mend the certificate of the proxy.")
    except (OSError, TimeoutError) as error:
        seen = f"{settings.address} cannot be reached from here: {str(error) or 'no answer'}"
        return doubt("TLS", seen, "Check DNS, firewall and proxy, unless this machine may not reach it.")
    left = ends - datetime.now(UTC)
    if left < _SOON:
        return doubt("TLS", f"the certificate of {host} ends in {left.days} days", "Renew it.")
    return well("TLS", f"the certificate of {host} lasts {left.days} days more")


def _certificate_end(host: str, number: int) -> datetime:
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, number), timeout=_PATIENCE_S) as plain,
        context.wrap_socket(plain, server_hostname=host) as secure,
    ):
        told = secure.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), UTC)


async def _is_workhall(settings: Settings) -> bool:
    """Ask what listens there for its health."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", ""} else settings.host  # noqa: S104  compared, not bound
    try:
        async with asyncio.timeout(_PATIENCE_S):
            reader, writer = await asyncio.open_connection(host, settings.port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            told = await reader.read()  # to the end: the body may come after the head
            writer.close()
    except (OSError, TimeoutError):
        return False
    return b'"status":"ok"' in told
