"""What the benchmarks share: a small town with 10,000 public articles, built once and copied; tables; timing."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ARTICLES = int(os.environ.get("BENCH_ARTICLES", "10000"))


def set_up(database: str = "") -> None:
    """Settings and database of this run: a copy of the prepared town, or a new one in the database given."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhengtong.settings"
    os.environ.setdefault("ZT_LOG_LEVEL", "ERROR")
    folder = Path(os.environ.setdefault("ZT_DATA", tempfile.mkdtemp(prefix="zhengtong-bench-")))
    if database:
        os.environ["ZT_DATABASE_URL"] = database
    sys.path.insert(0, str(ROOT / "src"))
    import django

    django.setup()
    kept = None if database else _kept()
    if kept and kept.exists():
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        return
    _prepare()
    if kept:
        from django.db import connection

        connection.close()
        shutil.copytree(folder, kept)


def _kept() -> Path:
    """Beside the template of the tests, named by the same migrations and guards."""
    from zhengtong.conftest import _template

    source = (ROOT / "src/zhengtong/demo/bulk.py").stat().st_mtime_ns
    return Path(tempfile.gettempdir()) / "zhengtong-bench" / f"{_template().stem}-{ARTICLES}-{source:x}-built"


def _prepare() -> None:
    from django.core.management import call_command
    from django.db import connection

    from zhengtong.conftest import _template
    from zhengtong.demo.bulk import seed_articles

    if connection.vendor == "sqlite" and _template().exists():
        shutil.copyfile(_template(), connection.settings_dict["NAME"])
    call_command("migrate", verbosity=0)
    _settle()
    seed_articles(ARTICLES, NOW)
    build_all()


def _settle() -> None:
    from datetime import timedelta

    from zhengtong.duties.actions import add_column, appoint, create_person, open_unit
    from zhengtong.duties.models import PostKind
    from zhengtong.publishing.actions import places

    began = NOW - timedelta(days=7)
    open_unit("bgs", "区政府办公室", "区府办", "office", by=None, at=began)
    unit = open_unit("jw", "区教委", "区教委", "department", by=None, at=began)
    for name, post in (
        ("editor", PostKind.EDITOR), ("first", PostKind.REVIEWER_1), ("second", PostKind.REVIEWER_2), ("third", PostKind.DEPUTY),
    ):  # fmt: skip
        appoint(create_person(name, f"演示·{name}", by=None, at=began), unit, post, by=None, at=began)
    places.open_portal("演示门户", by=None, at=began)
    for code, name, kind in (
        ("tzgg", "通知公告", "notice"),
        ("zwdt", "政务动态", "news"),
        ("zcwj", "政策文件", "policy"),
    ):
        row = add_column(code, name, unit, by=None, at=began, kind=kind)
        places.open_column(
            row, by=None, at=began, description=name, keywords=name, column_type="信息公开目录"
        )


def build_all() -> None:
    from zhengtong.portal import build

    build.build_all(at=NOW)


def forget_the_portal() -> None:
    """As if nothing had ever been built."""
    from django.conf import settings

    from zhengtong.portal.build import documents
    from zhengtong.portal.models import BuiltFile, SearchDocument

    shutil.rmtree(settings.PORTAL_ROOT)
    BuiltFile.objects.all().delete()
    documents.drop(list(SearchDocument.objects.values_list("article_id", flat=True)))


def seconds_of(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


class Took(NamedTuple):
    """Seconds by the clock on the wall, and of this process's own work: on a shared machine they differ."""

    wall: float
    processor: float


def took(call: Callable[[], Any]) -> Took:
    wall, processor = time.perf_counter(), time.process_time()
    call()
    return Took(time.perf_counter() - wall, time.process_time() - processor)


def medians(samples: list[Took]) -> tuple[float, float]:
    """In milliseconds."""
    return tuple(1000 * statistics.median(values) for values in zip(*samples, strict=True))  # type: ignore[return-value]


def milliseconds(samples: Iterable[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    ordered = sorted(sample * 1000 for sample in samples)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def table(title: str, heads: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    print(f"\n### {title}\n\n| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for row in rows:
        print(f"| {' | '.join(_shown(value) for value in row)} |")
    sys.stdout.flush()


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.2f}" if value < 10 else f"{value:.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def ratio(said: str, value: float) -> None:
    print(f"\n**{said}: {value:.1f}×**")


def served(application: str, port: int) -> subprocess.Popen[bytes]:
    """An application under Granian as the platform starts it, one process."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
        "--blocking-threads", "2", "--no-ws", "--log-level", "error", application,
    ]  # fmt: skip
    path = os.pathsep.join([str(ROOT / "src"), str(HERE)])
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path})
