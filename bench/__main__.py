"""`python -m bench`: start a server, ask it, ask PostgreSQL the same, print the ratios, write them down.

`WORKHALL_BENCH_BOOKINGS` (default 1 000 000) is how many bookings availability is asked among,
`WORKHALL_BENCH_SECONDS` (default 6) how long each load lasts.
"""

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
from tests.load import Connection
from tests.server import ServerProcess

from bench import crowd, load, statements
from bench.figures import Figures
from bench.load import Outcome, Task
from bench.pgbench import tps
from workhall.observability import logs
from workhall.persistence.embedded import Access, binaries, running_at
from workhall.settings import Settings

SECONDS = float(os.environ.get("WORKHALL_BENCH_SECONDS", "6"))
BOOKINGS = int(os.environ.get("WORKHALL_BENCH_BOOKINGS", "1000000"))
PATH = "/api/staff/v1/bookings"


@dataclass(slots=True)
class Bench:
    """One run: the server asked, its database, and the figures so far."""

    server: ServerProcess
    access: Access
    token: str
    figures: Figures
    zone: str
    organisation: int = 1
    _creates: int = 0

    def ask(self, kind: str, clients: int, path: str = "") -> Outcome:
        self._creates += 1_000_000
        return load.run(
            Task(self.server.base_url, self.token, kind, clients, SECONDS, path, self._creates, [self.zone])
        )

    def sql(self, request: httpx.Request, clients: int) -> float:
        """The same statements in pgbench, transactions a second."""
        settings = Settings(data_dir=self.server.data_dir, port=self.server.port)
        taken = asyncio.run(statements.take_down(settings, self.access.server_url, request))
        script = statements.script(taken, self.organisation)
        return tps(binaries.find(), self.access, script, clients=clients, seconds=int(SECONDS))

    def request(self, method: str, path: str, body: object = None) -> httpx.Request:
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.Request(method, self.server.base_url + path, headers=headers, json=body)


def starting(figures: Figures) -> None:
    """Start-up time and memory."""
    began = time.perf_counter()
    with ServerProcess.fresh() as server:
        figures.at_most("first start to first answer", time.perf_counter() - began, "s", 5)
        server.stop()
        began = time.perf_counter()
        server.start()
        figures.at_most("later start to first answer", time.perf_counter() - began, "s", 2)
        httpx.get(server.base_url + "/healthz").raise_for_status()
        time.sleep(2)
        figures.at_most("memory of the server, idle, without PostgreSQL", _memory_mb(server.pid), "MB", 150)


def _memory_mb(supervisor: int) -> float:
    """Proportional set size of the supervisor and its Python children."""
    pids = [supervisor]
    numbered = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    pids += [int(entry.name) for entry in numbered if f"\nPPid:\t{supervisor}\n" in _read(entry / "status")]
    kilobytes = 0
    for pid in pids:
        if "postgres" not in _read(Path(f"/proc/{pid}/comm")):
            lines = _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
            kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def creating(bench: Bench) -> None:
    figures = bench.figures
    one, eight, sixteen = (bench.ask("create", clients) for clients in (1, 8, 16))
    body = {**load.body(0, [bench.zone]), "asset_id": statements.MARK_ASSET, "asset_ids": [statements.MARK_ASSET]}
    body |= {"booking_start": statements.MARK_START, "booking_end": statements.MARK_START + 3600}
    request = bench.request("POST", PATH, body)
    figures.at_most("create, 1 client, p50", one.p50_ms, "ms", 4)
    figures.plain("create, 1 client, against pgbench", one.a_second / bench.sql(request, 1), "×")
    figures.at_least("creates, 8 clients", eight.a_second, "/s", 1000)
    physical = bench.sql(_other(request), 16)
    figures.plain("the same statements in pgbench, 16 clients", physical, "/s")
    figures.plain("creates, 16 clients", sixteen.a_second, "/s")
    figures.at_least("create, 16 clients, against pgbench", sixteen.a_second / physical, "×", 0.3)


def _other(request: httpx.Request) -> httpx.Request:
    """The same an hour of its own later, so that taking it down again meets no booking."""
    content = request.content.replace(str(statements.MARK_START).encode(), str(statements.MARK_START + 7200).encode())
    content = content.replace(str(statements.MARK_START + 3600).encode(), str(statements.MARK_START + 10_800).encode())
    headers = {name: value for name, value in request.headers.items() if name != "content-length"}
    return httpx.Request(request.method, request.url, headers=headers, content=content)


def listing(bench: Bench) -> None:
    figures = bench.figures
    asyncio.run(crowd.fill(bench.access.owner_url, "list", zone="zone-list", assets=200, slots=1, prefix="list-"))
    path = (
        f"{PATH}?type=list&zones=zone-list&period_start={crowd.FIRST_S}&period_end={crowd.FIRST_S + 86_400}&limit=100"
    )
    _expect(bench, path, lambda answer: len(answer) == 100)
    one, eight = bench.ask("get", 1, path), bench.ask("get", 8, path)
    figures.at_most("list of 100, 1 client, p50", one.p50_ms, "ms", 6)
    figures.at_least("lists of 100, 8 clients", eight.a_second, "/s", 300)
    figures.plain(
        "list of 100, 8 clients, against pgbench", eight.a_second / bench.sql(bench.request("GET", path), 8), "×"
    )


def day_view(bench: Bench) -> None:
    asyncio.run(crowd.fill(bench.access.owner_url, "day", zone="zone-day", assets=100, slots=20, prefix="room-"))
    path = f"{PATH}?type=day&zones=zone-day&period_start={crowd.FIRST_S}&period_end={crowd.FIRST_S + 86_400}&limit=1000"
    _expect(bench, path, lambda answer: len(answer) == 1000)
    one = bench.ask("get", 1, path)
    bench.figures.plain("day view, 100 rooms × 10 bookings, p50", one.p50_ms, "ms")
    ratio = one.a_second / bench.sql(bench.request("GET", path), 1)
    bench.figures.at_least("day view against pgbench reading the same rows", ratio, "×", 0.6)


def availability(bench: Bench) -> None:
    slots = max(2, BOOKINGS * 2 // crowd.DESKS)
    began = time.perf_counter()
    written = asyncio.run(
        crowd.fill(bench.access.owner_url, "crowd", zone="zone-crowd", assets=crowd.DESKS, slots=slots, prefix="crowd-")
    )
    print(f"  ({written:,} bookings of {crowd.DESKS} desks written in {time.perf_counter() - began:.0f} s)", flush=True)
    start = crowd.FIRST_S + slots // 2 * crowd.SLOT_S
    path = f"{PATH}/booked?type=crowd&zones=zone-crowd&period_start={start}&period_end={start + 3600}&limit=10000"
    _expect(bench, path, lambda answer: len(answer) == crowd.DESKS // 2)
    taken = bench.ask("get", 1, path)
    bench.figures.at_most(f"taken of {crowd.DESKS} desks among {written:,}, p50", taken.p50_ms, "ms", 10)
    asyncio.run(_free_assets(bench, start, written))


async def _free_assets(bench: Bench, start: int, written: int) -> None:
    desks = [f"crowd-{number}" for number in range(1, crowd.DESKS + 1)]
    asked = {"booking_type": "crowd", "asset_ids": desks, "booking_start": start, "booking_end": start + 3600}
    connection = await Connection.open(bench.server.base_url, bench.token)
    times = []
    for _ in range(60):
        began = time.perf_counter()
        answer = await connection.ask("POST", f"{PATH}/clashing-assets?return_available=true", asked)
        times.append((time.perf_counter() - began) * 1000)
        assert len(answer.json()) == crowd.DESKS // 2
    await connection.close()
    bench.figures.at_most(f"free of {crowd.DESKS} desks among {written:,}, p50", sorted(times)[30], "ms", 10)


def _expect(bench: Bench, path: str, holds: Callable[[list[object]], bool]) -> None:
    with bench.server.client(bench.token) as client:
        answer = client.get(path)
    if answer.status_code != 200 or not holds(answer.json()):
        raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:300]}")


def main() -> None:
    logs.configure("logfmt", "warning")
    figures = Figures()
    print("starting", flush=True)
    starting(figures)
    with ServerProcess.fresh(log_level="warning") as server:
        access = running_at(server.data_dir)
        assert access is not None
        with server.client() as client:
            zone = client.get("/api/engine/v2/zones", params={"tags": "level"}).json()[0]["id"]
        bench = Bench(server, access, server.token(), figures, zone)
        for part in (creating, listing, day_view, availability):
            print(part.__name__.replace("_", " "), flush=True)
            part(bench)
    print(f"written to {figures.write(Path('bench-results'))}")


if __name__ == "__main__":
    main()
