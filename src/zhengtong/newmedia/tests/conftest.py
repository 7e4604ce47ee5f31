"""The cast of chapter 4: a unit with its hands, a neighbour, the Office with its writers, the Cyberspace office."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from zhengtong.duties.models import Appointment, ContentKind, Person, PostKind, ResponsibleColumn, Unit
from zhengtong.engine.evidence.actions import keep
from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.jobs.actions import work_off
from zhengtong.engine.procedures import actions as procedures
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.models import Case, StepState
from zhengtong.publishing.actions import places, sign, submit
from zhengtong.publishing.kinds import Act, Gate
from zhengtong.publishing.models import Article, CaseNotice
from zhengtong.registry import actions as registers
from zhengtong.registry.models import Channel
from zhengtong.registry.rules import Particulars

SINCE = date(2020, 1, 1)
UNITS = (
    ("bgs", "重庆市北碚区人民政府办公室", "区政府办公室", "office"),
    ("wxb", "中共重庆市北碚区委网络安全和信息化委员会办公室", "区委网信办", "cyberspace"),
    ("jw", "重庆市北碚区教育委员会", "区教委", "department"),
    ("wjw", "重庆市北碚区卫生健康委员会", "区卫生健康委", "department"),
)
POSTS = {
    "clerk": ("bgs", PostKind.OFFICE_CLERK), "writer": ("bgs", PostKind.EDITOR), "first": ("bgs", PostKind.REVIEWER_1),
    "second": ("bgs", PostKind.REVIEWER_2), "third": ("bgs", PostKind.DEPUTY), "liaison": ("wxb", PostKind.CO_SUPERVISOR),
    "manager": ("jw", PostKind.SITE_MANAGER), "editor": ("jw", PostKind.EDITOR), "principal": ("jw", PostKind.PRINCIPAL),
    "neighbour": ("wjw", PostKind.SITE_MANAGER), "neighbours_principal": ("wjw", PostKind.PRINCIPAL),
}  # fmt: skip
TODAY = "2026-11-23"  # the day of `at`
RECEIPT = {"number": "回执001", "dated": TODAY}


@pytest.fixture
def cast(db: Any, at: datetime) -> SimpleNamespace:
    for place, (code, name, short, kind) in enumerate(UNITS):
        Unit.objects.create(code=code, name=name, short_name=short, kind=kind, order=place, valid_from=SINCE)
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
        code="tzgg", name="通知公告", unit=units["bgs"], kind=ContentKind.NOTICE, valid_from=SINCE
    )
    places.open_column(
        column, by=None, at=at, description="公告", keywords="公告", column_type="信息公开目录"
    )
    return SimpleNamespace(units=units, **people)


@pytest.fixture
def shot(cast: Any, at: datetime) -> Evidence:
    return keep(b"%PDF-1.4 shot", "截图.pdf", by=cast.manager, at=at)


@pytest.fixture
def account(cast: Any, at: datetime) -> Channel:
    """区教委's account on WeChat, certified, running for years."""
    return registered(cast, at)


def registered(cast: Any, at: datetime, unit: str = "jw", **changes: Any) -> Channel:
    told = Particulars(
        **{"kind": "account", "platform": "weixin", "name": "北碚区教委", "handle": "beibei_jw_demo",
           "functions": ("publish", "service"), "opened_on": date(2016, 9, 1)} | changes
    )  # fmt: skip
    channel = registers.register(told, host=cast.units[unit], by=cast.clerk, at=at)
    registers.set_identifier(
        channel, "certification", cast.units[unit].name, valid_from=date(2025, 9, 1), by=cast.clerk, at=at
    )
    work_off(at)
    return channel


OPENING = {
    "platform": "weibo", "name": "北碚区教委", "functions": ["publish", "interaction"], "responsible": "演示·principal",
    "contact": "演示·manager", "phone": "023-00000000", "why": "面向家长发布招生入学信息。",
}  # fmt: skip
CLOSING = {
    "origin": "own", "grounds": ["silent"], "why": "已无专人维护。", "whereto": "请关注门户网站教育服务栏目。",
}  # fmt: skip


@pytest.fixture
def begin(cast: Any, shot: Evidence, at: datetime) -> Callable[..., Case]:
    """begin("account.opening", by=…, asked=…): an application of 区教委's site manager."""

    def begin(code: str, **changes: Any) -> Case:
        files = {paper.code: shot for paper in registry.procedures[code].application.files if paper.required}
        given = {"party": "jw", "by": cast.manager, "at": at, "files": files, "asked": {}}
        return procedures.begin(registry.procedures[code], **(given | changes))

    return begin


@pytest.fixture
def do(cast: Any, shot: Evidence, at: datetime) -> Callable[..., Case]:
    """do(case, step, role, **given): the step done by a hand a minute later each time, with the files it asks for."""
    moments = iter(at + timedelta(minutes=n) for n in range(1, 1000))

    def do(
        case: Case, code: str, role: str, *, outcome: str = "", opinion: str = "", files: bool = True,
        when: datetime | None = None, **given: Any,
    ) -> Case:  # fmt: skip
        step = Case.objects.get(pk=case.pk).text.step(code)
        attached = {paper.code: shot for paper in step.files} if files else {}
        procedures.perform(
            case, code, by=getattr(cast, role), at=when or next(moments), given=given, files=attached,
            outcome=outcome or ("approve" if step.kind == "decision" else "done"), opinion=opinion,
        )  # fmt: skip
        case.refresh_from_db()
        return case

    return do


@pytest.fixture
def publish(cast: Any, at: datetime) -> Callable[..., Article]:
    """publish(case): the drafted notice goes through its three reviews and is public; the worker tells the case."""

    def publish(case: Case, when: datetime | None = None) -> Article:
        moment = when or at + timedelta(hours=3)
        article = CaseNotice.objects.filter(case=case).latest("pk").article
        draft = article.specific.get_latest_revision_as_object()
        draft.secrecy_checked = True
        draft.save_revision(user=cast.writer)
        submission = submit(article, by=cast.writer, at=moment)
        for role in ("first", "second", "third"):
            sign(
                submission, by=getattr(cast, role), at=moment, acts=(Act.REVIEW, Act.PROOFREADING),
                gates={gate.value: "pass" for gate in Gate},
            )  # fmt: skip
        work_off(moment)
        case.refresh_from_db()
        return Article.objects.get(pk=article.pk)

    return publish


def open_steps(case: Case) -> set[str]:
    return set(case.steps.filter(state=StepState.OPEN).values_list("code", flat=True))


NOTICE = {"title": "关于关停账号的公告", "text": "现将有关事项公告如下。\n特此公告。"}
