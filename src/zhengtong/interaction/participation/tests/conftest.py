"""The cast: a unit with its hands, a neighbour, the Office, a co-supervisor; and rounds at every point of their lives."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from zhengtong.duties.models import Appointment, Person, PostKind, Unit
from zhengtong.duties.rules import business_date
from zhengtong.interaction.actions import rounds
from zhengtong.interaction.models.participation import Round, RoundKind
from zhengtong.interaction.rules.rounds import Told

SINCE = date(2020, 1, 1)
UNITS = (
    ("bgs", "重庆市北碚区人民政府办公室", "区政府办公室", "office"),
    ("wxb", "中共重庆市北碚区委网络安全和信息化委员会办公室", "区委网信办", "cyberspace"),
    ("jw", "重庆市北碚区教育委员会", "区教委", "department"),
    ("wjw", "重庆市北碚区卫生健康委员会", "区卫生健康委", "department"),
)
POSTS = {
    "clerk": ("bgs", PostKind.OFFICE_CLERK), "liaison": ("wxb", PostKind.CO_SUPERVISOR),
    "manager": ("jw", PostKind.SITE_MANAGER), "editor": ("jw", PostKind.EDITOR), "first": ("jw", PostKind.REVIEWER_1),
    "deputy": ("jw", PostKind.DEPUTY), "principal": ("jw", PostKind.PRINCIPAL), "watch": ("jw", PostKind.WATCH_OFFICER),
    "neighbour": ("wjw", PostKind.SITE_MANAGER), "neighbours_deputy": ("wjw", PostKind.DEPUTY),
}  # fmt: skip


@pytest.fixture
def cast(db: Any) -> SimpleNamespace:
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
    return SimpleNamespace(units=units, **people)


def told(at: datetime, kind: str, **changes: Any) -> Told:
    """A draft of this kind that begins today: a survey of ten days, a consultation of thirty, an interview in five."""
    today = business_date(at)
    days = {"survey": 10, "consultation": 30, "interview": 5}[kind]
    given: dict[str, Any] = {
        "title": {"survey": "缙云山步道使用情况调查", "consultation": "澄江镇菜市场改造方案征求意见",
                  "interview": "谈义务教育入学"}[kind],
        "introduction": "为改进工作，现征求公众意见。", "contact": "区教委办公室，023-00000000（示例）",
        "opens_on": today, "closes_on": today + timedelta(days=days),
    }  # fmt: skip
    if kind == "consultation":
        given["text"] = "第一条　市场原址改造。\n\n第二条　施工期间设临时摊位。\n第三条　工期六个月。"
    if kind == "interview":
        given |= {"guests": "演示·区教委分管负责人", "held_at": at + timedelta(days=6)}
    return Told(**(given | changes))


@pytest.fixture
def draft(cast: Any, at: datetime) -> Callable[..., Round]:
    def draft(kind: str, **changes: Any) -> Round:
        made = rounds.draft(kind, cast.units["jw"], told(at, kind, **changes), by=cast.editor, at=at)
        if kind == RoundKind.SURVEY:
            for name, text, options, more in QUESTIONS:
                rounds.add_question(
                    made, kind=name, text=text, options=options, by=cast.editor, at=at, **more
                )
        return made

    return draft


QUESTIONS: list[tuple[str, str, list[str], dict[str, Any]]] = [
    ("single", "您多久走一次步道？", ["每周", "每月", "很少"], {}),
    ("several", "哪些方面需要改进？", ["路面", "照明", "标识", "厕所"], {"most": 2}),
    ("scale", "总体评价如何？", ["很不满意", "很满意"], {"required": False}),
    ("text", "还有什么建议？", [], {"required": False}),
]


@pytest.fixture
def opened(cast: Any, draft: Callable[..., Round], at: datetime) -> Callable[..., Round]:
    """A round that was approved and is open."""

    def opened(kind: str, **changes: Any) -> Round:
        made = rounds.submit(draft(kind, **changes), by=cast.editor, at=at)
        return rounds.approve(made, by=cast.first, at=at)

    return opened


@pytest.fixture
def form() -> Callable[..., dict[str, Any]]:
    """form(at, mark): what comes with everything that the public sends; a form of its own each time."""
    numbers = count(1)

    def form(at: datetime, mark: str = "") -> dict[str, Any]:
        number = next(numbers)
        return {"nonce": f"nonce{number}", "mark": mark or f"mark{number}", "at": at}

    return form
