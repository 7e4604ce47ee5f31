"""A district of two units in which everything exists once, and one client for each role. Made once, then only looked at.

All requests happen inside one transaction that is rolled back at the end. What a request was allowed to do is rolled back
after it; what a refused request did stays, so that it shows.
"""

import hashlib
import io
import logging
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from zhengtong.conftest import (  # noqa: F401  the database of the tests under src, and quick hashes
    django_db_keepdb,
    django_db_modify_db_settings,
    fast_and_private,
    flush_lifts_guards,
    keep_template,
)
from zhengtong.duties import actions as duties
from zhengtong.duties.models import ContentKind, Person, PostKind, ResponsibleColumn, Unit
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks.queries import running
from zhengtong.engine.console import menu
from zhengtong.engine.evidence.actions import keep
from zhengtong.engine.evidence.queries import exhibits_of
from zhengtong.engine.jobs.actions import enqueue
from zhengtong.engine.jobs.models import Job, State
from zhengtong.engine.jobs.registry import tasks
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.procedures import actions as cases
from zhengtong.engine.procedures.registry import procedures
from zhengtong.interaction import actions as messages
from zhengtong.interaction.actions import consultations, interviews, rounds, surveys
from zhengtong.interaction.importing.saying import Options as ListOptions
from zhengtong.interaction.models import CitizenMessage, Source
from zhengtong.interaction.rules import Said
from zhengtong.interaction.rules.rounds import Told
from zhengtong.interaction.rules.surveys import Given
from zhengtong.newmedia import actions as newmedia
from zhengtong.publishing import actions as publishing
from zhengtong.publishing.actions import places
from zhengtong.publishing.kinds import Act, Gate
from zhengtong.publishing.models import Article, ColumnPage, ImportedPicture
from zhengtong.registry import actions as registry
from zhengtong.registry.importing.saying import Options
from zhengtong.registry.rules import Particulars
from zhengtong.security import actions as custody
from zhengtong.security.actions.sittings import note_sign_in
from zhengtong.security.models import Outcome, Sitting
from zhengtong.security.rules.custody import Safeguards
from zhengtong.websites import actions as websites

# The columns of the table, in its order: code → who it is.
ROLES = {
    "ano": "anonymous visitor",
    "edA": "editor of unit A, who wrote its articles",
    "r1A": "first reviewer of A",
    "dpA": "deputy in charge of A",
    "prA": "principal of A",
    "smA": "site manager of A",
    "pfA": "first proofreader of A",
    "waA": "watch officer of A",
    "seA": "security officer of A",
    "opA": "editor of an operator that A commissioned with one column",
    "edB": "editor of unit B",
    "smB": "site manager of B",
    "clk": "the Office's clerk",
    "cos": "co-supervisor (cyberspace)",
    "sys": "system administrator",
    "sec": "security administrator",
    "aud": "audit administrator",
    "end": "somebody whose only post, editor of A, ended a moment ago",
    "off": "editor of A whose account was closed while signed in",
}
POSTS = {
    "edA": ("jw", PostKind.EDITOR), "r1A": ("jw", PostKind.REVIEWER_1), "r2A": ("jw", PostKind.REVIEWER_2),
    "dpA": ("jw", PostKind.DEPUTY), "prA": ("jw", PostKind.PRINCIPAL), "smA": ("jw", PostKind.SITE_MANAGER),
    "pfA": ("jw", PostKind.PROOFREADER_1), "waA": ("jw", PostKind.WATCH_OFFICER), "seA": ("jw", PostKind.SECURITY_OFFICER),
    "edB": ("wjw", PostKind.EDITOR), "smB": ("wjw", PostKind.SITE_MANAGER), "clk": ("bgs", PostKind.OFFICE_CLERK),
    "cos": ("wxb", PostKind.CO_SUPERVISOR), "sys": ("bgs", PostKind.SYSTEM_ADMIN), "sec": ("bgs", PostKind.SECURITY_ADMIN),
    "aud": ("bgs", PostKind.AUDIT_ADMIN), "lck": ("jw", PostKind.PROOFREADER_2), "end": ("jw", PostKind.EDITOR), "off": ("jw", PostKind.EDITOR),
}  # fmt: skip
UNITS = (
    ("bgs", "区政府办公室", "office"), ("wxb", "区委网信办", "cyberspace"), ("jw", "区教委", "department"),
    ("wjw", "区卫生健康委", "department"),
)  # fmt: skip
SINCE = date(2020, 1, 1)
PASSED = {gate.value: "pass" for gate in Gate}
# What only the hands of A and those who supervise may read. Each word stands in one thing only.
DRAFT, IN_REVIEW, NEW_TITLE, OUTSIDE = "青松拟稿", "翠竹送审", "寒梅改题", "幽兰别栏"
RELAXATION, CONTRACT, NOTE, PICTURE, SYSTEM = "银杏人手", "桂花合同", "海棠备注", "芙蓉图片", "丹桂制度"
BOUND = "紫薇手机"
PUBLIC, HELD, NEIGHBOUR = "公开的通知", "保留的公告", "邻家草稿"
ARTICLE_WORDS = (DRAFT, IN_REVIEW, NEW_TITLE, OUTSIDE, PICTURE)
CASE, LETTER, KNOWN = "茉莉事由", "石榴来信", "腊梅问答"
LISTED = "月季来信"
SURVEY_DRAFT, SURVEY_WORDS, OPINION, ASKED, LIVE = "腊梅调查", "山茶填写", "木槿意见", "玉兰提问", "石榴实录"
UNIT_WORDS = (
    RELAXATION, CONTRACT, NOTE, SYSTEM, BOUND, CASE, SURVEY_DRAFT, SURVEY_WORDS, OPINION, ASKED, LIVE, LETTER,
)  # fmt: skip
# What stands behind the addresses that name a thing: the thing, or the words of the address and the things in it. All are
# unit A's, but for what belongs to the whole installation.
SAMPLES: dict[str, Any] = {
    "portal:answer": "public answer",
    "cases_section": lambda _: ["websites"], "cases_procedure": lambda _: ["website.change"],
    "cases_begin": lambda _: ["website.change"], "cases:step": lambda things: [things["case"].pk, "consent"],
    "cases:paper": lambda things: [things["case"].pk, "approval", "docx"], "cases:": "case",
    "interaction_surveys:": "survey", "interaction_consultations:": "consultation", "interaction_interviews:": "interview",
    "interaction_words": "survey", "interaction_pick": "written words", "interaction_question_remove": "drafted question",
    "interaction_group_decide": "opinion group", "interaction_question_sift": "visitor's question",
    "interaction_entry_review": "live entry", "portal:survey": "survey", "portal:consultation": "consultation",
    "portal:interview": "interview",
    "portal:round_attachment": lambda things: ["zj", things["consultation"].pk, things["attachment"].pk],
    "newmedia_rechecks:": "recheck", "newmedia_note_update": "channel",
    "websites_watches:": "watch", "websites_content": "case",
    "security:end_sitting": "sitting", "security:media": lambda things: [things["image"].file.name],
    "security_accounts:unlock": "locked", "security_accounts:second-factor-reset": "locked", "security_accounts:": "person",
    "security_sign_ins:": "sign in", "security_custodies:hand-over": "custody kept",
    "security_custodies:restate": "custody kept", "security_custodies:release": "custody kept", "security_custodies:": "custody", "security_handover:": "custody", "duties_units:": "unit", "duties_appointments:": "appointment", "duties_columns:": "column",
    "duties_commissions:": "commission", "duties_relaxations:": "relaxation", "duties_people:": "person", "desk:unit": "unit",
    "registry_channels:": "channel", "registry_imports:": "list of channels", "interaction_imports:": "list of messages",
    "interaction_receipts:": "list of receipts", "interaction_messages:": "forwarded letter", "interaction_known:": "known answer",
    "jobs:": "job", "ledger:": "entry", "regulation:clause": lambda _: ["5.2"],
    "clocks_clock": "clock", "notify_open": "message", "evidence_download": "evidence",
    "topics:": "topic", "articles:submit": "draft", "articles:discard": "draft", "articles:take-down": "public", "articles:release-hold": "held", "articles:": "review",
    "publishing:import_picture": lambda things: [things["import"].pk, 1], "publishing:import_": "import",
    "publishing:": "submission",
    "wagtailadmin_explore": "column page", "wagtailadmin_choose_page_child": "column page",
    "wagtailadmin_pages:add_subpage": "column page",
    "wagtailadmin_pages:add": lambda things: ["publishing", "article", things["column page"].pk],
    "wagtailadmin_pages:preview_on_add": lambda things: ["publishing", "article", things["column page"].pk],
    "wagtailadmin_pages:revisions_view": lambda things: [things["draft"].pk, things["revision"].pk],
    "wagtailadmin_pages:revisions_compare": lambda things: [things["draft"].pk, things["revision"].pk, "latest"],
    "wagtailadmin_pages:": "draft", "wagtailadmin_tag_model_autocomplete": lambda _: ["taggit", "tag"],
    "wagtailadmin_editing_sessions:ping": lambda things: ["publishing", "article", str(things["draft"].pk), 1],
    "wagtailadmin_editing_sessions:release": lambda _: [1],
    "wagtailimages_chooser:": "image", "wagtaildocs_chooser:": "document",
}  # fmt: skip
# Bodies of posts that are not empty: the CMS stops on an empty one.
TYPED = {
    "wagtailadmin_choose_page_external_link": {"external-link-chooser-url": ""},
    "wagtailadmin_pages:add": {"body-count": "0"}, "wagtailadmin_pages:edit": {"body-count": "0"},
}  # fmt: skip
# Tables that change by being signed in and by looking at pages.
BY_LOOKING = {
    "sessions.session",
    "security.sitting",
    "wagtailadmin.editingsession",
    "wagtailimages.rendition",
}


@dataclass
class World:
    at: datetime
    folders: dict[str, Path]
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    roles: dict[str, str] = field(default_factory=lambda: dict(ROLES))
    article_words: tuple[str, ...] = ARTICLE_WORDS
    unit_words: tuple[str, ...] = UNIT_WORDS
    drafted, outside, public, neighbour = DRAFT, OUTSIDE, PUBLIC, NEIGHBOUR

    def address(self, name: str, thing: str = "") -> str:
        """The address of this name about the sample thing of its room, or about another one. Raises LookupError without one."""
        if not thing:
            with suppress(NoReverseMatch):
                return reverse(name)
        found = thing or next((sample for start, sample in SAMPLES.items() if name.startswith(start)), None)
        if found is None:
            raise LookupError(f"{name} names a thing: give it a sample in tests/access/conftest.py")
        return reverse(name, args=found(self.things) if callable(found) else [self.things[found].pk])

    def address_with(self, name: str, *words: Any) -> str:
        return reverse(name, args=words)

    def words_of(self, response: HttpResponse) -> str:
        return words_of(response)

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What happens here is taken back."""
        before = transaction.savepoint()
        try:
            yield
        finally:
            transaction.savepoint_rollback(before)

    def call(self, role: str, method: str, name: str, thing: str = "", **more: Any) -> HttpResponse:
        """`ask` by the name of an address."""
        typed = TYPED.get(name, {}) if method == "POST" else {}
        return self.ask(role, method, self.address(name, thing), **more, **typed)

    def ask(
        self,
        role: str,
        method: str,
        url: str,
        *,
        keep: Callable[[HttpResponse], bool] | None = None,
        **data: str,
    ) -> HttpResponse:
        """One request as this role. Its effects are undone, unless `keep(response)`."""
        self.client.cookies = SimpleCookie()
        if role in self.sessions:
            self.client.cookies[django_settings.SESSION_COOKIE_NAME] = self.sessions[role]
        before = transaction.savepoint()
        response = (self.client.get if method == "GET" else self.client.post)(url, data)
        if keep is not None and keep(response):
            transaction.savepoint_commit(before)
        else:
            transaction.savepoint_rollback(before)
        return response

    def body(self, role: str, url: str, **data: str) -> str:
        return words_of(self.ask(role, "GET", url, **data))

    def digests(self) -> dict[str, str]:
        """Table → digest of all its rows as they are stored, but for what looking at pages changes."""
        found = {}
        for model in apps.get_models(include_auto_created=True):
            if model._meta.label_lower not in BY_LOOKING:
                table, key = model._meta.db_table, model._meta.pk.column
                with connection.cursor() as cursor:
                    cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"')
                    rows = [
                        [bytes(it) if isinstance(it, memoryview) else it for it in row]
                        for row in cursor.fetchall()
                    ]
                found[model._meta.label_lower] = hashlib.sha256(repr(rows).encode()).hexdigest()
        return found


def words_of(response: HttpResponse) -> str:
    """What can be read in an answer: spreadsheets unpacked, the escapes of JSON undone."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if zipfile.is_zipfile(io.BytesIO(content)):
        packed = zipfile.ZipFile(io.BytesIO(content))
        content = b"\n".join(packed.read(name) for name in packed.namelist())
    return re.sub(
        r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), content.decode(errors="replace")
    )


@pytest.fixture(scope="module")
def settled(django_db_setup: Any, django_db_blocker: Any) -> Iterator[World]:
    folder = Path(tempfile.mkdtemp(prefix="zhengtong-access-"))
    own = {name: folder / name.lower() for name in ("MEDIA_ROOT", "EVIDENCE_ROOT", "PORTAL_ROOT")}
    with django_db_blocker.unblock(), override_settings(ALLOWED_HOSTS=["*"], **own), rolled_back():
        yield furnish(World(timezone.now() - timedelta(hours=2), own))


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(settled: World, settings: Any) -> World:
    """The same district for every test, with its files (the quick hashes' fixture has put folders of its own in place)."""
    for name, folder in settled.folders.items():
        setattr(settings, name, folder)
    return settled


@pytest.fixture
def bare() -> Iterator[None]:
    """Nothing is drawn: who may is decided before."""
    with patch.object(Template, "render", lambda *_, **__: ""):
        yield


@pytest.fixture
def without_menu() -> Iterator[None]:
    """Pages without the menu, which is half of their cost and names no thing."""
    with patch.object(menu, "items_for", lambda request: []):
        yield


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals are what is asked for here."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.ERROR)
    yield
    logger.setLevel(level)


def furnish(world: World) -> World:
    at = world.at
    make_people(world, at)
    make_duties(world, at)
    make_articles(world, at)
    make_letters(world, at)
    make_the_rest(world, at)
    make_cases(world, at)
    make_messages(world, at)
    make_rounds(world, at)
    sign_everybody_in(world)
    duties.end_appointment(world.things["ended"], reason="调离", by=None, at=timezone.now())
    duties.close_account(world.people["off"], reason="退休", by=None, at=timezone.now())
    return world


def make_people(world: World, at: datetime) -> None:
    rows = [Unit(code=code, name=name, short_name=name, kind=kind, order=place, valid_from=SINCE)
            for place, (code, name, kind) in enumerate(UNITS)]  # fmt: skip
    world.units = {unit.code: unit for unit in Unit.objects.bulk_create(rows)}
    for role, (unit, post) in POSTS.items():
        person = world.people[role] = Person.objects.create_user(role.lower(), name=f"演示·{role}")
        held = duties.appoint(person, world.units[unit], post, by=None, at=at)
        world.things[f"appointment {role}"] = held
    world.things["appointment"], world.things["ended"] = (
        world.things["appointment edA"],
        world.things["appointment end"],
    )
    world.people["opA"] = Person.objects.create_user("opa", name="演示·opA")


def make_duties(world: World, at: datetime) -> None:
    jw, manager, things = world.units["jw"], world.people["smA"], world.things
    today = business_date(at)
    things["unit"] = jw
    things["column"] = duties.add_column(
        "tzgg", "通知公告", jw, by=None, at=at, kind=ContentKind.NOTICE, update_every_days=7
    )
    things["other column"] = duties.add_column("jyxx", "教育信息", jw, by=None, at=at)
    duties.add_column("wjgg", "卫健公告", world.units["wjw"], by=None, at=at)
    things["commission"] = duties.commission_operator(
        jw, reference=CONTRACT, valid_from=today, valid_until=today + timedelta(days=90), agency="演示承办机构", outside=True,
        columns=[things["column"]], by=manager, at=at,
    )  # fmt: skip
    duties.appoint(world.people["opA"], jw, PostKind.EDITOR, commission=things["commission"],
                   valid_until=today + timedelta(days=90), by=manager, at=at)  # fmt: skip
    things["relaxation"] = duties.request_relaxation(
        jw, reason=RELAXATION, valid_until=today + timedelta(days=30), by=manager, at=at
    )
    things["evidence"] = keep("第一条　按月核对栏目。".encode(), f"{SYSTEM}.txt", by=manager, at=at)
    duties.set_written_system(
        jw, "column_duty", version=SYSTEM, adopted_on=today, evidence=things["evidence"], by=manager, at=at
    )


def make_articles(world: World, at: datetime) -> None:
    things, people = world.things, world.people
    places.open_portal("演示门户", by=None, at=at)
    for column in ("column", "other column"):
        things[f"{column} page"] = open_column(things[column], at)
    things["neighbour page"] = open_column(ResponsibleColumn.objects.get(code="wjgg"), at)

    things["topic"] = publishing.open_topic(
        title="开学服务",
        summary="演示专题",
        lead=world.units["jw"],
        slug="kaixue",
        reason="演示",
        by=None,
        at=at,
    )

    def written(title: str, page: str = "column page") -> Article:
        return publishing.create_draft(
            things[page], by=people["edA"], at=at, title=title, content_source="区教委", secrecy_checked=True,
            body=[("paragraph", f"<p>{title}正文。</p>")],
        )  # fmt: skip

    things["draft"], things["outside"] = written(DRAFT), written(OUTSIDE, "other column page")
    things["review"] = written(IN_REVIEW)
    things["submission"] = publishing.submit(things["review"], by=people["edA"], at=at)

    def published(title: str) -> Article:
        draft = written(title)
        submission = publishing.submit(draft, by=people["edA"], at=at)
        for role in ("r1A", "r2A", "dpA"):
            publishing.sign(submission, by=people[role], at=at, acts=tuple(Act), gates=PASSED)
        return Article.objects.get(pk=draft.pk)

    things["public"], things["held"] = published(PUBLIC), published(HELD)
    until = business_date(at) + timedelta(days=30)
    publishing.keep_public(things["held"], until=until, reason="迁移公告", clause="3.9", by=None, at=at)
    later = things["public"].get_latest_revision_as_object()
    later.title = NEW_TITLE
    later.save_revision(user=people["edA"])
    things["revision"] = things["draft"].get_latest_revision()
    things["draft"].get_latest_revision_as_object().save_revision(user=people["edA"])
    things["neighbour"] = publishing.create_draft(
        things["neighbour page"], by=people["edB"], at=at, title=NEIGHBOUR
    )
    text = f"{DRAFT}的附件\n\n各单位：\n请按要求办理。\n".encode()
    things["import"] = publishing.receive(
        text, f"{DRAFT}.txt", unit=world.units["jw"], by=people["edA"], at=at
    )
    things["picture"] = ImportedPicture.objects.create(
        imported=things["import"], number=1, data=drawn(), media_type="image/png"
    )


def bring_lists(things: dict[str, Any], clerk: Person, at: datetime) -> None:
    """A list of messages that waits for its confirmation, and a list of receipts of an earlier one."""
    head = "工单号,诉求类型,标题,内容,受理时间\n"
    for number in ("1", "2"):
        listed = f"{head}{number},咨询,{LISTED},{LISTED}何时开放,2020-01-02\n".encode()
        batch = messages.read_list(listed, "热线.csv", Source.HOTLINE, ListOptions(), by=clerk, at=at)
        if number == "1":
            messages.confirm_list(batch, by=clerk, at=at)
            message = CitizenMessage.objects.get(source_number=number)
            messages.decline(message, why="不属于本级政府职责", by=clerk, at=at)
    things["list of messages"] = batch
    things["list of receipts"] = messages.make_receipts(Source.HOTLINE, only_new=True, by=clerk, at=at)


def make_letters(world: World, at: datetime) -> None:
    """A letter that A has answered and that everybody may read."""
    people = world.people
    letter = messages.register(
        Said(kind="enquiry", title="公开的来信", body="请问何时报名？", may_publish=True),
        source="web",
        received_at=at,
        at=at,
    )
    messages.forward(letter, world.units["jw"], by=people["clk"], at=at)
    letter.refresh_from_db()
    messages.draft_answer(letter, text="六月一日起报名。", by=people["smA"], at=at)
    messages.submit_answer(letter, by=people["smA"], at=at)
    messages.send_answer(letter, by=people["r1A"], at=at)
    letter.refresh_from_db()
    world.things["public answer"] = messages.make_public(
        letter,
        title="何时报名",
        question="何时报名？",
        reply="六月一日起。",
        proposed=[],
        checked=True,
        by=people["clk"],
        at=at,
    )


def open_column(column: Any, at: datetime) -> ColumnPage:
    return places.open_column(
        column, by=None, at=at, description="演示栏目", keywords="演示", column_type="信息公开目录"
    )


def make_the_rest(world: World, at: datetime) -> None:
    things, people = world.things, world.people
    told = Particulars(kind="account", platform="weixin", name="北碚区教委", handle="beibei_jw_demo", functions=("publish",),
                       opened_on=SINCE, note=NOTE)  # fmt: skip
    things["channel"] = registry.register(told, host=world.units["jw"], by=people["clk"], at=at, draft=True)
    secured = Safeguards("sms", business_date(at), bound_to=BOUND, resetter=people["smA"])
    things["custody"] = custody.take_custody(
        things["channel"], "phone", people["edA"], secured, by=people["smA"], at=at
    )
    things["custody kept"] = custody.take_custody(
        things["channel"], "platform", people["edA"], secured, by=people["smA"], at=at
    )
    custody.hand_over(things["custody"], people["r1A"], reason="岗位调整", by=people["edA"], at=at)
    listed = "平台,名称,主办单位,账号标识\n抖音,北碚区教委,区教委,beibei_jw_douyin\n".encode()
    things["list of channels"] = registry.read_list(listed, "清单.csv", Options(), by=people["clk"], at=at)
    bring_lists(things, people["clk"], at)
    things["clock"] = running().get(
        subject_type="duties.responsiblecolumn", subject_id=str(things["column"].pk)
    )
    things["submission clock"] = running().get(subject_type="publishing.submission")
    (things["message"],) = tell(
        f"person:{people['edA'].pk}", f"{DRAFT}待办", text="请办理。", url="/console/", at=at
    )
    things["job"] = enqueue(next(iter(sorted(tasks))), at=at)
    Job.objects.filter(pk=things["job"].pk).update(state=State.FAILED, finished_at=at, error="演示错误")
    things["entry"] = Entry.objects.order_by("seq").first()
    things["person"] = people["edA"]
    things["sign in"] = note_sign_in(
        "eda", people["edA"], Outcome.SIGNED_IN, address="127.0.0.1", agent="", at=at
    )
    things["image"] = get_image_model().objects.create(
        title=PICTURE, file=ContentFile(drawn(), "a.png"), width=8, height=8, uploaded_by_user=people["edA"]
    )
    things["document"] = get_document_model().objects.create(
        title=PICTURE, file=ContentFile(b"%PDF-1.4", "a.pdf"), uploaded_by_user=people["edA"]
    )

    things["locked"] = people["lck"]
    AccessAttempt.objects.create(username="lck", failures_since_start=9, attempt_time=timezone.now())
    TOTPDevice.objects.create(user=people["lck"], name="演示", confirmed=True)


def make_messages(world: World, at: datetime) -> None:
    """A letter in the hands of A, not answered yet, and an entry of its library."""
    things, people, jw = world.things, world.people, world.units["jw"]
    said = Said(
        kind="enquiry",
        title=LETTER,
        body=f"{LETTER}：入学需要哪些材料？",
        sender_name=LETTER,
        may_publish=True,
    )
    things["forwarded letter"] = messages.register(said, source="web", received_at=at, at=at)
    messages.forward(things["forwarded letter"], jw, by=people["clk"], at=at)
    things["known answer"] = messages.learn(
        jw, question=KNOWN, answer=f"{KNOWN}解答", by=people["smA"], at=at
    )


def make_cases(world: World, at: datetime) -> None:
    """A case of A that waits for its principal, the watched domain of a site that A closed, an account to be looked for again."""
    things, people = world.things, world.people
    told = Particulars(
        kind="site",
        name="北碚教育网",
        url="https://jy.beibei.gov.cn/",
        functions=("publish",),
        opened_on=SINCE,
    )
    things["site"] = registry.register(told, host=world.units["jw"], by=people["clk"], at=at)
    things["case"] = cases.begin(
        procedures["website.change"], party="jw", by=people["smA"], at=at, subject=things["site"],
        asked={"changes": ["people"], "reason": CASE, "people": "负责人：演示"},
    )  # fmt: skip
    things["recheck"] = newmedia.plan_recheck(things["channel"], things["case"], at=at - timedelta(days=60))
    things["watch"] = websites.begin_watch(
        things["site"], "jy.beibei.gov.cn", case=things["case"], by=None, at=at
    )


def make_rounds(world: World, at: datetime) -> None:
    """A survey, a consultation and a live interview of A with what the public sent, and a survey that is being drafted."""
    things, jw = world.things, world.units["jw"]
    writer, reviewer, today = world.people["edA"], world.people["r1A"], business_date(at)

    def told(title: str, **more: Any) -> Told:
        given = {"opens_on": today, "closes_on": today + timedelta(days=30)} | more
        return Told(title, "演示说明", "023-00000000", **given)

    def opened(kind: str, title: str, **more: Any) -> Any:
        made = rounds.draft(kind, jw, told(title, **more), by=writer, at=at)
        if kind == "survey":
            rounds.add_question(made, kind="text", text="意见", options=[], by=writer, at=at)
        if kind == "consultation":
            file = keep("第一条".encode(), "草案.txt", by=writer, at=at)
            rounds.attach_file(made, file, label="草案", by=writer, at=at)
        return rounds.approve(rounds.submit(made, by=writer, at=at), by=reviewer, at=at)

    def form(number: int) -> dict[str, Any]:
        return {"nonce": f"access{number}", "mark": "access", "at": at}

    things["survey"] = opened("survey", "公开的调查")
    question = things["survey"].questions.get()
    reply = surveys.reply(things["survey"], {question.pk: Given(words=SURVEY_WORDS)}, **form(1))
    things["written words"] = reply.written.get()
    things["consultation"] = opened("consultation", "公开的征集", text="第一条")
    things["attachment"] = exhibits_of(things["consultation"]).get()
    opinion = consultations.send_opinion(things["consultation"], text=OPINION, **form(2))
    things["opinion group"] = consultations.group_opinions(
        things["consultation"], [opinion.pk], summary=OPINION, by=writer, at=at
    )
    things["interview"] = opened("interview", "公开的访谈", closes_on=today, guests="演示嘉宾", held_at=at)
    things["visitor's question"] = interviews.ask(things["interview"], text=ASKED, **form(3))
    interviews.begin(things["interview"], by=writer, at=at)
    things["live entry"] = interviews.write_entry(
        things["interview"], speaker="host", text=LIVE, by=writer, at=at
    )
    drafted = rounds.draft("survey", jw, told(SURVEY_DRAFT), by=writer, at=at)
    things["drafted question"] = rounds.add_question(
        drafted, kind="text", text=SURVEY_DRAFT, options=[], by=writer, at=at
    )


def drawn() -> bytes:
    found = io.BytesIO()
    Picture.new("RGB", (8, 8), "white").save(found, "PNG")
    return found.getvalue()


def sign_everybody_in(world: World) -> None:
    """A session for each, with its sitting begun, so that later requests find it."""
    for role in ROLES:
        if role == "ano":
            continue
        client = Client()
        client.force_login(world.people[role])
        assert client.get(reverse("wagtailadmin_sprite")).status_code == 200
        world.sessions[role] = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    world.things["sitting"] = Sitting.objects.get(person=world.people["edA"])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every address times every role takes two minutes: in the gate, not in `make test`."""
    here = Path(__file__).resolve().parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
