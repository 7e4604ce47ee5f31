"""An installation that can be killed and put back: data folder and database, copied afresh for each test."""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from zhengtong.conftest import _template

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


@dataclass
class Database:
    """Where the data lies: `url` for the platform, and how it is put back as it was prepared."""

    url: str
    keep: Callable[[], None] = lambda: None
    restore: Callable[[], None] = lambda: None
    drop: Callable[[], None] = lambda: None


@dataclass
class Stage:
    """One installation and its processes. Every call plays its scenes in new processes and waits for them."""

    folder: Path
    database: Database
    process: subprocess.Popen[str]
    prepared: Path
    seen: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)

    def play(self, scene: str, fault: dict[str, Any] | None = None, **given: Any) -> dict[str, Any]:
        return self.together({"do": scene, "fault": fault, "with": given})[0]

    def together(self, *scenes: dict[str, Any]) -> list[dict[str, Any]]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"scenes": scenes}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the process of forks has died"
        return json.loads(answer)

    def done(self, scene: str, **given: Any) -> Any:
        """Play a scene that must succeed; what it returned."""
        answer = self.play(scene, **given)
        assert "value" in answer, answer.get("trace") or answer
        return answer["value"]

    def undisturbed(self, story: tuple[str, ...]) -> dict[str, Any]:
        """What can be seen when nothing comes between the scenes of a story."""
        if story not in self.seen:
            self.restore()
            ended = self.done("told_through", story=story)
            self.seen[story] = ended
            self.restore()
        return self.seen[story]

    def restore(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.prepared, self.folder)
        self.database.restore()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def theatre(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The processes and the prepared installation, once for each database."""
    home = tmp_path_factory.mktemp("faults")
    if request.param == "postgresql":
        server = os.environ.get("ZT_TEST_POSTGRES_URL", "")
        request.getfixturevalue("needs_postgresql")
        yield from _open(home, _postgresql(server))
    else:
        yield from _open(home, Database(f"sqlite:///{home / 'data' / 'zhengtong.sqlite3'}"))


@pytest.fixture(scope="session")
def needs_postgresql() -> None:
    if os.environ.get("ZT_TEST_POSTGRES_URL"):
        return
    if "postgres" in os.environ.get("ZT_REQUIRE", "").split():
        pytest.fail("ZT_REQUIRE names postgres, but ZT_TEST_POSTGRES_URL names no server")
    pytest.skip("ZT_TEST_POSTGRES_URL names no PostgreSQL server")


def _open(home: Path, database: Database) -> Iterator[Stage]:
    folder = home / "data"
    folder.mkdir()
    with (home / "stderr.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, str(HERE / "forks.py")], env=environment(folder, database.url), cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        try:
            assert process.stdout
            assert process.stdout.readline(), (home / "stderr.log").read_text()[-4000:]
            stage = Stage(folder, database, process, home / "prepared")
            template = _template() if database.url.startswith("sqlite") and _template().exists() else ""
            stage.done("village", template=str(template))
            shutil.copytree(folder, stage.prepared)
            database.keep()
            yield stage
        finally:
            process.kill()
            process.wait()
            database.drop()


def environment(folder: Path, url: str) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ZT_")}
    return plain | {
        "DJANGO_SETTINGS_MODULE": "zhengtong.settings", "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1",
        "ZT_DATA": str(folder), "ZT_DATABASE_URL": url, "ZT_EMAIL_HOST": "mail.example.invalid", "ZT_LOG_LEVEL": "CRITICAL",
    }  # fmt: skip


def _postgresql(server: str) -> Database:
    own, kept = (f"zt_faults_{uuid.uuid4().hex[:10]}_{part}" for part in ("own", "kept"))
    base = server.rpartition("/")[0]

    def ask(*statements: str) -> None:
        with psycopg.connect(server, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[call-overload]

    ask(f"CREATE DATABASE {own}")
    return Database(
        f"{base}/{own}",
        keep=lambda: ask(f"CREATE DATABASE {kept} TEMPLATE {own}"),
        restore=lambda: ask(f"DROP DATABASE {own} WITH (FORCE)", f"CREATE DATABASE {own} TEMPLATE {kept}"),
        drop=lambda: ask(*(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in (own, kept))),
    )


@pytest.fixture
def stage(theatre: Stage) -> Stage:
    """The prepared installation, as nobody has touched it yet."""
    theatre.restore()
    return theatre


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder kill real processes and take long."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.slow)
