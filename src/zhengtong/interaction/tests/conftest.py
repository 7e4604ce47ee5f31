"""The cast of clause 5.7: two units with their hands, the Office, a public article with a fault in it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from zhengtong.duties.models import Appointment, ContentKind, Person, PostKind, ResponsibleColumn, Unit
from zhengtong.interaction import actions
from zhengtong.interaction.models import CitizenMessage, MessageKind, Source
from zhengtong.interaction.rules import Said
from zhengtong.publishing.actions import create_draft, places, sign, submit
from zhengtong.publishing.kinds import Act, Gate
from zhengtong.publishing.models import Article

SINCE = date(2020, 1, 1)
BOTH = (Act.REVIEW, Act.PROOFREADING)
PASSED = {gate.value: "pass" for gate in Gate}
UNITS = (
    ("bgs", "区政府办公室", "office"),
    ("wxb", "区委网信办", "cyberspace"),
    ("jw", "区教委", "department"),
    ("wjw", "区卫生健康委", "department"),
)
POSTS = {
    "clerk": ("bgs", PostKind.OFFICE_CLERK), "second_clerk": ("bgs", PostKind.OFFICE_CLERK),
    "office_deputy": ("bgs", PostKind.DEPUTY), "office_principal": ("bgs", PostKind.PRINCIPAL),
    "liaison": ("wxb", PostKind.CO_SUPERVISOR), "manager": ("jw", PostKind.SITE_MANAGER),
    "editor": ("jw", PostKind.EDITOR), "first": ("jw", PostKind.REVIEWER_1), "second": ("jw", PostKind.REVIEWER_2),
    "third": ("jw", PostKind.REVIEWER_3), "deputy": ("jw", PostKind.DEPUTY), "principal": ("jw", PostKind.PRINCIPAL),
    "neighbour": ("wjw", PostKind.SITE_MANAGER), "neighbours_reviewer": ("wjw", PostKind.REVIEWER_1),
}  # fmt: skip


@pytest.fixture
def cast(db: Any, at: datetime) -> SimpleNamespace:
    """Everybody by role name; `units` by code; `column` is 区教委's 通知公告, kept by its editor."""
    Unit.objects.all().delete()
    for place, (code, name, kind) in enumerate(UNITS):
        Unit.objects.create(code=code, name=name, short_name=name, kind=kind, order=place, valid_from=SINCE)
    units = {unit.code: unit for unit in Unit.objects.all()}
    people: dict[str, Any] = {}
    for role, (unit, post) in POSTS.items():
        people[role] = Person.objects.create_user(role, name=f"演示·{role}")
        Appointment.objects.create(
            person=people[role], unit=units[unit], post=post, valid_from=SINCE,
            appointed_at=datetime(2020, 1, 1, tzinfo=UTC),
        )  # fmt: skip
    places.open_portal("演示门户", by=None, at=at)
    column = ResponsibleColumn.objects.create(
        code="jytz",
        name="教育通知",
        unit=units["jw"],
        kind=ContentKind.NOTICE,
        person=people["editor"],
        valid_from=SINCE,
    )
    page = places.open_column(
        column, by=None, at=at, description="公告", keywords="公告", column_type="信息公开目录"
    )
    return SimpleNamespace(units=units, column=column, page=page, **people)


@pytest.fixture
def article(cast: SimpleNamespace, at: datetime) -> Article:
    """A public article that says 报名时间为2月30日."""
    draft = create_draft(
        cast.page, by=cast.editor, at=at, title="关于中小学招生报名的通知", kind="notice", content_source="区教委",
        secrecy_checked=True, summary="报名安排", keywords="招生",
        body=[("paragraph", "<p>报名时间为2月30日，<b>逾期</b>不予受理。</p>")],
    )  # fmt: skip
    publish(draft, cast, at)
    return Article.objects.get(pk=draft.pk)


def publish(article: Article, cast: SimpleNamespace, at: datetime) -> None:
    """Through the three reviews."""
    review(submit(article, by=cast.editor, at=at), cast, at)


def review(submission: Any, cast: SimpleNamespace, at: datetime) -> None:
    for person in (cast.first, cast.second, cast.third):
        sign(submission, by=person, at=at, acts=BOTH, gates=PASSED)
        submission.refresh_from_db()


@pytest.fixture
def letter(cast: SimpleNamespace, at: datetime) -> Callable[..., CitizenMessage]:
    """letter(kind=…, title=…, body=…, received_at=…): a registered message, not forwarded."""

    def make(received_at: datetime = at, source: str = Source.WEB, **said: Any) -> CitizenMessage:
        given = {
            "kind": MessageKind.ENQUIRY,
            "title": "入学报名需要哪些材料",
            "body": "孩子今年上小学，请问需要哪些材料？",
        } | said
        return actions.register(Said(**given), source=source, received_at=received_at, at=received_at)

    return make
