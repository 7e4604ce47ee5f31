from datetime import date, timedelta

import pytest

from zhengtong.desk.lines import Asking, desk_of
from zhengtong.duties import actions as duties
from zhengtong.duties.models import Appointment
from zhengtong.security import actions
from zhengtong.security.tests.custodies import furnish, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db, at):
    return furnish(at)


def kinds(person, at):
    desk = desk_of(Asking(person, at))
    wanted = ("账号口令接收", "账号口令移交", "账号口令更换")
    return [
        [line.kind for line in place if line.kind in wanted] for place in (desk.todo, desk.time, desk.waiting)
    ]


def test_taker__confirms_and_the_others_wait(cast, at):
    actions.hand_over(taken(cast, at), cast.taker, reason="岗位调整", by=cast.giver, at=at)
    assert kinds(cast.taker, at) == [["账号口令接收"], [], []]
    assert kinds(cast.giver, at) == [[], [], ["账号口令移交"]]
    assert kinds(cast.manager, at) == [[], [], ["账号口令移交"]]
    assert kinds(cast.stranger, at) == kinds(cast.bystander, at) == [[], [], []]


def test_manager__hands_over_what_a_leaver_held_until_somebody_is_asked(cast, at):
    custody = taken(cast, at)
    duties.end_appointment(Appointment.objects.get(person=cast.giver), reason="调离", by=cast.manager, at=at)
    actions.watch_custodies(at)
    (line,) = [line for line in desk_of(Asking(cast.manager, at)).todo if line.kind == "账号口令移交"]
    assert line.clock is not None
    assert line.act_url.endswith(f"/{custody.pk}/hand-over/")
    actions.hand_over(custody, cast.taker, reason="离岗", by=cast.manager, at=at)
    assert kinds(cast.manager, at)[0] == []
    assert kinds(cast.manager, at)[2] == ["账号口令移交"]
    assert kinds(cast.stranger, at) == [[], [], []]


def test_custodian__changes_a_password_that_is_too_old_and_sees_it_once(cast, at):
    taken(cast, at, password_changed_on=date(2026, 6, 1))
    assert kinds(cast.giver, at) == [["账号口令更换"], [], []]
    assert kinds(cast.manager, at) == [[], ["账号口令更换"], []]


def test_custodian_who_left__has_no_line_of_it(cast, at):
    taken(cast, at, password_changed_on=date(2026, 6, 1))
    later = at + timedelta(hours=1)
    duties.end_appointment(
        Appointment.objects.get(person=cast.giver), reason="调离", by=cast.manager, at=later
    )
    assert kinds(cast.giver, later)[0] == []
