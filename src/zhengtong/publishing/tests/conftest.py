"""The cast of publishing's tests: one unit with all its hands, a neighbour, the Office."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from zhengtong.duties.models import Appointment, ContentKind, Person, PostKind, ResponsibleColumn, Unit
from zhengtong.publishing.actions import create_draft, places
from zhengtong.publishing.kinds import Act, Gate
from zhengtong.publishing.models import Article

BOTH = (Act.REVIEW, Act.PROOFREADING)
PASSED = {gate.value: "pass" for gate in Gate}
SINCE = date(2020, 1, 1)


def appointed(name: str, unit: Unit, *posts: PostKind) -> Person:
    person = Person.objects.create_user(name, name=f"演示·{name}")
    for post in posts:
        give(person, unit, post)
    return person


def give(person: Person, unit: Unit, post: PostKind) -> Appointment:
    return Appointment.objects.create(
        person=person, unit=unit, post=post, valid_from=SINCE, appointed_at=datetime(2020, 1, 1, tzinfo=UTC)
    )


def unit_called(code: str, name: str, kind: str = "department") -> Unit:
    return Unit.objects.create(code=code, name=name, short_name=name, kind=kind, valid_from=SINCE)


@pytest.fixture
def district(db, at) -> SimpleNamespace:
    Unit.objects.all().delete()
    office, education, health = (
        unit_called("bgs", "区政府办公室", "office"),
        unit_called("jw", "区教委"),
        unit_called("wjw", "区卫生健康委"),
    )
    cast = SimpleNamespace(
        office=office, education=education, health=health,
        editor=appointed("editor", education, PostKind.EDITOR),
        colleague=appointed("colleague", education, PostKind.EDITOR),
        first=appointed("first", education, PostKind.REVIEWER_1),
        second=appointed("second", education, PostKind.REVIEWER_2),
        third=appointed("third", education, PostKind.DEPUTY),
        proof1=appointed("proof1", education, PostKind.PROOFREADER_1),
        proof2=appointed("proof2", education, PostKind.PROOFREADER_2),
        proof3=appointed("proof3", education, PostKind.PROOFREADER_3),
        principal=appointed("principal", education, PostKind.PRINCIPAL),
        stranger=appointed("stranger", health, PostKind.EDITOR, PostKind.REVIEWER_1),
        clerk=appointed("clerk", office, PostKind.OFFICE_CLERK),
    )  # fmt: skip
    places.open_portal("演示门户", by=None, at=at)
    cast.column = column("tzgg", "通知公告", education, at)
    cast.other_column = column("wjgg", "卫健公告", health, at)
    return cast


def column(code, name, unit, at):
    row = ResponsibleColumn.objects.create(
        code=code, name=name, unit=unit, kind=ContentKind.NOTICE, valid_from=SINCE
    )
    return places.open_column(
        row, by=None, at=at, description=f"{name}栏目", keywords=name, column_type="信息公开目录"
    )


@pytest.fixture
def draft(district, at) -> Article:
    return create_draft(
        district.column, by=district.editor, at=at, title="关于开展读网演练的通知", content_source="区教委",
        secrecy_checked=True, body=[("paragraph", "<p>各单位：现将有关事项通知如下。</p>")],
    )  # fmt: skip
