"""An installation that is written to by a crowd and killed meanwhile: what the load test and the benchmark both do."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from visitors import Tally, crowd, lost

ROOT = Path(__file__).resolve().parents[2]
WRITE, QUERY = "/hdjl/xx/", "/hdjl/cx/"


@dataclass
class Outcome:
    """Figures of one siege. `unknown` are codes that could not be queried afterwards, `twice` messages registered more than once."""

    database: str
    clients: int
    codes: int
    failed: int
    took: float
    median: float
    slowest: float
    again: int
    questions: int
    registered: int
    unknown: list[str] = field(default_factory=list)
    restart_seconds: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Codes a second while the server was up."""
        return self.codes / (self.took - sum(self.restart_seconds))

    def line(self) -> str:
        return (
            f"{self.database}: {self.codes} codes to {self.clients} clients in {self.took:.1f} s "
            f"({self.rate:.0f}/s while it was up), "
            f"median {self.median * 1000:.0f} ms, slowest {self.slowest:.1f} s, killed {len(self.restart_seconds)} times "
            f"(answering again after {'、'.join(f'{s:.1f} s' for s in self.restart_seconds) or '–'}), {self.again} requests broken off "
            f"and sent again, {self.questions} questions asked, {self.failed} clients without a code, "
            f"{self.registered} registered, {len(self.unknown)} codes unknown afterwards"
        )


def prepared(folder: Path, url: str) -> dict[str, str]:
    """The environment of a demo district in this folder, on this database, behind a proxy that tells addresses."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ZT_")}
    environment = plain | {
        "ZT_DATA": str(folder), "ZT_DATABASE_URL": url, "ZT_DEMO": "yes", "ZT_LOG_LEVEL": "WARNING", "PYTHONUTF8": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "benchmarks")]), "ZT_BEHIND_PROXY": "yes",
    }  # fmt: skip
    subprocess.run(
        [sys.executable, "-m", "zhengtong", "setup"],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return environment


class Server:
    """`zhengtong serve` on a prepared data folder, or another application served alike."""

    def __init__(self, environment: dict[str, str], port: int, application: str = "") -> None:
        self.environment, self.port, self.application = environment, port, application
        self.process = self._start()

    def command(self) -> list[str]:
        if not self.application:
            return [sys.executable, "-m", "zhengtong", "serve", "--port", str(self.port)]
        return [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "2", "--blocking-threads", "2", "--no-ws", "--log-level", "error", self.application,
        ]  # fmt: skip

    def _start(self) -> subprocess.Popen[bytes]:
        command = self.command()
        log = Path(self.environment["ZT_DATA"], "serve.log").open("ab")  # noqa: SIM115 (the server writes to it)
        self.process = subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
        self.wait()
        return self.process

    def wait(self) -> None:
        until = time.monotonic() + 90
        while time.monotonic() < until:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}{WRITE}", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def kill(self) -> None:
        """`kill -9` of everything: supervisor, web processes, worker."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def killed_and_started(self) -> float:
        """Seconds until it answers again."""
        began = time.monotonic()
        self.kill()
        self.process = self._start()
        return time.monotonic() - began


async def _siege(server: Server, clients: int, each: int, kills: int, tally: Tally) -> list[float]:
    """The crowd writes; each time a further share of the codes is out, the server is killed."""
    total = clients * each
    writing = asyncio.create_task(crowd(server.port, WRITE, clients=clients, each=each, tally=tally))
    seconds: list[float] = []
    for number in range(1, kills + 1):
        while len(tally.codes) < total * number // (kills + 1) and not writing.done():
            await asyncio.sleep(0.05)
        seconds.append(await asyncio.to_thread(server.killed_and_started))
    await writing
    return seconds


def besiege(
    environment: dict[str, str],
    port: int,
    *,
    clients: int,
    each: int,
    kills: int,
    database: str,
    application: str = "",
) -> Outcome:
    """Let the crowd write, kill the server in between, and ask afterwards for every code that was handed out."""
    server, tally = Server(environment, port, application), Tally()
    try:
        began = time.monotonic()
        restarts = asyncio.run(_siege(server, clients, each, kills, tally))
        took = time.monotonic() - began
        unknown = asyncio.run(lost(port, QUERY, sorted(tally.codes)))
        registered = _registered(environment, len(tally.codes)) if not application else len(tally.codes)
    finally:
        server.kill()
    ordered = sorted(tally.seconds) or [0.0]
    return Outcome(
        database, clients, len(tally.codes), len(tally.failed), took, ordered[len(ordered) // 2], ordered[-1], tally.again,
        tally.questions, registered, unknown, restarts,
    )  # fmt: skip


COUNT = (
    "from django.db.models import Count; from zhengtong.interaction.models import CitizenMessage as M; "
    "rows = M.objects.filter(title__startswith='来访者'); "
    "print(rows.count(), rows.values('title').annotate(n=Count('pk')).filter(n__gt=1).count())"
)


def _registered(environment: dict[str, str], wanted: int) -> int:
    """How many messages the worker has registered, each once; waits until the tray is empty. Raises where one is there twice."""
    until, count = time.monotonic() + 300, 0
    while time.monotonic() < until:
        done = subprocess.run(
            [sys.executable, "-m", "zhengtong", "shell", "--no-imports", "-c", COUNT], env=environment, cwd=ROOT,
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        count, twice = (int(word) for word in done.stdout.split()[-2:])
        if twice:
            raise AssertionError(f"{twice} messages are there more than once")
        if count >= wanted:
            return count
        time.sleep(1)
    return count
