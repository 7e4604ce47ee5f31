"""Clause 5.7 as people walk it: a correction and a letter from the public form to the answer, and what comes after."""

from datetime import timedelta

from zhengtong.engine.clocks.models import ClockState
from zhengtong.engine.clocks.queries import clocks_of
from zhengtong.engine.jobs.actions import enqueue_watched, work_off
from zhengtong.interaction import actions, codes, gate, tray
from zhengtong.interaction.models import AnswerState, CitizenMessage, MessageState, Satisfaction
from zhengtong.interaction.queries.fixes import done_fix
from zhengtong.interaction.rules import Said
from zhengtong.interaction.tests.conftest import review
from zhengtong.publishing.queries import current_publication


def send(said: Said, at) -> str:
    return actions.receive(said, nonce=gate.nonce_of(gate.issue("message", at), "message", at), at=at).code


def found(code: str) -> CitizenMessage:
    return CitizenMessage.objects.get(code_mark=codes.mark_of(code))


def clock(message, kind: str):
    return clocks_of(message).filter(kind=kind).first()


def test_correction__goes_to_the_responsible_person_is_set_right_through_review_and_answered_with_both_versions(
    cast, article, at
):
    page = current_publication(article).path
    said = Said(
        kind="correction", correction_kind="typo", page=page, words="2月30日", body="二月没有三十日。",
    )  # fmt: skip
    code = send(said, at)
    assert enqueue_watched(at) == 1
    work_off(at)
    assert not tray.waits()

    message = found(code)
    assert message.number.startswith("2026-")
    assert (message.state, message.unit.code, message.person) == (MessageState.HANDLING, "jw", cast.editor)
    assert message.page_title == "关于中小学招生报名的通知"
    assert clock(message, "message.forward").state == ClockState.MET
    due = clock(message, "message.answer")
    assert due.due_date.isoformat() == "2026-11-25"  # received on a Monday: the end of Wednesday
    assert due.audience == f"person:{cast.editor.pk}"

    later = at + timedelta(hours=2)
    actions.acknowledge(message, by=cast.editor, at=later)
    fix = actions.begin_fix(message, was="2月30日", became="2月28日", by=cast.editor, at=later)
    review(fix.submission, cast, later)
    work_off(later)
    assert done_fix(message).publication == current_publication(article)
    assert "2月28日" in str(current_publication(article).content["body"])

    actions.draft_answer(
        message, text="您指出的日期有误，已更正，谢谢。", quoted_before="2月30日", quoted_after="2月28日", by=cast.editor,
        at=later,
    )  # fmt: skip
    actions.submit_answer(message, by=cast.editor, at=later)
    sent = actions.send_answer(message, by=cast.first, at=later)
    message.refresh_from_db()
    assert (message.state, sent.state) == (MessageState.ANSWERED, AnswerState.SENT)
    assert clock(message, "message.answer").left_at(later) == "按期办结"


def test_letter__wanders_is_paused_answered_rated_poor_reopened_and_published(cast, letter, at):
    message = letter(may_publish=True)
    assert message.state == MessageState.RECEIVED
    actions.forward(message, cast.units["wjw"], by=cast.clerk, at=at, note="请阅处")
    message.refresh_from_db()
    actions.send_back(message, why="不属本单位职责", right_unit=cast.units["jw"], by=cast.neighbour, at=at)
    message.refresh_from_db()
    assert (message.state, message.unit) == (MessageState.RECEIVED, None)
    actions.forward(message, cast.units["jw"], by=cast.clerk, at=at)
    message.refresh_from_db()
    joint = actions.ask_joint(message, cast.units["wjw"], by=cast.manager, at=at, note="请就接种证明提出意见")

    pause = actions.ask_pause(
        message, why="须等市教委答复", until=(at + timedelta(days=10)).date(), by=cast.manager, at=at
    )
    actions.decide_pause(pause, allow=True, by=cast.clerk, at=at)
    assert clock(message, "message.answer").state == ClockState.STOPPED
    later = at + timedelta(days=3)
    actions.resume(message, by=cast.manager, at=later)
    assert (
        clock(message, "message.answer").due_date.isoformat() == "2026-12-03"
    )  # five working days were left

    actions.give_opinion(joint, text="须提供接种证明。", by=cast.neighbour, at=later)
    actions.draft_answer(
        message, text="需要户口簿、接种证明，联系人王老师13800138000。", by=cast.manager, at=later
    )
    actions.submit_answer(message, by=cast.manager, at=later)
    actions.return_answer(message, why="请补充受理时间", by=cast.first, at=later)
    actions.draft_answer(message, text="需要户口簿、接种证明，六月一日起受理。", by=cast.manager, at=later)
    actions.submit_answer(message, by=cast.manager, at=later)
    actions.send_answer(message, by=cast.deputy, at=later)
    message.refresh_from_db()
    actions.rate(message, Satisfaction.POOR, comment="没说在哪里办", at=later)
    actions.reopen(message, why="没有写明地点", at=later)
    message.refresh_from_db()
    assert (message.state, message.reopened) == (MessageState.HANDLING, 1)
    actions.remind(message, at=later)
    actions.draft_answer(message, text="请到户口所在地学校办理。", by=cast.manager, at=later)
    actions.submit_answer(message, by=cast.manager, at=later)
    actions.send_answer(message, by=cast.deputy, at=later)
    message.refresh_from_db()
    actions.make_public(
        message, title="入学报名材料", question="请问需要哪些材料？", reply="需要户口簿、接种证明。", proposed=[], checked=False,
        by=cast.deputy, at=later,
    )  # fmt: skip
    actions.learn(
        cast.units["jw"], question="小学报名需要哪些材料？", answer="户口簿、接种证明。", grown_from=message, by=cast.manager,
        at=later,
    )  # fmt: skip
    assert actions.count_months(at + timedelta(days=20))
