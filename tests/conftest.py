"""The real platform as people run it: set up, served, asked over HTTP. One for each database, for the whole session."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATABASES = ("sqlite", "postgresql")
ARTICLES = 10_000
STARTS_WITHIN = 120


def require(name: str, there: Any, reason: str) -> None:
    """Skip with `reason` where something is not `there`; fail where ZT_REQUIRE names it (as `.ci/run` does)."""
    if there:
        return
    if name in os.environ.get("ZT_REQUIRE", "").split():
        pytest.fail(f"ZT_REQUIRE names {name}, but {reason}")
    pytest.skip(reason)


@dataclass(frozen=True)
class Platform:
    """A running installation with the demo district and 10,000 more public articles."""

    database: str
    address: str
    environment: dict[str, str]
    password: str

    def command(self, *words: str) -> str:
        """What a management command says. Raises CalledProcessError when it ends with anything but 0."""
        return run(self.environment, *words)

    def get(self, path: str) -> tuple[int, str]:
        """Status and text, as a visitor without a browser gets them."""
        return get(self.address + path)


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()
    except OSError as unreachable:
        return 0, str(unreachable)


def run(environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "zhengtong", *words]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.fail(f"zhengtong {' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


@pytest.fixture(scope="session")
def platforms(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Platform]]:
    """platforms("sqlite") or platforms("postgresql"): the one installation of this session.

    All that the session's tests ask for are set up side by side, and nobody begins before all of them stand: what is
    measured on one is not slowed by the setting up of another.
    """
    folders = {database: tmp_path_factory.mktemp(database) for database in asked_for(request.session.items)}
    with ExitStack() as at_the_end, ThreadPoolExecutor() as pool:
        starting = {name: pool.submit(start, name, folder, at_the_end) for name, folder in folders.items()}
        wait(starting.values())
        yield lambda database: starting[database].result()


def asked_for(items: list[pytest.Item]) -> set[str]:
    asking = [
        item for item in items if isinstance(item, pytest.Function) and "platforms" in item.fixturenames
    ]
    given = [getattr(item, "callspec", None) for item in asking]
    return {one.params.get("each_platform", "sqlite") if one else "sqlite" for one in given}


@pytest.fixture(scope="session")
def platform(platforms: Callable[[str], Platform]) -> Platform:
    """For what does not depend on the database."""
    return platforms("sqlite")


@pytest.fixture(scope="session", params=DATABASES)
def each_platform(request: pytest.FixtureRequest, platforms: Callable[[str], Platform]) -> Platform:
    """For what must hold on SQLite and on PostgreSQL."""
    return platforms(request.param)


def start(database: str, folder: Path, at_the_end: ExitStack) -> Platform:
    url = (
        fresh_postgresql(at_the_end)
        if database == "postgresql"
        else f"sqlite:///{folder / 'zhengtong.sqlite3'}"
    )
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ZT_")}
    environment = plain | {
        "ZT_DATA": str(folder), "ZT_DATABASE_URL": url, "ZT_BASE_URL": address, "ZT_DEMO": "yes", "ZT_LOG_LEVEL": "WARNING",
        "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1",
    }  # fmt: skip
    run(environment, "setup")
    run(environment, "bulk-articles", str(ARTICLES))
    run(environment, "build-portal", "--all")
    log = (folder / "serve.log").open("w")
    command = [sys.executable, "-m", "zhengtong", "serve", "--port", str(port)]
    served = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
    at_the_end.callback(stop, served)
    wait_for(
        lambda: get(address + "/console/login/")[0] == get(address + "/")[0] == 200,
        served,
        folder / "serve.log",
    )
    return Platform(database, address, environment, (folder / "demo-password").read_text().strip())


def wait_for(answers: Callable[[], bool], served: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while not answers():
        if served.poll() is not None or time.monotonic() > until:
            pytest.fail(f"the platform did not start:\n{log.read_text()[-4000:]}")
        time.sleep(0.1)  # between two questions; the condition is the answer


def stop(served: subprocess.Popen[bytes]) -> None:
    served.terminate()
    try:
        served.wait(timeout=30)
    except subprocess.TimeoutExpired:
        served.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fresh_postgresql(at_the_end: ExitStack) -> str:
    """A database of our own on the server of ZT_TEST_POSTGRES_URL, dropped at the end."""
    server = os.environ.get("ZT_TEST_POSTGRES_URL", "")
    require("postgres", server, "ZT_TEST_POSTGRES_URL names no PostgreSQL server")
    name = f"zhengtong_{uuid.uuid4().hex[:12]}"
    ask_postgresql(server, f'CREATE DATABASE "{name}"')
    at_the_end.callback(ask_postgresql, server, f'DROP DATABASE "{name}" WITH (FORCE)')
    return f"{server.rpartition('/')[0]}/{name}"


def ask_postgresql(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


# ---- Chromium ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser itself. Debian's Chromium: nothing is downloaded."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    require("browser", found, "there is no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-quic", "--lang=zh-CN"],
            env=os.environ | {"LANGUAGE": "zh_CN"},
        )
        yield launched
        launched.close()
