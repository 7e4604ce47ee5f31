"""Citizens' messages on a desk (5.7): whose turn it is, with its limit, and nothing twice."""

from datetime import timedelta

import pytest
from django.urls import reverse

from zhengtong.interaction import actions
from zhengtong.interaction.models import CitizenMessage, MessageKind, Source
from zhengtong.interaction.rules import Said

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(cast, at):
    said = Said(kind=MessageKind.ENQUIRY, title="入学报名", body="请问入学报名需要哪些材料？")
    return actions.register(said, source=Source.WEB, received_at=at, at=at)


@pytest.fixture
def forwarded(letter, cast, at):
    actions.forward(letter, cast.education, by=cast.clerk, at=at)
    return fresh(letter)


def fresh(message):
    return CitizenMessage.objects.get(pk=message.pk)


def of_kind(lines, kind):
    return [line for line in lines if line.kind == kind]


def about(desk, message):
    return [
        line
        for lines in (desk.todo, desk.time, desk.waiting)
        for line in lines
        if message.number in line.what
    ]


def test_letter__stands_on_the_offices_desk_until_it_is_forwarded(cast, letter, ask, at):
    (line,) = of_kind(ask(cast.clerk).todo, "留言转办")
    assert line.url == reverse("interaction_messages:inspect", args=[letter.pk])
    assert line.clock.kind == "message.forward"
    assert not about(ask(cast.manager), letter)
    actions.forward(letter, cast.education, by=cast.clerk, at=at)
    assert not of_kind(ask(cast.clerk).todo, "留言转办")


def test_limits_of_a_letter__are_not_shown_a_second_time(cast, letter, forwarded, ask, at):
    for person in (cast.manager, cast.clerk):
        late = ask(person, at + timedelta(days=30))
        assert len(about(late, letter)) <= 1
        clocks = [
            line.clock.pk for lines in (late.todo, late.time, late.waiting) for line in lines if line.clock
        ]
        assert len(clocks) == len(set(clocks))
    (line,) = of_kind(ask(cast.manager, at + timedelta(days=30)).todo, "留言签收")
    assert line.is_late(at + timedelta(days=30))


def test_unit__takes_answers_and_hears_of_a_return(cast, forwarded, ask, at):
    assert of_kind(ask(cast.editor).todo, "留言签收")
    actions.acknowledge(forwarded, by=cast.manager, at=at)
    (line,) = of_kind(ask(cast.manager).todo, "留言答复")
    assert line.act_url.endswith("#answer")
    assert not about(ask(cast.neighbour_manager), forwarded)
    actions.draft_answer(forwarded, text="请带户口簿。", by=cast.manager, at=at)
    actions.submit_answer(forwarded, by=cast.manager, at=at)
    assert not of_kind(ask(cast.manager).todo, "留言答复")
    (waiting,) = of_kind(ask(cast.manager).waiting, "答复审核")
    assert "审核人员" in waiting.whom
    actions.return_answer(fresh(forwarded), why="请写明时间", by=cast.first, at=at)
    (back,) = of_kind(ask(cast.manager).todo, "答复退回")
    assert back.note == "请写明时间"


def test_answer__waits_on_the_reviewers_desk_but_not_for_its_own_hand(cast, forwarded, ask, at):
    actions.draft_answer(forwarded, text="请带户口簿。", by=cast.manager, at=at)
    actions.submit_answer(forwarded, by=cast.manager, at=at)
    (line,) = of_kind(ask(cast.first).todo, "答复审核")
    assert "manager" in line.whom
    assert not of_kind(ask(cast.neighbour_first).todo, "答复审核")
    actions.send_answer(fresh(forwarded), by=cast.first, at=at)
    assert not about(ask(cast.first), forwarded)


def test_opinion__is_asked_of_the_joint_unit_alone(cast, forwarded, ask, at):
    actions.ask_joint(forwarded, cast.health, by=cast.manager, at=at)
    (line,) = of_kind(ask(cast.neighbour_manager).todo, "协办意见")
    assert line.clock.kind == "message.joint"
    assert not of_kind(ask(cast.manager).todo, "协办意见")
    (mine,) = about(ask(cast.manager), forwarded)
    assert "待协办意见" in mine.note or mine.kind == "留言签收"


def test_pause__is_decided_by_the_office_and_then_waits(cast, forwarded, ask, at):
    pause = actions.ask_pause(
        forwarded, why="须检测", until=(at + timedelta(days=7)).date(), by=cast.manager, at=at
    )
    (line,) = of_kind(ask(cast.clerk).todo, "审批暂停")
    assert line.note == "须检测"
    actions.decide_pause(pause, allow=True, by=cast.clerk, at=at)
    assert not of_kind(ask(cast.clerk).todo, "审批暂停")
    (still,) = about(ask(cast.manager), forwarded)
    assert still.kind == "暂停计时"


def test_sent_back__returns_to_the_offices_desk_with_who_is_right(cast, forwarded, ask, at):
    actions.send_back(forwarded, why="不属职责", right_unit=cast.health, by=cast.manager, at=at)
    (line,) = of_kind(ask(cast.clerk).todo, "退回留言")
    assert cast.health.short_name in line.note
