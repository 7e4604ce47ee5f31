"""What every test gets: fast password hashes, and append-only guards lifted while a test database is emptied."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management.commands import flush
from django.db import connections

from zhengtong.engine.ledger import guards

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # 12:00 in Beibei, a Monday and a working day


@pytest.fixture(autouse=True)
def fast_and_private(settings: Any, tmp_path: Any) -> None:
    """Cheap hashes, files in a folder of this test, no portal build on the side."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    settings.PORTAL_ROOT = tmp_path / "portal"
    settings.TRAY_ROOT = tmp_path / "tray"
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """An answer that a test did not read to its end leaves what its request remembered: it is not the next test's."""
    from zhengtong.duties.queries import stop_remembering

    stop_remembering()


@pytest.fixture
def at() -> datetime:
    """The moment at which a test happens."""
    return NOON


@contextmanager
def guards_lifted(database: str = "default") -> Iterator[None]:
    """For emptying a test database after a transactional test; never for tests of behaviour."""
    connection = connections[database]
    guards.remove_all(connection)
    try:
        yield
    finally:
        guards.install_all(connection)


@pytest.fixture(autouse=True, scope="session")
def flush_lifts_guards() -> Iterator[None]:
    plain = flush.Command.handle

    def handle(self: Any, **options: Any) -> Any:
        with guards_lifted(options["database"]):
            return plain(self, **options)

    with patch.object(flush.Command, "handle", handle):
        yield


# The migrated SQLite test database is made once and copied: 230 migrations take longer than most tests together.


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    return _on_sqlite()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give this test process a database file of its own, copied from the kept template where there is one."""
    if not _on_sqlite():
        return
    own = tmp_path_factory.mktemp("database") / "test.sqlite3"
    if _template().exists():
        shutil.copyfile(_template(), own)
    connections.databases["default"].setdefault("TEST", {})["NAME"] = str(own)


@pytest.fixture(scope="session", autouse=True)
def keep_template(request: pytest.FixtureRequest) -> None:
    """After the first migration, keep a copy for the other processes and the next run."""
    if not _on_sqlite() or _template().exists():
        return
    request.getfixturevalue("django_db_setup")
    connection = connections["default"]
    with request.getfixturevalue("django_db_blocker").unblock():
        fresh = _template().with_suffix(f".{os.getpid()}")
        fresh.parent.mkdir(parents=True, exist_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(fresh)])
        fresh.replace(_template())


def _on_sqlite() -> bool:
    return connections["default"].vendor == "sqlite"


@cache
def _template() -> Path:
    """Named by all migrations and guards, so that any change of them makes a new one."""
    import wagtail

    sources = sorted(Path(__file__).parent.rglob("*/migrations/*.py")) + sorted(
        Path(__file__).parent.rglob("guards.py")
    )
    mark = hashlib.sha256(b"".join(path.read_bytes() for path in sources) + wagtail.__version__.encode())
    return Path(tempfile.gettempdir()) / "zhengtong-tests" / f"{mark.hexdigest()[:24]}.sqlite3"
