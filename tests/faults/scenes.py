"""What happens in one process of its own: a person's verb, a worker, a command. Each takes and gives plain JSON values.

`village` prepares the data folder that every case starts from a copy of. NOW is the moment of all verbs; the worker's clock is
set too, so that a case is the same on every day.
"""

import os
import sys
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # 12:00 in Beibei, a Monday and a working day
ADDRESS = "example.invalid"


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@contextmanager
def clock_at(moment: datetime) -> Any:
    with patch("django.utils.timezone.now", lambda: moment):
        yield


# ---- the place where it happens ---------------------------------------------------------------------------


def village(template: str = "") -> dict[str, int]:
    """Two units, a portal of two columns, and one article at each point of its way."""
    from django.core.management import call_command
    from django.db import connection

    if template:
        import shutil

        shutil.copyfile(template, connection.settings_dict["NAME"])
    call_command("migrate", verbosity=0)
    _settle()
    worker(seconds=0)
    return picture()["counts"]


def _settle() -> None:
    from zhengtong.duties.actions import appoint, create_person, open_unit
    from zhengtong.duties.models import Person, PostKind

    began = NOW - timedelta(days=7)
    open_unit("bgs", "区政府办公室", "区府办", "office", by=None, at=began)
    school = open_unit("jw", "区教委", "区教委", "department", by=None, at=began)
    for name, post in (
        ("editor", PostKind.EDITOR), ("first", PostKind.REVIEWER_1), ("second", PostKind.REVIEWER_2),
        ("third", PostKind.DEPUTY),
    ):  # fmt: skip
        person = create_person(name, f"演示·{name}", by=None, at=began, must_change_password=False)
        Person.objects.filter(pk=person.pk).update(email=f"{name}@{ADDRESS}", password_changed_at=NOW)
        appoint(person, school, post, by=None, at=began)
    _open_columns(school, began)
    _write_articles(began)


def _open_columns(school: Any, at: datetime) -> None:
    from zhengtong.duties.actions import add_column
    from zhengtong.publishing.actions import places

    places.open_portal("演示门户", by=None, at=at)
    for code, name, kind in (("tzgg", "通知公告", "notice"), ("zwdt", "政务动态", "news")):
        row = add_column(code, name, school, by=None, at=at, kind=kind, update_every_days=14)
        places.open_column(row, by=None, at=at, description=name, keywords=name, column_type="信息公开目录")


ARTICLES = {
    # key of the article → title, how many stages are signed (None: a draft)
    "public": ("关于开放校园运动场的公告", 3),
    "draft": ("关于清理排水管网的通知", None),
    "waiting": ("关于核查低保对象的通知", 0),
    "almost": ("关于开展读网演练的通知", 2),
    "scheduled": ("关于调整校车线路的通知", 3),
}
PUBLISH_AT = timedelta(hours=1)


def _write_articles(began: datetime) -> None:
    from zhengtong.publishing.actions import create_draft, submit
    from zhengtong.publishing.models import ColumnPage

    column = ColumnPage.objects.get(column__code="tzgg")
    for number, (key, (title, signed)) in enumerate(ARTICLES.items()):
        at = began + timedelta(hours=number)
        article = create_draft(
            column, by=person("editor"), at=at, title=title, content_source="区教委", secrecy_checked=True,
            body=[("paragraph", f"<p>各单位：{title}，现将有关事项通知如下。</p>")],
        )  # fmt: skip
        if signed is None:
            continue
        publish_at = NOW + PUBLISH_AT if key == "scheduled" else None
        submission = submit(article, by=person("editor"), at=at, publish_at=publish_at)
        for name in ("first", "second", "third")[:signed]:
            _sign(submission, name, at)


def person(name: str) -> Any:
    from zhengtong.duties.models import Person

    return Person.objects.get(username=name)


def article(key: str) -> Any:
    from zhengtong.publishing.models import Article

    return Article.objects.get(title=ARTICLES[key][0])


# ---- what people do ---------------------------------------------------------------------------------------


def _sign(submission: Any, name: str, at: datetime) -> None:
    from zhengtong.publishing.actions import sign
    from zhengtong.publishing.kinds import Act, Gate

    gates = {gate.value: "pass" for gate in Gate}
    sign(submission, by=person(name), at=at, acts=list(Act), gates=gates, opinion="同意。")


def sign_first() -> None:
    """一审一校, which opens the second stage."""
    _sign(article("waiting").submissions.get(), "first", later(1))


def sign_last() -> None:
    """三审三校, which publishes."""
    _sign(article("almost").submissions.get(), "third", later(1))


def submit_draft() -> None:
    from zhengtong.publishing.actions import submit

    submit(article("draft"), by=person("editor"), at=later(1))


def take_down() -> None:
    from zhengtong.publishing import actions
    from zhengtong.publishing.kinds import TakedownReason

    actions.take_down(
        article("public"), by=_deputy(), at=later(1), reason=TakedownReason.ERROR, note="数据有误"
    )


def _deputy() -> Any:
    return person("third")


DOCUMENT = "关于做好防汛值守的通知\n\n各学校：\n\n请按要求做好值守。\n".encode()


def upload() -> None:
    """Somebody uploads a document, unless the list of uploads shows it already."""
    from zhengtong.publishing.models import ImportedFile

    if not ImportedFile.objects.exists():
        with patch(
            "zhengtong.publishing.actions.imports.SMALL", 0
        ):  # as if it were large: the worker reads it
            upload_again()


def upload_again() -> None:
    from zhengtong.duties.models import Unit
    from zhengtong.publishing.actions import receive

    receive(DOCUMENT, "防汛.txt", unit=Unit.objects.get(code="jw"), by=person("editor"), at=later(1))


def save_import() -> None:
    """The upload becomes a draft with its original as evidence."""
    from zhengtong.publishing.actions import import_draft
    from zhengtong.publishing.models import ColumnPage, ImportedFile

    imported = ImportedFile.objects.get()
    column = ColumnPage.objects.get(column__code="tzgg")
    import_draft(
        imported, by=person("editor"), at=later(2), column=column, kind="notice",
        title="关于做好防汛值守的通知", content_source="区教委", secrecy_checked=True,
    )  # fmt: skip


def keep_evidence() -> str:
    from zhengtong.engine.evidence.actions import keep

    return keep("证明材料".encode(), "证明.txt", by=person("editor"), at=later(1)).hash


def on_screen(name: str, act: str, key: str, **typed: str) -> dict[str, Any]:
    """Press the button of an act on an article's page, through every middleware."""
    return _pressed(_signed_in(name), act, key, typed)


def _signed_in(name: str) -> Any:
    from django.test import Client

    client = Client(raise_request_exception=False, HTTP_HOST="localhost")
    client.force_login(person(name), "zhengtong.duties.authority.PostBackend")
    return client


def _pressed(client: Any, act: str, key: str, typed: dict[str, Any]) -> dict[str, Any]:
    from django.urls import reverse

    with clock_at(later(1)):
        answer = client.post(reverse(f"articles:{act}", args=[article(key).pk]), typed)
    return {
        "status": answer.status_code,
        "page": answer.content.decode(),
        "retry": answer.get("Retry-After", ""),
    }


def meet_a_held_database(fifo: str, press: dict[str, Any]) -> dict[str, Any]:
    """Somebody signed in presses a button while another process holds the database for longer than anybody waits."""
    from django.db import connection

    client = _signed_in(press["name"])
    connection.close()
    connection.settings_dict["OPTIONS"]["timeout"] = 0.1
    held = Path(f"{fifo}.held")
    os.mkfifo(held)
    with Path(fifo).open("w"):  # closing it lets the other one go
        held.read_text()  # waits until the other one holds the database
        return _pressed(
            client,
            press["act"],
            press["key"],
            {name: press[name] for name in press.keys() - {"name", "act", "key"}},
        )


TOPIC = {
    "name": "防汛专题", "summary": "防汛信息", "slug": "fx2026", "place": "own", "reason": "汛期发布", "joint": [],
}  # fmt: skip


def open_case() -> None:
    """A unit applies for a topic (3.2); its deputy must consent."""
    from zhengtong.duties.actions import appoint, create_person
    from zhengtong.duties.models import PostKind, Unit
    from zhengtong.engine.procedures.actions import begin
    from zhengtong.engine.procedures.registry import procedures

    manager = create_person("manager", "演示·管理员", by=None, at=later(1), must_change_password=False)
    appoint(manager, Unit.objects.get(code="jw"), PostKind.SITE_MANAGER, by=None, at=later(1))
    begin(procedures["website.topic"], party="jw", by=manager, at=later(2), asked=TOPIC)


def consent_to_case() -> str:
    from zhengtong.engine.procedures.actions import perform
    from zhengtong.engine.procedures.models import Case

    perform(Case.objects.get(), "consent", by=person("third"), at=later(3), outcome="approve")
    return "done"


def write_in() -> str:
    """A citizen finds a fault on a public page; the same form, the same text: the same code."""
    from zhengtong.interaction import actions
    from zhengtong.interaction.rules import Said
    from zhengtong.publishing.queries import current_publication

    said = Said(
        kind="correction", correction_kind="typo", page=current_publication(article("public")).path, words="运动场",
        body="应为操场。",
    )  # fmt: skip
    return actions.receive(said, nonce="the-form", at=later(1)).code


def draft_reply() -> None:
    from zhengtong.interaction import actions

    actions.draft_answer(_message(), text="您好，已核对更正。", by=person("editor"), at=later(3))
    actions.submit_answer(_message(), by=person("editor"), at=later(4))


def send_reply() -> None:
    from zhengtong.interaction import actions

    actions.send_answer(_message(), by=person("first"), at=later(5))


def _message() -> Any:
    from zhengtong.interaction.models import CitizenMessage

    return CitizenMessage.objects.get()


# ---- what the machine does --------------------------------------------------------------------------------


def worker(seconds: float = 2, name: str = "local-1") -> None:
    """A worker as it starts, until nothing is due any more."""
    from django.core.management import call_command

    with clock_at(later(seconds)):
        call_command("worker", until_idle=True, name=name)


def worker_soon() -> None:
    """When uploads that nobody read at once are due."""
    worker(seconds=20)


def worker_next_hour() -> None:
    """When the scheduled article is due."""
    worker(seconds=PUBLISH_AT.total_seconds() + 1)


def tick(days: float = 30) -> int:
    from zhengtong.engine.clocks.actions import tick as move

    return move(NOW + timedelta(days=days))


def send_letters(seconds: float = 2) -> int:
    from zhengtong.engine.notify.outbox import send_due

    return send_due(later(seconds))


def send_letters_later() -> int:
    """When letters that were tried before may be tried again."""
    return send_letters(seconds=4000)


def build_portal() -> None:
    run_command(["build-portal", "--all"])


def command(*words: str, seconds: float = 2) -> None:
    """As typed in a shell: `zhengtong verify-ledger`."""
    from zhengtong.__main__ import main

    with patch.object(sys, "argv", ["zhengtong", *words]), clock_at(later(seconds)):
        main()  # a command that fails ends the process with its exit code


def run_command(words: list[str]) -> None:
    command(*words)


def migrate_again() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def static_files() -> None:
    """Those of one room, which are enough."""
    from django.contrib.staticfiles.finders import AppDirectoriesFinder

    from zhengtong.engine.jobs.management.commands.setup import collect_static

    finder = [AppDirectoriesFinder(app_names=["zhengtong.desk", "zhengtong.security"])]
    with patch("django.contrib.staticfiles.management.commands.collectstatic.get_finders", lambda: finder):
        collect_static()


def demo(small: bool = True) -> None:
    """The demo district, of a few units, in a database that has none."""
    from functools import partial

    from django.core.management import call_command

    from zhengtong.demo.management.commands import demo as demo_command

    few = frozenset({"bgs", "jw", "wjw", "tsjd", "yjj", "cjz", "wxb", "bb", "xcb", "gafj"})
    with patch.object(demo_command, "seed", partial(demo_command.seed, staffed=few)), clock_at(NOW):
        call_command("demo")


def sql(statements: list[str]) -> None:
    """What somebody with the database in hand does, past the guards."""
    from django.db import connection

    from zhengtong.engine.ledger import guards

    guards.remove_all(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    guards.install_all(connection)


def forge_a_page(path: str) -> None:
    """A page and its line in the manifest, changed together."""
    import gzip

    from zhengtong.engine.digests import digest
    from zhengtong.portal.build.staging import on_disk
    from zhengtong.portal.models import BuiltFile

    forged = on_disk(path).read_bytes().replace("通知".encode(), "公告".encode())
    on_disk(path).write_bytes(forged)
    on_disk(f"{path}.gz").write_bytes(gzip.compress(forged))
    BuiltFile.objects.filter(path=path).update(hash=digest(forged), size=len(forged))


def hold_the_database(fifo: str) -> None:
    """Another writer that does not let go until the other end of the fifo is closed."""
    from django.db import connection, transaction

    with Path(fifo).open() as let_go:  # waits until the other one is ready
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("UPDATE ledger_head SET seq = seq")
            Path(f"{fifo}.held").write_text("")
            let_go.read()


# ---- what can be seen afterwards --------------------------------------------------------------------------


def fingerprint() -> str:
    """One value over every row of every table: equal exactly when the database holds the same."""
    import hashlib

    from django.db import connection

    mark = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
            mark.update(f"{table}{rows}".encode())
    return mark.hexdigest()


def statements(of: str) -> int:
    """How many statements a scene sends before its first commit. It is not done: the transaction is undone."""
    from django.db import connection
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.test.utils import CaptureQueriesContext

    class Enough(Exception):
        pass

    def stop(self: Any) -> None:
        self.rollback()  # PostgreSQL does not let go of a transaction that is neither committed nor undone
        raise Enough

    with CaptureQueriesContext(connection) as captured, patch.object(BaseDatabaseWrapper, "commit", stop):
        with suppress(Enough):
            globals()[of]()
    return len([one for one in captured if not one["sql"].startswith(("BEGIN", "COMMIT", "ROLLBACK"))])


def halves() -> list[str]:
    """What must not be found at any moment, not even between a kill and the next start."""
    from django.conf import settings
    from django.db.models import F

    from zhengtong.publishing.models import Article, Publication, Seat
    from zhengtong.publishing.queries import live_without_signatures

    public = set(Publication.objects.filter(ended_at__isnull=True).values_list("article_id", flat=True))
    live = set(Article.objects.filter(live=True).values_list("pk", flat=True))
    reviewers = Seat.objects.filter(stage__gt=0, signatures__isnull=True)
    ahead = Publication.objects.exclude(submission__state="published").exclude(
        content_hash=F("submission__content_hash")
    )
    pages = (path for path in settings.PORTAL_ROOT.rglob("*.html") if ".building" not in path.parts)
    return [
        *(f"ledger: {place.message}" for place in _broken()),
        *(f"live without signatures: {one}" for one in live_without_signatures()),
        *(f"live and not public, or public and not live: {key}" for key in live ^ public),
        *(f"seat without signature: {seat}" for seat in reviewers),
        *(f"publication without its submission: {one}" for one in ahead),
        *(f"half a page: {path}" for path in pages if not path.read_text().rstrip().endswith("</html>")),
    ]


def told_through(story: list[str]) -> dict[str, Any]:
    """The whole story without a fault, and what can be seen in the end."""
    for scene in story:
        globals()[scene]()
    return picture()


def recover(story: list[str], victim: int) -> dict[str, Any]:
    """After the kill: look, start the worker, let whoever was at it do it again, and go on to the end of the story."""
    from zhengtong.engine.refusals import Refused

    found = halves()
    if not story[victim].startswith(
        "worker"
    ):  # else what comes next is the worker that starts again, at its own time
        worker()
    try:
        globals()[story[victim]]()
        again = "done"
    except Refused as refused:
        again = str(sorted(refused.codes))
    for scene in story[victim + 1 :]:
        globals()[scene]()
    return {"halves": found + halves(), "again": again, "picture": picture()}


def picture(rebuild: bool = True) -> dict[str, Any]:
    """All that matters, without keys that a database may give differently the second time."""
    return {
        **_records(), **_told(), **_portal(rebuild),
        "guards": _guards(),
        "static files": _static(),
        "broken lines": [place.message for place in _broken()],
        "letters delivered": delivered(),
        "jobs left": _jobs_left(),
        "counts": _counts(),
    }  # fmt: skip


def _broken() -> list[Any]:
    from zhengtong.engine.ledger.queries import broken

    return broken()


def _guards() -> list[str]:
    from django.db import connection

    table = (
        "sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {'name' if connection.vendor == 'sqlite' else 'tgname'} FROM {table}")
        return sorted(name for (name,) in cursor.fetchall())


def _static() -> list[list[Any]]:
    from django.conf import settings

    files = (path for path in settings.STATIC_ROOT.rglob("*") if path.is_file())
    return sorted([path.relative_to(settings.STATIC_ROOT).as_posix(), path.stat().st_size] for path in files)


def _records() -> dict[str, Any]:
    from zhengtong.engine.clocks.models import Clock, ClockEvent
    from zhengtong.engine.ledger.models import Entry
    from zhengtong.interaction import tray
    from zhengtong.interaction.models import Answer, CitizenMessage, Forwarding
    from zhengtong.publishing.models import Article, Publication, Seat, Signature, Submission
    from zhengtong.publishing.queries import live_without_signatures

    submission = ("submission__article__title", "submission__number")
    return {
        "articles": _rows(Article, "title", "live", "draft_title"),
        "submissions": _rows(Submission, "article__title", "number", "state", "stage", "ended_by__username"),
        "seats": _rows(Seat, *submission, "stage", "person__username"),
        "signatures": _rows(Signature, *submission, "stage", "act", "person__username", "content_hash"),
        "publications": _rows(Publication, "article__title", "path", "content_hash", "ended_at", "published_at"),
        "live without signatures": [str(one) for one in live_without_signatures()],
        "clocks": _rows(Clock, "kind", "subject_name", "state", "due_at", "missed_at", "warned_at", "escalated"),
        "clock events": _rows(ClockEvent, "clock__kind", "clock__subject_name", "kind", "at"),
        "citizens' messages": _rows(CitizenMessage, "number", "code_mark", "title", "state", "received_at", "closed_at"),
        "forwardings": _rows(Forwarding, "message__number", "unit__code", "role", "ended_at"),
        "answers": _rows(Answer, "message__number", "number", "state", "sent_at", "reviewed_by__username"),
        "tray": list(tray.marks(100)),
        "ledger": sorted(Entry.objects.values_list("verb", "subject_name", "actor_name")),
    }  # fmt: skip


def _told() -> dict[str, Any]:
    from zhengtong.engine.notify.models import Letter, Message

    return {
        "messages": _rows(Message, "person__username", "subject", "at"),
        "letters": _rows(Letter, "to", "subject", "state"),
    }


def _portal(rebuild: bool) -> dict[str, Any]:
    from zhengtong.portal import build
    from zhengtong.portal.models import BuiltFile
    from zhengtong.portal.search import Narrowing, find
    from zhengtong.tools.search import parse

    differences = build.verify(at=later(5), rebuild=rebuild)
    return {
        "portal differs": [str(one) for one in differences],
        "files": _rows(BuiltFile, "path", "hash"),
        "found": {
            title: [one.url for one in find(parse(f"“{title}”"), Narrowing()).documents if one.title == title]
            for title, _ in ARTICLES.values()
        },
    }  # fmt: skip


def _jobs_left() -> list[Any]:
    from zhengtong.engine.jobs.models import Job

    return sorted(Job.objects.exclude(state="done").values_list("task", "state", "error"))


def _counts() -> dict[str, int]:
    from zhengtong.engine.evidence.models import Evidence, Exhibit
    from zhengtong.publishing.models import Hand, ImportedFile, ImportedPicture

    return {
        model.__name__: model.objects.count()
        for model in (Evidence, Exhibit, Hand, ImportedFile, ImportedPicture)
    }


def _rows(model: Any, *names: str) -> list[list[str]]:
    return sorted([str(value) for value in row] for row in model.objects.values_list(*names))


def delivered() -> list[list[str]]:
    """Letters that reached the mail server, each with the name by which a receiver knows it again."""
    import email
    import email.policy

    from django.conf import settings

    found = []
    for file in sorted(Path(settings.EMAIL_FILE_PATH).glob("*")):
        for text in file.read_text().split("-" * 79):
            letter = email.message_from_string(text.strip(), policy=email.policy.default)
            if letter["To"]:
                found.append([letter["To"], letter["Subject"]])
    return sorted(found)
