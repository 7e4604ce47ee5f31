from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from zhengtong.duties.models import Appointment, Person, PostKind, Unit
from zhengtong.engine.procedures.models import Case, Edition
from zhengtong.registry import actions
from zhengtong.registry.models import Channel
from zhengtong.registry.rules import Particulars

SINCE = date(2023, 1, 9)


@pytest.fixture
def office(db: Any) -> Unit:
    return Unit.objects.create(
        code="bgs", name="重庆市北碚区人民政府办公室", short_name="区政府办公室", kind="office", order=10, valid_from=SINCE,
        phone="023-00000000", address="北碚区北温泉街道演示路1号",
    )  # fmt: skip


@pytest.fixture
def education(db: Any) -> Unit:
    return Unit.objects.create(
        code="jw", name="重庆市北碚区教育委员会", short_name="区教委", order=20, valid_from=SINCE
    )


@pytest.fixture
def health(db: Any) -> Unit:
    return Unit.objects.create(
        code="wjw", name="重庆市北碚区卫生健康委员会", short_name="区卫生健康委", order=30, valid_from=SINCE
    )


@pytest.fixture
def appointed(at: datetime) -> Callable[..., Person]:
    def appoint(username: str, unit: Unit, post: str) -> Person:
        person = Person.objects.create_user(
            username, "口令-只用于-测试-1", name=f"演示·{PostKind(post).label}"
        )
        Appointment.objects.create(person=person, unit=unit, post=post, valid_from=SINCE, appointed_at=at)
        return person

    return appoint


@pytest.fixture
def clerk(appointed: Any, office: Unit) -> Person:
    return appointed("clerk", office, PostKind.OFFICE_CLERK)


@pytest.fixture
def manager(appointed: Any, education: Unit) -> Person:
    """The education committee's own site manager."""
    return appointed("manager", education, PostKind.SITE_MANAGER)


@pytest.fixture
def stranger(appointed: Any, health: Unit) -> Person:
    """A site manager of another unit."""
    return appointed("stranger", health, PostKind.SITE_MANAGER)


def portal_told(**changes: Any) -> Particulars:
    return Particulars(
        **{"kind": "portal", "name": "重庆市北碚区人民政府", "url": "https://www.beibei.gov.cn/",
           "functions": ("publish",), "opened_on": date(2003, 5, 1)} | changes
    )  # fmt: skip


def account_told(**changes: Any) -> Particulars:
    return Particulars(
        **{"kind": "account", "platform": "weixin", "name": "北碚区教委", "handle": "beibei_jw_demo",
           "functions": ("publish", "service"), "opened_on": date(2016, 9, 1)} | changes
    )  # fmt: skip


@pytest.fixture
def portal(clerk: Person, office: Unit, at: datetime) -> Channel:
    return actions.register(portal_told(), host=office, by=clerk, at=at)


@pytest.fixture
def account(clerk: Person, education: Unit, at: datetime) -> Channel:
    return actions.register(account_told(), host=education, by=clerk, at=at)


def case_for(channel: Channel, at: datetime, state: str = "open") -> Case:
    """A case about a channel, as procedures have one when they change its state; the open one where there is one."""
    about = {"procedure": "test", "subject_type": "registry.channel", "subject_id": str(channel.pk)}
    standing = Case.objects.filter(state="open", **about).first() if state == "open" else None
    return standing or _new_case(about, at, state)


def _new_case(about: dict[str, str], at: datetime, state: str) -> Case:
    edition = Edition.objects.get_or_create(
        digest="test", defaults={"procedure": "test", "text": {}, "kept_at": at}
    )[0]
    return Case.objects.create(
        number=f"CS-{Case.objects.count() + 1}", edition=edition, section="registry", title="测试", party="jw",
        party_name="区教委", opened_at=at, state=state, ended_at=None if state == "open" else at, **about,
    )  # fmt: skip


@pytest.fixture
def case_about(at: datetime) -> Callable[..., Case]:
    def make(channel: Channel, state: str = "open") -> Case:
        return case_for(channel, at, state)

    return make
