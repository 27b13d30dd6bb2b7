"""`workhall doctor` finds what is wrong, and says what to do about it."""

import asyncio
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.server import ServerProcess
from workhall.persistence.embedded import running_at

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with ServerProcess.fresh() as running:
        yield running


def findings(server: ServerProcess, *flags: str) -> dict[str, dict[str, Any]]:
    """What it found, by subject; a later finding of the same subject wins."""
    said = server.run("doctor", "--json", *flags)
    return {finding["subject"]: finding for finding in json.loads(said.stdout)}


def test_a_server_in_health_is_well_in_every_respect(server: ServerProcess) -> None:
    said = server.run("doctor")
    assert said.returncode == 0, said.stdout
    assert "BAD" not in said.stdout
    found = findings(server)
    assert {"versions", "data directory", "secret key", "disk", "clock", "database", "tables", "roles"} <= found.keys()
    assert found["port"]["seen"].endswith("Workhall answers")
    assert found["audit log"]["verdict"] == "ok"


def test_a_secret_key_that_others_can_read_is_bad(server: ServerProcess) -> None:
    key = server.data_dir / "secret.key"
    key.chmod(0o644)
    try:
        said = server.run("doctor")
        assert said.returncode == 1
        assert f"chmod 600 {key}" in said.stdout
    finally:
        key.chmod(0o600)


def test_a_port_that_something_else_uses_is_bad(server: ServerProcess) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        found = findings(server, "--port", str(other.getsockname()[1]))
    assert (found["port"]["verdict"], "used by something else" in found["port"]["seen"]) == ("bad", True)


def test_a_directory_that_was_never_served_stays_untouched(tmp_path: Path) -> None:
    fresh = ServerProcess(tmp_path / "data")
    found = findings(fresh, "--port", "0")
    assert found["database"]["verdict"] == "ok"
    assert list(tmp_path.iterdir()) == []


def test_an_address_without_encryption_is_a_warning(server: ServerProcess) -> None:
    assert findings(server, "--public-url", "http://work.example.com")["TLS"]["verdict"] == "warning"


def test_a_certificate_that_nobody_trusts_is_bad(server: ServerProcess, tmp_path: Path) -> None:
    with _tls(tmp_path) as port:
        found = findings(server, "--public-url", f"https://localhost:{port}")
    assert (found["TLS"]["verdict"], "self-signed" in found["TLS"]["seen"]) == ("bad", True), found["TLS"]


def test_an_audit_log_changed_behind_the_servers_back_is_found(server: ServerProcess) -> None:
    deadline = time.monotonic() + 30
    while not asyncio.run(_tamper(server)):
        assert time.monotonic() < deadline, "nothing is sealed"
        time.sleep(0.2)
    found = findings(server)["audit log"]
    assert (found["verdict"], "does not hold" in found["seen"]) == ("bad", True)


async def _tamper(server: ServerProcess) -> bool:
    """Change the oldest entry, as only the owner of the tables can; False while it is not sealed yet."""
    access = running_at(server.data_dir)
    assert access is not None
    connection = await asyncpg.connect(access.owner_url)
    try:
        if not await connection.fetchval("select count(*) from audit_seals"):
            return False
        await connection.execute("update audit set verb = 'x' where audit_id = (select min(audit_id) from audit)")
        return True
    finally:
        await connection.close()


@contextmanager
def _tls(folder: Path) -> Iterator[int]:
    """Something that speaks TLS with a certificate of its own making."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_self_signed(folder))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_shake_hands, args=(listening, context))
        thread.start()
        yield listening.getsockname()[1]
        thread.join(10)


def _shake_hands(listening: socket.socket, context: ssl.SSLContext) -> None:
    listening.settimeout(20)
    try:
        plain, _ = listening.accept()
        with context.wrap_socket(plain, server_side=True) as line:
            line.recv(1)
    except OSError:
        return


def _self_signed(folder: Path) -> Path:
    """Key and certificate for `localhost`, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=5))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / "server.pem"
    file.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    return file
