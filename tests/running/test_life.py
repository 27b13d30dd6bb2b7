"""A server's life: begun from nothing, found again, stopped in order, never run twice."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.server import ADMIN_EMAIL, NotServing, ServerProcess

pytestmark = pytest.mark.server

MOST_MEMORY_MB = 150


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with ServerProcess.fresh() as running:
        yield running


def test_an_empty_directory_becomes_a_server_that_signs_its_administrator_in(server: ServerProcess) -> None:
    with server.client() as client:
        assert client.get("/api/engine/v2/users/current").json()["email"] == ADMIN_EMAIL


def test_a_fresh_house_has_an_organisation_a_building_and_a_level(server: ServerProcess) -> None:
    with server.client() as client:
        authority = client.get("/auth/authority").json()
        org = client.get("/api/engine/v2/zones", params={"tags": "org"}).json()
        assert authority["config"]["org_zone"] == org[0]["id"]
        building = client.get("/api/engine/v2/zones", params={"tags": "building", "parent_id": org[0]["id"]}).json()
        level = client.get("/api/engine/v2/zones", params={"tags": "level", "parent_id": building[0]["id"]}).json()
    assert (len(org), len(building), len(level)) == (1, 1, 1)


def test_well_known_front_ends_may_sign_people_in(server: ServerProcess) -> None:
    with server.client() as client:
        uris = {app["redirect_uri"] for app in client.get("/api/engine/v2/oauth_apps").json()}
    for host in ("localhost", "127.0.0.1"):
        for app in ("backoffice", "workplace"):
            assert f"http://{host}:{server.port}/{app}/oauth-resp.html" in uris


def test_it_says_that_it_is_alive_and_ready(server: ServerProcess) -> None:
    assert httpx.get(f"{server.base_url}/healthz").json()["status"] == "ok"
    ready = httpx.get(f"{server.base_url}/readyz")
    assert (ready.status_code, ready.json()["parts"]["database"]) == (200, "ok")


def test_idle_it_needs_little_memory(server: ServerProcess) -> None:
    httpx.get(f"{server.base_url}/", headers={"Accept": "text/html"})
    needed = {pid: _memory_mb(pid) for pid in (server.pid, *_web_processes(server))}
    assert sum(needed.values()) <= MOST_MEMORY_MB, needed


def test_a_second_server_on_the_same_directory_is_refused(server: ServerProcess) -> None:
    second = server.run("serve", environment={"WORKHALL_PORT": "0"})
    assert second.returncode == 1
    assert f"already served by process {server.pid}" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_port_that_is_taken_is_named_before_anything_else_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = ServerProcess(tmp_path / "data", {"port": port}).run("serve")
    assert (refused.returncode, f"Port {port}" in refused.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_setting_that_cannot_be_meant_is_a_usage_error(tmp_path: Path) -> None:
    refused = ServerProcess(tmp_path / "data", {"workers": "many"}).run("serve")
    assert (refused.returncode, "workers cannot be 'many'" in refused.stderr) == (2, True)


def test_a_web_process_that_dies_is_replaced_while_the_port_stays_open(server: ServerProcess) -> None:
    before = _web_processes(server)
    os.kill(before[0], signal.SIGKILL)
    assert httpx.get(f"{server.base_url}/healthz", timeout=20).status_code == 200
    assert _web_processes(server) != before


def test_a_stopped_server_leaves_nothing_running_and_starts_again_with_everything() -> None:
    with ServerProcess.fresh() as server:
        with server.client() as client:
            made = client.post("/api/engine/v2/zones", json={"name": "Kept", "tags": ["building"]})
        processes = [server.pid, server.database_pid, *_web_processes(server)]
        assert server.stop(signal.SIGINT) == 0
        assert [pid for pid in processes if _is_alive(pid)] == []
        server.start()
        with server.client() as client:
            assert client.get(f"/api/engine/v2/zones/{made.json()['id']}").json()["name"] == "Kept"


def test_a_request_under_way_is_answered_before_the_server_stops() -> None:
    with ServerProcess.fresh() as server:
        token = server.token()
        body = b'{"name":"Late","tags":["building"]}'
        head = (
            f"POST /api/engine/v2/zones HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
            line.sendall(head.encode() + body[:5])
            time.sleep(0.2)
            os.kill(server.pid, signal.SIGTERM)
            time.sleep(0.5)
            line.sendall(body[5:])
            answer = line.recv(65_536)
        assert b" 201 " in answer.split(b"\r\n")[0]
        assert server.stop() == 0


@pytest.mark.parametrize("after_s", [0.15, 0.5, 1.0])
def test_a_server_told_to_stop_while_it_starts_stops_in_order_and_starts_again(after_s: float) -> None:
    with ServerProcess.prepared() as server:
        server.start(wait=False)
        time.sleep(after_s)
        assert server.stop() in {0, -signal.SIGTERM}, server.log  # the second: before it could listen to signals
        server.start()
        assert httpx.get(f"{server.base_url}/readyz").status_code == 200


def test_without_an_administrator_every_start_prints_a_link_that_makes_one() -> None:
    with ServerProcess.fresh(admin_email="", admin_password="") as server:
        first = server.set_up_link
        server.stop()
        server.start()
        assert first.startswith(f"{server.base_url}/setup/")
        assert server.set_up_link in server.log
        page = httpx.get(server.set_up_link, headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert server.set_up_link.rsplit("/", 1)[1] not in server.log.split("request ", 1)[-1]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else; an ordinary user tests this anyway")
def test_an_ordinary_user_can_run_it() -> None:
    with ServerProcess.fresh("nobody") as server:
        assert httpx.get(f"{server.base_url}/readyz").status_code == 200
        assert Path(f"/proc/{server.database_pid}").stat().st_uid != 0


def test_a_house_of_several_web_processes_counts_for_all_of_them() -> None:
    with ServerProcess.fresh(workers="3") as server:
        assert len(_web_processes(server)) == 3
        for _ in range(30):
            httpx.get(f"{server.base_url}/auth/authority")
        figures = httpx.get(f"{server.base_url}/metrics").text
        counted = [
            line for line in figures.splitlines() if line.startswith("workhall_requests_total{") and "auth" in line
        ]
        assert sum(float(line.rsplit(" ", 1)[1]) for line in counted) >= 30


def test_figures_are_for_this_machine_or_for_support_staff(server: ServerProcess) -> None:
    figures = f"{server.base_url}/metrics"
    passed_on = {"X-Forwarded-For": "203.0.113.9"}
    httpx.get(f"{server.base_url}/auth/authority")
    assert "workhall_request_seconds_bucket" in httpx.get(figures).text
    assert httpx.get(figures, headers=passed_on).status_code == 401
    shown = {**passed_on, "Authorization": f"Bearer {server.token()}"}
    assert "workhall_jobs_waiting" in httpx.get(figures, headers=shown).text


def test_no_query_string_and_no_secret_reaches_the_log(server: ServerProcess) -> None:
    server.token()
    httpx.get(f"{server.base_url}/api/engine/v2/zones", params={"bearer_token": "shh.shh.shh"})
    assert "shh.shh.shh" not in server.log
    assert "correct horse" not in server.log
    assert "path=/api/engine/v2/zones" in server.log


def test_a_front_end_that_is_not_there_keeps_the_server_from_starting(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path / "data", {"apps": f"/workplace={tmp_path}/nothing"})
    with pytest.raises(NotServing, match=r"has no index\.html"):
        server.start()


def _web_processes(server: ServerProcess) -> list[int]:
    """The children that answer requests."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    return [pid for pid in map(int, children) if b"workhall.app.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def _memory_mb(pid: int) -> float:
    """What it needs for itself: shared pages are counted by their share."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
