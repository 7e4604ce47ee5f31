"""The last signature, which publishes, with 10,000 other articles: with our search, and with Wagtail's stock search switched on."""

import os
import uuid
from datetime import timedelta
from typing import Any

import town
from bench_search import STOCK, compare, fill

TIMES = 15


def main() -> None:
    """PostgreSQL in a process of its own: settings are read once."""
    if "BENCH_POSTGRES" in os.environ:
        town.set_up(os.environ["BENCH_POSTGRES"])
        publish("PostgreSQL")
        compare("PostgreSQL")
        return
    town.set_up()
    publish("SQLite")
    if os.environ.get("ZT_TEST_POSTGRES_URL"):
        on_postgresql(os.environ["ZT_TEST_POSTGRES_URL"])


def publish(database: str) -> None:
    """Taken in turns, so that a busy machine is as busy for both."""
    from django.test import override_settings
    from wagtail.search.backends import get_search_backend

    settings = {"zhengtong": town_settings(), "Wagtail stock search": STOCK}
    with override_settings(WAGTAILSEARCH_BACKENDS=STOCK):
        fill(get_search_backend())
    signed: dict[str, list[town.Took]] = {name: [] for name in settings}
    shown: dict[str, list[town.Took]] = {name: [] for name in settings}
    for number in range(-1, 2 * TIMES):  # the first warms up
        name = list(settings)[number % 2]
        with override_settings(WAGTAILSEARCH_BACKENDS=settings[name]):
            took, built = one(number)
        if number >= 0:
            signed[name].append(took)
            shown[name].append(built)
    rows = [(name, *town.medians(signed[name]), *town.medians(shown[name])) for name in settings]
    town.table(
        f"{TIMES} publications with {town.ARTICLES:,} articles, {database}",
        ("search setting", "last signature: ms", "of it processor", "then on the portal: ms", "of it processor"), rows,
    )  # fmt: skip
    town.ratio("Last signature, Wagtail's stock search over ours", rows[1][1] / rows[0][1])


def town_settings() -> Any:
    from django.conf import settings

    return settings.WAGTAILSEARCH_BACKENDS


def one(number: int) -> "tuple[town.Took, town.Took]":
    from zhengtong.engine.jobs.actions import work_off

    work_off(town.NOW + timedelta(seconds=5))
    submission = two_thirds(number)
    took = town.took(lambda: _sign(submission, "third"))
    return took, town.took(lambda: work_off(town.NOW + timedelta(seconds=5)))


def two_thirds(number: int):  # type: ignore[no-untyped-def]
    """A new article with two of three signatures."""
    from zhengtong.duties.models import Person
    from zhengtong.publishing.actions import create_draft, submit
    from zhengtong.publishing.models import ColumnPage

    editor = Person.objects.get(username="editor")
    article = create_draft(
        ColumnPage.objects.get(column__code="tzgg"), by=editor, at=town.NOW, title=f"关于开展读网演练的通知（{number}）",
        content_source="区教委", secrecy_checked=True, body=[("paragraph", "<p>各单位：现将有关事项通知如下。</p>")],
    )  # fmt: skip
    submission = submit(article, by=editor, at=town.NOW)
    for name in ("first", "second"):
        _sign(submission, name)
    return submission


def _sign(submission, name: str) -> None:  # type: ignore[no-untyped-def]
    from zhengtong.duties.models import Person
    from zhengtong.publishing.actions import sign
    from zhengtong.publishing.kinds import Act, Gate

    gates = {gate.value: "pass" for gate in Gate}
    sign(submission, by=Person.objects.get(username=name), at=town.NOW, acts=list(Act), gates=gates)


def on_postgresql(server: str) -> None:
    import subprocess
    import sys
    import tempfile

    import psycopg

    name = f"zt_bench_{uuid.uuid4().hex[:10]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        try:
            url = f"{server.rpartition('/')[0]}/{name}"
            with tempfile.TemporaryDirectory() as folder:
                changed = {"BENCH_POSTGRES": url, "ZT_DATA": folder}
                subprocess.run([sys.executable, __file__], env=os.environ | changed, check=True)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


if __name__ == "__main__":
    main()
