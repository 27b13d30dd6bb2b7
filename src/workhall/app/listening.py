"""The socket the server listens on: bound before anything else starts, shared by all web processes."""

import asyncio
import errno
import socket

from workhall.kernel.errors import Conflict, Unavailable

_BACKLOG = 2048
_TRIES, _BETWEEN_S = 15, 0.1


class PortTaken(Conflict):
    """Something else listens there already."""

    code = "port_taken"


def listen(host: str, port: int) -> socket.socket:
    """Bind and listen; with port 0 the system chooses a free one.

    Raises:
        PortTaken: something else listens there.
        Unavailable: the address is not this machine's, or the port needs more rights.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except socket.gaierror as error:
        raise Unavailable(f"{host} is not an address to listen on (WORKHALL_HOST): {error.strerror}") from error
    listening = socket.socket(found[0], found[1])
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(found[4])
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise _explained(error, host, port) from error
    return listening


async def listen_patiently(host: str, port: int) -> socket.socket:
    """As `listen`, with a moment's patience: web processes of a server killed just now may still hold the port."""
    for _ in range(_TRIES):
        try:
            return listen(host, port)
        except PortTaken:
            await asyncio.sleep(_BETWEEN_S)
    return listen(host, port)


def port_of(listening: socket.socket) -> int:
    return int(listening.getsockname()[1])


def _explained(error: OSError, host: str, port: int) -> Exception:
    if error.errno == errno.EADDRINUSE:
        return PortTaken(
            f"Port {port} of {host} is in use already. Stop what uses it, or choose another port "
            "with --port (WORKHALL_PORT); 0 takes any free one."
        )
    if error.errno == errno.EACCES:
        return Unavailable(f"Port {port} needs more rights than this account has; ports from 1024 on do not.")
    return Unavailable(
        f"Workhall cannot listen on {host}, port {port}: {error.strerror} (WORKHALL_HOST, WORKHALL_PORT)."
    )
