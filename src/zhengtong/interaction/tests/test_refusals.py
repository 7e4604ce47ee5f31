"""What is refused, to whom, and with every reason at once (5.7)."""

from datetime import timedelta

import pytest

from zhengtong.duties.models import Appointment
from zhengtong.engine.clocks.models import ClockState
from zhengtong.engine.clocks.queries import clocks_of
from zhengtong.engine.notify.models import Message
from zhengtong.engine.refusals import Refused
from zhengtong.interaction import actions
from zhengtong.interaction.models import CitizenMessage, MessageKind, MessageState
from zhengtong.interaction.queries import messages_seen_by
from zhengtong.interaction.rules import Said


@pytest.fixture
def handled(cast, letter, at) -> CitizenMessage:
    """A letter at 区教委."""
    message = letter(may_publish=True)
    actions.forward(message, cast.units["jw"], by=cast.clerk, at=at)
    message.refresh_from_db()
    return message


def refused(call, *args, **kwargs) -> set[str]:
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value.codes


def answered(message, cast, at) -> None:
    actions.draft_answer(message, text="已处理。", by=cast.manager, at=at)
    actions.submit_answer(message, by=cast.manager, at=at)
    actions.send_answer(message, by=cast.deputy, at=at)
    message.refresh_from_db()


def clock(message, kind="message.answer"):
    return clocks_of(message).filter(kind=kind).first()


def test_forwarding__is_the_offices_alone_and_not_to_the_same_unit_twice(cast, handled, at):
    assert refused(actions.forward, handled, cast.units["wjw"], by=cast.manager, at=at) == {
        "message.not_office"
    }
    assert refused(actions.forward, handled, cast.units["jw"], by=cast.clerk, at=at) == {"forward.same"}
    found = refused(actions.forward, handled, cast.units["jw"], person=cast.neighbour, by=cast.clerk, at=at)
    assert found == {"forward.person"}
    cast.units["wjw"].valid_until = (at - timedelta(days=1)).date()
    assert refused(actions.forward, handled, cast.units["wjw"], by=cast.clerk, at=at) == {
        "forward.unit_closed"
    }


def test_another_unit__neither_sees_nor_touches_it_until_it_has_it(cast, handled, at):
    assert not messages_seen_by(cast.neighbour, at).exists()
    assert "message.wrong_hand" in refused(actions.draft_answer, handled, text="x", by=cast.neighbour, at=at)
    assert "message.wrong_hand" in refused(actions.acknowledge, handled, by=cast.neighbour, at=at)
    assert "answer.not_reviewer" in refused(actions.send_answer, handled, by=cast.neighbours_reviewer, at=at)
    actions.ask_joint(handled, cast.units["wjw"], by=cast.manager, at=at)
    assert messages_seen_by(cast.neighbour, at).get() == handled
    assert "message.wrong_hand" in refused(actions.draft_answer, handled, text="x", by=cast.neighbour, at=at)
    assert messages_seen_by(cast.liaison, at).get() == handled


def test_acknowledging__twice_is_refused(cast, handled, at):
    actions.acknowledge(handled, by=cast.manager, at=at)
    assert refused(actions.acknowledge, handled, by=cast.editor, at=at) == {"acknowledge.twice"}


def test_sending_back__needs_a_reason_another_unit_and_comes_within_a_day(cast, handled, at):
    found = refused(actions.send_back, handled, why=" ", right_unit=cast.units["jw"], by=cast.manager, at=at)
    assert found == {"return.why", "return.same"}
    late = at + timedelta(days=2)
    assert refused(actions.send_back, handled, why="不属本单位", by=cast.manager, at=late) == {"return.late"}
    actions.send_back(handled, why="不属本单位", right_unit=cast.units["wjw"], by=cast.manager, at=at)
    handled.refresh_from_db()
    due = clock(handled)
    assert (due.audience, due.due_date.isoformat()) == (
        "kind:office/office_clerk",
        "2026-11-30",
    )  # the limit goes on
    assert clock(handled, "message.forward").state == ClockState.RUNNING
    assert Message.objects.filter(person=cast.clerk, text__contains="区卫生健康委").exists()


def test_answer__is_reviewed_by_another_hand(cast, handled, at):
    assert refused(actions.submit_answer, handled, by=cast.manager, at=at) == {"answer.none"}
    assert refused(actions.draft_answer, handled, text=" ", by=cast.manager, at=at) == {"answer.empty"}
    both = Appointment.objects.get(person=cast.manager)
    Appointment.objects.create(
        person=cast.manager,
        unit=both.unit,
        post="reviewer_3",
        valid_from=both.valid_from,
        appointed_at=both.appointed_at,
    )
    actions.draft_answer(handled, text="已处理。", by=cast.manager, at=at)
    assert "answer.not_in_review" in refused(actions.send_answer, handled, by=cast.deputy, at=at)
    actions.submit_answer(handled, by=cast.manager, at=at)
    assert refused(actions.send_answer, handled, by=cast.manager, at=at) == {"answer.own"}
    assert refused(actions.draft_answer, handled, text="改", by=cast.editor, at=at) == {"answer.in_review"}
    assert refused(actions.return_answer, handled, why="", by=cast.deputy, at=at) == {"answer.why"}
    actions.send_answer(handled, by=cast.deputy, at=at)
    handled.refresh_from_db()
    assert refused(actions.send_answer, handled, by=cast.deputy, at=at) == {
        "message.closed",
        "answer.not_in_review",
    }


def test_answer__waits_for_the_joint_unit_or_the_office_releases_it(cast, handled, at):
    joint = actions.ask_joint(handled, cast.units["wjw"], by=cast.clerk, at=at)
    assert refused(actions.ask_joint, handled, cast.units["wjw"], by=cast.clerk, at=at) == {"joint.twice"}
    assert refused(actions.ask_joint, handled, cast.units["jw"], by=cast.clerk, at=at) == {"joint.lead"}
    actions.draft_answer(handled, text="已处理。", by=cast.manager, at=at)
    actions.submit_answer(handled, by=cast.manager, at=at)
    assert refused(actions.send_answer, handled, by=cast.deputy, at=at) == {"answer.joint"}
    assert refused(actions.give_opinion, joint, text="好", by=cast.manager, at=at) == {"opinion.wrong_hand"}
    assert refused(actions.end_joint, joint, by=cast.manager, at=at) == {"message.not_office"}
    actions.end_joint(joint, by=cast.clerk, at=at)
    actions.send_answer(handled, by=cast.deputy, at=at)


def test_pause__only_with_reason_and_approval_of_another_and_never_when_late(cast, handled, at):
    until = (at + timedelta(days=7)).date()
    found = refused(actions.ask_pause, handled, why="", until=None, by=cast.manager, at=at)
    assert found == {"pause.why", "pause.until"}
    far = (at + timedelta(days=60)).date()
    assert refused(actions.ask_pause, handled, why="x", until=far, by=cast.manager, at=at) == {"pause.long"}
    late = at + timedelta(days=30)
    assert "pause.late" in refused(actions.ask_pause, handled, why="x", until=until, by=cast.manager, at=late)
    pause = actions.ask_pause(handled, why="须现场检测", until=until, by=cast.manager, at=at)
    assert refused(actions.ask_pause, handled, why="x", until=until, by=cast.manager, at=at) == {
        "pause.twice"
    }
    assert refused(actions.decide_pause, pause, allow=True, by=cast.manager, at=at) == {
        "message.not_office",
        "pause.own",
    }
    actions.decide_pause(pause, allow=False, note="请先答复", by=cast.clerk, at=at)
    assert clock(handled).state == ClockState.RUNNING
    assert refused(actions.decide_pause, pause, allow=True, by=cast.clerk, at=at) == {"pause.decided"}
    assert refused(actions.resume, handled, by=cast.manager, at=at) == {"pause.none"}


def test_pause__ends_by_itself_on_its_last_day_and_the_limit_goes_on(cast, handled, at):
    until = (at + timedelta(days=4)).date()
    pause = actions.ask_pause(handled, why="须现场检测", until=until, by=cast.manager, at=at)
    actions.decide_pause(pause, allow=True, by=cast.clerk, at=at + timedelta(days=1))
    assert actions.end_pauses(at + timedelta(days=4)) == 0
    assert actions.end_pauses(at + timedelta(days=5)) == 1
    assert actions.end_pauses(at + timedelta(days=5)) == 0
    due = clock(handled)
    assert "恢复计时（剩余4个工作日）" in due.lines[0]
    assert due.due_date.isoformat() == "2026-12-03"


def test_kind_and_complexity__change_the_limit_from_the_same_day(cast, handled, at):
    actions.sort(handled, MessageKind.SUGGESTION, by=cast.clerk, at=at + timedelta(days=1))
    handled.refresh_from_db()
    assert clock(handled).due_date.isoformat() == "2026-12-02"
    assert refused(actions.sort, handled, MessageKind.SUGGESTION, by=cast.clerk, at=at) == {"sort.same"}
    assert "sort.correction" in refused(actions.sort, handled, MessageKind.CORRECTION, by=cast.clerk, at=at)
    assert refused(actions.find_complex, handled, why="", by=cast.clerk, at=at) == {"complex.why"}
    actions.find_complex(handled, why="涉及多个部门", by=cast.clerk, at=at + timedelta(days=1))
    handled.refresh_from_db()
    assert clock(handled).due_date.isoformat() == "2026-12-14"
    assert refused(actions.find_complex, handled, why="x", by=cast.clerk, at=at) == {"complex.twice"}


def test_reading_of_the_law__decides_where_the_two_days_begin(cast, at, monkeypatch):
    from zhengtong.interaction.actions import timing

    said = Said(kind="correction", correction_kind="typo", page="https://x.cq.gov.cn/a", body="有错字")
    strict = actions.register(said, source="web", received_at=at, at=at)
    assert clock(strict).due_date.isoformat() == "2026-11-25"
    monkeypatch.setattr(timing, "counts_from_receipt", lambda message: False)
    mild = actions.register(said, source="web", received_at=at, at=at + timedelta(seconds=1))
    assert clock(mild) is None
    actions.forward(mild, cast.units["jw"], by=cast.clerk, at=at + timedelta(days=1))
    assert clock(mild).due_date.isoformat() == "2026-11-26"
    assert clock(mild).lines[0].endswith("转办，当日不计入")


def test_merging__goes_to_the_end_of_the_chain_and_never_in_a_circle(cast, letter, handled, at):
    other, third = letter(title="同一件事"), letter(title="还是同一件事")
    assert refused(actions.merge, other, other, by=cast.clerk, at=at) == {"merge.itself"}
    actions.merge(third, other, by=cast.clerk, at=at)
    actions.merge(other, handled, by=cast.clerk, at=at)
    third.refresh_from_db()
    other.refresh_from_db()
    assert (third.merged_into, other.merged_into) == (handled, handled)
    assert "merge.chain" in refused(actions.merge, handled, other, by=cast.clerk, at=at)
    assert clock(other).state == ClockState.STOPPED


def test_declining__gives_its_reason(cast, letter, at):
    message = letter()
    assert refused(actions.decline, message, why="", by=cast.manager, at=at) == {
        "message.not_office",
        "decline.why",
    }
    actions.decline(message, why="内容为广告", by=cast.clerk, at=at)
    message.refresh_from_db()
    assert (message.state, message.closed_why) == (MessageState.DECLINED, "内容为广告")
    assert refused(actions.forward, message, cast.units["jw"], by=cast.clerk, at=at) == {"message.closed"}


def test_citizen__reminds_once_a_day_rates_once_and_reopens_within_its_time(cast, handled, at):
    actions.remind(handled, text="请快一点", at=at)
    assert refused(actions.remind, handled, at=at) == {"remind.today"}
    actions.remind(handled, at=at + timedelta(days=1))
    assert refused(actions.rate, handled, "good", at=at) == {"rate.not_answered"}
    assert refused(actions.reopen, handled, why="x", at=at) == {"reopen.not_answered"}
    answered(handled, cast, at)
    assert refused(actions.remind, handled, at=at + timedelta(days=2)) == {"remind.closed"}
    assert refused(actions.rate, handled, "wonderful", at=at) == {"rate.choice"}
    actions.rate(handled, "fair", at=at)
    assert refused(actions.rate, handled, "good", at=at) == {"rate.twice"}
    assert refused(actions.reopen, handled, why="", at=at) == {"reopen.why"}
    assert refused(actions.reopen, handled, why="x", at=at + timedelta(days=31)) == {"reopen.late"}
    for _ in range(2):
        actions.reopen(handled, why="没有解决", at=at)
        handled.refresh_from_db()
        answered(handled, cast, at)
    assert refused(actions.reopen, handled, why="x", at=at) == {"reopen.count"}


def test_public_version__needs_consent_an_answer_and_nothing_personal(cast, handled, letter, at):
    given = {"title": "材料", "question": "请问材料？", "proposed": [], "checked": False, "at": at}
    phone = "请致电13812345678。"
    assert refused(actions.make_public, handled, reply="好", by=cast.deputy, **given) == {
        "public.not_answered"
    }
    answered(handled, cast, at)
    assert refused(actions.make_public, handled, reply=phone, by=cast.deputy, **given) == {"public.personal"}
    assert refused(actions.make_public, handled, reply="好", by=cast.manager, **given) == {
        "public.wrong_hand"
    }
    made = actions.make_public(handled, reply="好", by=cast.clerk, **given)
    assert refused(actions.make_public, handled, reply="好", by=cast.clerk, **given) == {"public.twice"}
    assert refused(actions.end_public, handled, why="", by=cast.clerk, at=at) == {"public.why"}
    actions.end_public(handled, why="网民要求", by=cast.clerk, at=at)
    made.refresh_from_db()
    assert made.ended_why == "网民要求"
    private = letter(may_publish=False)
    actions.forward(private, cast.units["jw"], by=cast.clerk, at=at)
    private.refresh_from_db()
    answered(private, cast, at)
    assert refused(actions.make_public, private, reply="好", by=cast.clerk, **given) == {"public.not_agreed"}


def test_answer_that_copies_another__is_named_to_the_reviewer(cast, letter, handled, at):
    text = "您好，您反映的问题已收悉。经核实，该路段路灯由市政部门维护，将于近期修复，请您耐心等待，感谢您的关心支持。"
    actions.draft_answer(handled, text=text, by=cast.manager, at=at)
    first = actions.submit_answer(handled, by=cast.manager, at=at)
    actions.send_answer(handled, by=cast.deputy, at=at)
    assert first.copy_of is None
    other = letter(title="另一处路灯")
    actions.forward(other, cast.units["jw"], by=cast.clerk, at=at)
    other.refresh_from_db()
    actions.draft_answer(other, text=text, by=cast.manager, at=at)
    second = actions.submit_answer(other, by=cast.manager, at=at)
    assert second.copy_of == first
    assert second.likeness >= 90


def test_library__holds_no_personal_data_and_no_question_twice(cast, handled, at):
    jw = cast.units["jw"]
    found = refused(
        actions.learn, jw, question="怎么办", answer="请致电13812345678。", by=cast.neighbour, at=at
    )
    assert found == {"known.wrong_hand", "known.personal"}
    entry = actions.learn(jw, question="怎么办", answer="到学校办。", by=cast.manager, at=at)
    assert refused(actions.learn, jw, question=" 怎么办 ", answer="好", by=cast.manager, at=at) == {
        "known.twice"
    }
    actions.forget(entry, why="政策有变", by=cast.manager, at=at)
    assert refused(actions.forget, entry, why="再次", by=cast.manager, at=at) == {"public.none"}


def test_fix__is_refused_with_all_that_stands_against_it(cast, article, letter, at):
    from zhengtong.publishing.queries import current_publication

    said = {
        "kind": "correction",
        "title": "",
        "correction_kind": "typo",
        "page": current_publication(article).path,
    }
    message = letter(**said, words="2月30日")
    fix = {"by": cast.editor, "at": at}
    assert refused(actions.begin_fix, message, was="", became="", **fix) >= {
        "replace.nothing",
        "replace.same",
    }
    assert refused(actions.begin_fix, message, was="三月", became="四月", **fix) == {"replace.not_found"}
    assert refused(actions.begin_fix, message, was="报名", became="登记", **fix) == {"replace.many"}
    assert refused(actions.begin_fix, message, was="日，逾期", became="日，过期", **fix) == {
        "replace.not_found"
    }
    actions.begin_fix(message, was="2月30日", became="2月28日", **fix)
    assert refused(actions.begin_fix, message, was="2月30日", became="2月28日", **fix) >= {
        "fix.twice",
        "replace.under_review",
    }
    actions.draft_answer(message, text="正在更正。", by=cast.editor, at=at)
    assert refused(actions.submit_answer, message, by=cast.editor, at=at) == {"answer.fix_pending"}
    actions.give_up_fix(message, why="改由撤稿处理", by=cast.editor, at=at)
    actions.submit_answer(message, by=cast.editor, at=at)
