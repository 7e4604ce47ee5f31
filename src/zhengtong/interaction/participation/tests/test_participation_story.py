"""A survey, a consultation and an interview through their lives in simulated time (5.7)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks.models import Clock, ClockState
from zhengtong.engine.clocks.rules import last_day
from zhengtong.engine.jobs.actions import work_off
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.refusals import Refused
from zhengtong.interaction.actions import consultations, interviews, rounds, surveys
from zhengtong.interaction.models.participation import Opinion, Reply, Round, RoundState
from zhengtong.interaction.participation.tests.conftest import told
from zhengtong.interaction.queries import results
from zhengtong.interaction.queries import rounds as queries
from zhengtong.interaction.rules.surveys import Given

pytestmark = pytest.mark.django_db


def verbs_of(one: Round) -> list[str]:
    lines = Entry.objects.filter(subject_type="interaction.round", subject_id=str(one.pk)).order_by("seq")
    return [line.verb for line in lines]


def answers(
    one: Round, single: int, several: tuple[int, ...], points: int, words: str = ""
) -> dict[int, Given]:
    first, second, third, fourth = one.questions.all()
    return {
        first.pk: Given((single,)), second.pk: Given(several), third.pk: Given((points,)), fourth.pk: Given(words=words),
    }  # fmt: skip


def test_survey__from_its_draft_to_its_published_result(cast, draft, form, at):
    one = draft("survey", opens_on=business_date(at) + timedelta(days=2))
    rounds.submit(one, by=cast.editor, at=at)
    one = rounds.send_back(one, reason="请补充题目", by=cast.first, at=at)
    assert (one.state, one.returned_why) == (RoundState.DRAFT, "请补充题目")
    rounds.submit(one, by=cast.editor, at=at)
    one = rounds.approve(one, by=cast.deputy, at=at)
    assert one.state == RoundState.APPROVED
    assert not queries.public_rounds("survey").exists()
    rounds.keep_windows(at + timedelta(days=1))
    one.refresh_from_db()
    assert one.state == RoundState.APPROVED

    begun = at + timedelta(days=2)
    rounds.keep_windows(begun)
    one.refresh_from_db()
    assert one.state == RoundState.OPEN
    for number in range(
        23
    ):  # an office behind one address: the first twenty are counted, three are shown to a person
        surveys.reply(one, answers(one, number % 2, (0, 1), 4, "多种树"), **form(begun, "office"))
    surveys.reply(one, answers(one, 2, (3,), 5, "电话13800000000"), **form(begun))
    assert results.tally(one) == results.Tally(24, 21, 3, 0)

    over = begun + timedelta(days=9)
    rounds.keep_windows(over)
    one.refresh_from_db()
    assert one.state == RoundState.CLOSED
    clock = Clock.objects.get(kind="round.result", state=ClockState.RUNNING)
    assert last_day(clock.due_at) == date(2026, 12, 25)  # 15 working days after 2026-12-04
    with pytest.raises(Refused, match="截止"):
        surveys.reply(one, answers(one, 0, (0,), 1), **form(over))

    rounds.conclude(one, text="共收到答卷24份。", by=cast.editor, at=over)
    with pytest.raises(Refused) as refused:
        rounds.publish_result(one, by=cast.first, at=over)
    assert refused.value.codes == {"round.repetitions"}
    doubtful = list(results.suspects(one).values_list("pk", flat=True))
    surveys.decide_repetitions(one, doubtful[:1], count_them=True, by=cast.editor, at=over)
    surveys.decide_repetitions(one, doubtful[1:], count_them=False, by=cast.editor, at=over)
    words = one.replies.last().written.get()
    surveys.pick_words(words, shown="建议公布联系电话", by=cast.editor, at=over)
    one = rounds.publish_result(one, by=cast.first, at=over)
    assert one.state == RoundState.FINISHED
    assert Clock.objects.get(pk=clock.pk).state == ClockState.MET

    single, several, scale, text = results.outcomes(one)
    assert [(bar.label, bar.count, bar.share) for bar in single.bars] == [
        ("每周", 11, 50), ("每月", 10, 45), ("很少", 1, 5)]  # fmt: skip
    assert (several.answered, several.bars[0].count, scale.mean) == (22, 21, "4.0")
    assert text.words == ("建议公布联系电话",)
    assert results.tally(one) == results.Tally(24, 22, 0, 2)
    assert [*dict.fromkeys(verbs_of(one))] == [
        "round.drafted", "round.question_added", "round.submitted", "round.returned", "round.approved", "round.opened",
        "round.closed", "round.concluded", "survey.repetition_decided", "survey.words_picked", "round.published",
    ]  # fmt: skip


def test_consultation__is_not_finished_before_what_was_taken_is_said(cast, draft, form, at):
    one = draft("consultation", closes_on=business_date(at) + timedelta(days=29))
    with pytest.raises(Refused, match="不足30日"):
        rounds.submit(one, by=cast.editor, at=at)
    rounds.revise(
        one,
        told(at, "consultation", closes_on=business_date(at) + timedelta(days=30)),
        by=cast.editor,
        at=at,
    )
    rounds.submit(one, by=cast.editor, at=at)
    one = rounds.approve(one, by=cast.principal, at=at)
    assert one.state == RoundState.OPEN
    for text, paragraph in (("工期太长", 3), ("请缩短工期", 3), ("摊位要有水电", 2), ("代开发票", None)):
        consultations.send_opinion(
            one, text=text, paragraph=paragraph, sender_name="张某", sender_phone="023-00000000", **form(at)
        )
    over = at + timedelta(days=31)
    work_off(over)  # nothing is scheduled in a test: the window is kept by the task itself
    rounds.keep_windows(over)
    one.refresh_from_db()
    assert one.state == RoundState.CLOSED
    rounds.conclude(one, text="共收到意见4条。", by=cast.editor, at=over)
    with pytest.raises(Refused, match="尚有4条意见"):
        rounds.publish_result(one, by=cast.first, at=over)
    with pytest.raises(IntegrityError, match="every_opinion_is_decided"), transaction.atomic():
        Round.objects.filter(pk=one.pk).update(state="finished", finished_at=over, finished_by=cast.first.pk)
    first, second, third, fourth = Opinion.objects.all()
    shorter = consultations.group_opinions(
        one, [first.pk, second.pk], summary="缩短工期", by=cast.editor, at=over
    )
    stalls = consultations.group_opinions(one, [third.pk], summary="临时摊位通水电", by=cast.editor, at=over)
    spam = consultations.group_opinions(one, [fourth.pk], summary="广告", by=cast.editor, at=over)
    consultations.decide_group(shorter, decision="partly", reason="工期改为五个月。", by=cast.editor, at=over)
    consultations.decide_group(stalls, decision="taken", reason="已写入第二条。", by=cast.editor, at=over)
    with pytest.raises(Refused, match="尚有1条意见"):
        rounds.publish_result(one, by=cast.first, at=over)
    consultations.decide_group(spam, decision="unrelated", reason="广告。", by=cast.editor, at=over)
    one = rounds.publish_result(one, by=cast.first, at=over)
    assert one.state == RoundState.FINISHED
    assert [(group.summary, group.size) for group in results.groups_of(one)][0] == ("缩短工期", 2)
    with pytest.raises(Refused, match="已公布"):
        consultations.decide_group(shorter, decision="not", reason="不改。", by=cast.editor, at=over)


def test_interview__is_asked_before_held_live_and_kept(cast, draft, form, at):
    one = rounds.submit(draft("interview"), by=cast.editor, at=at)
    one = rounds.approve(one, by=cast.deputy, at=at)
    asked = interviews.ask(one, text="几月报名？我的电话13800000000", **form(at))
    other = interviews.ask(one, text="广告", **form(at))
    put = interviews.sift(asked, decision="put", said="今年几月报名？", by=cast.editor, at=at)
    interviews.sift(other, decision="declined", said="与主题无关", by=cast.editor, at=at)
    with pytest.raises(Refused, match="届时开始"):
        interviews.begin(one, by=cast.editor, at=at)
    day = at + timedelta(days=6)
    rounds.keep_windows(day)
    one = interviews.begin(Round.objects.get(pk=one.pk), by=cast.editor, at=day)
    interviews.ask(one, text="现场提问", **form(day))

    question = interviews.write_entry(
        one, speaker="visitor", text=put.put, question=put, by=cast.editor, at=day
    )
    answer = interviews.write_entry(
        one, speaker="guest", name="演示·分管负责人", text="五月。", question=put, by=cast.editor, at=day
    )
    assert results.record_of(one) == []
    for entry in (question, answer):
        with pytest.raises(Refused, match="录入人不得审核"):
            interviews.review_entry(entry, let_out=True, by=cast.editor, at=day)
        interviews.review_entry(entry, let_out=True, by=cast.manager, at=day)
    answer.refresh_from_db()
    correction = interviews.write_entry(
        one, speaker="guest", name="演示·分管负责人", text="六月。", question=put, corrects=answer, by=cast.editor, at=day
    )  # fmt: skip
    assert [entry.text for entry in results.record_of(one)] == ["今年几月报名？", "五月。"]
    rounds.conclude(one, text="共答复网民提问1条。", by=cast.editor, at=day)
    with pytest.raises(Refused, match="尚有1条访谈实录"):
        rounds.publish_result(one, by=cast.first, at=day)
    interviews.review_entry(correction, let_out=True, by=cast.first, at=day)
    shown = results.record_of(one)[1]
    assert (shown.text, shown.was) == ("六月。", ["五月。"])
    one = rounds.publish_result(one, by=cast.first, at=day)
    assert one.state == RoundState.FINISHED
    found = queries.figures(date(2026, 1, 1), date(2026, 12, 31))
    assert (found.interviews, found.asked, found.answered) == (1, 3, 1)


def test_figures__are_those_of_the_period_and_the_unit(cast, opened, form, at):
    survey, consultation = opened("survey"), opened("consultation")
    surveys.reply(survey, answers(survey, 0, (1,), 3), **form(at))
    consultations.send_opinion(consultation, text="好", **form(at))
    first, last = queries.year_of(at)
    found = queries.figures(first, last, cast.units["jw"])
    assert (found.rounds, found.opinions, found.results) == (2, 2, 0)
    assert queries.figures(first, last, cast.units["wjw"]).rounds == 0
    assert queries.figures(date(2025, 1, 1), date(2025, 12, 31)).opinions == 0
    assert Reply.objects.get().standing == "counted"
