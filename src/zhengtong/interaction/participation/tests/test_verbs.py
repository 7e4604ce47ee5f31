"""Who does not may not, what was done is not done twice, and what the database itself refuses (2.3, 5.3, 5.7)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError

from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.refusals import Refused
from zhengtong.interaction.actions import consultations, interviews, rounds, surveys
from zhengtong.interaction.models.participation import (
    Choice,
    LiveEntry,
    Opinion,
    Question,
    Reply,
    Round,
    Words,
)
from zhengtong.interaction.participation.tests.conftest import told
from zhengtong.interaction.queries import rounds as queries
from zhengtong.interaction.rules.surveys import Given

pytestmark = pytest.mark.django_db


def refused(code, call, *given, **named):
    with pytest.raises(Refused) as error:
        call(*given, **named)
    assert code in error.value.codes, error.value


def first_answered(one):
    first, second, *_ = one.questions.all()
    return {first.pk: Given((0,)), second.pk: Given((1,))}


@pytest.mark.parametrize("role", ["neighbour", "first", "watch", "clerk", "liaison"])
def test_draft__is_for_the_own_units_handlers(cast, at, role):
    refused(
        "round.not_handler", rounds.draft, "survey", cast.units["jw"], told(at, "survey"),
        by=getattr(cast, role), at=at,
    )  # fmt: skip
    assert not Round.objects.exists()
    assert not Entry.objects.filter(verb="round.drafted").exists()


@pytest.mark.parametrize("role", ["neighbours_deputy", "editor", "watch", "clerk"])
def test_approval__is_for_the_own_units_reviewers(cast, draft, at, role):
    one = rounds.submit(draft("survey"), by=cast.editor, at=at)
    refused("round.not_reviewer", rounds.approve, one, by=getattr(cast, role), at=at)


def test_approval__refused_to_whoever_changed_the_text_last(cast, draft, at):
    """A leader who is an editor as well does not approve the own words."""
    cast.editor.appointments.create(
        unit=cast.units["jw"], post="deputy", valid_from=business_date(at), appointed_at=at
    )
    one = rounds.submit(draft("survey"), by=cast.manager, at=at)
    refused("round.own", rounds.approve, one, by=cast.editor, at=at)
    with pytest.raises(IntegrityError, match="nobody_approves_the_own_round"), transaction.atomic():
        Round.objects.filter(pk=one.pk).update(reviewed_by=cast.editor)


def test_second_click__is_refused_and_changes_nothing(cast, draft, at):
    one = draft("survey")
    rounds.submit(one, by=cast.editor, at=at)
    refused("round.state", rounds.submit, one, by=cast.editor, at=at)
    rounds.approve(one, by=cast.first, at=at)
    refused("round.state", rounds.approve, one, by=cast.deputy, at=at)
    refused("round.state", rounds.send_back, one, reason="迟了", by=cast.deputy, at=at)
    assert Entry.objects.filter(verb="round.approved").count() == 1
    assert Round.objects.get().reviewed_by == cast.first


def test_text__stands_still_from_the_moment_it_is_handed_in(cast, draft, at):
    one = draft("survey")
    question = one.questions.first()
    rounds.submit(one, by=cast.editor, at=at)
    refused("round.state", rounds.revise, one, told(at, "survey", title="改"), by=cast.editor, at=at)
    refused("round.state", rounds.remove_question, question, by=cast.editor, at=at)
    for change in ({"title": "改"}, {"closes_on": business_date(at) + timedelta(days=99)}):
        with pytest.raises(IntegrityError, match="keeps_its_text"), transaction.atomic():
            Round.objects.filter(pk=one.pk).update(**change)
    with pytest.raises(IntegrityError, match="a_question_is_settled"), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(text="改")
    with pytest.raises(IntegrityError, match="not_taken_away"), transaction.atomic():
        question.delete()


def test_question__taken_out_moves_the_later_ones_up(cast, draft, at):
    one = draft("survey")
    rounds.remove_question(one.questions.get(order=2), by=cast.editor, at=at)
    assert list(one.questions.values_list("order", "kind")) == [(1, "single"), (2, "scale"), (3, "text")]


def test_survey_without_questions__is_not_handed_in(cast, at):
    one = rounds.draft("survey", cast.units["jw"], told(at, "survey"), by=cast.editor, at=at)
    refused("round.no_questions", rounds.submit, one, by=cast.editor, at=at)


def test_late_approval__shortens_no_consultation(cast, draft, at):
    """Handed in in time, looked at too late: the days are counted from the day of approval."""
    one = rounds.submit(draft("consultation"), by=cast.editor, at=at)
    refused("round.short", rounds.approve, one, by=cast.first, at=at + timedelta(days=3))
    rounds.send_back(one, reason="请推迟截止日期", by=cast.first, at=at)
    changed = told(at, "consultation", closes_on=business_date(at) + timedelta(days=12), short_why="防汛需要")
    rounds.revise(one, changed, by=cast.editor, at=at)
    rounds.submit(one, by=cast.editor, at=at)
    assert rounds.approve(one, by=cast.first, at=at).state == "open"


def test_dropped_round__stays_in_the_register_and_cannot_begin(cast, draft, at):
    one = draft("survey", opens_on=business_date(at) + timedelta(days=1))
    rounds.submit(one, by=cast.editor, at=at)
    rounds.approve(one, by=cast.first, at=at)
    refused("round.no_reason", rounds.drop, one, reason=" ", by=cast.editor, at=at)
    rounds.drop(one, reason="另行组织", by=cast.editor, at=at)
    rounds.keep_windows(at + timedelta(days=5))
    assert Round.objects.get().state == "dropped"
    with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
        one.delete()
    with pytest.raises(IntegrityError, match="not_opened_again"), transaction.atomic():
        Round.objects.update(state="approved")


def test_open_round__is_not_dropped(cast, opened, at):
    refused("round.state", rounds.drop, opened("survey"), reason="算了", by=cast.editor, at=at)


def test_window__is_kept_by_time_and_once_however_often_the_worker_looks(cast, opened, at):
    one = opened("survey")
    rounds.keep_windows(at + timedelta(days=10))
    assert Round.objects.get(pk=one.pk).state == "open"  # its last day is not over
    for _ in range(3):
        rounds.keep_windows(at + timedelta(days=11))
    assert Round.objects.get(pk=one.pk).state == "closed"
    assert Clock.objects.filter(kind="round.result").count() == 1
    assert Entry.objects.filter(verb="round.closed").count() == 1


def test_worker_that_stood_still__opens_and_closes_in_one_turn(cast, draft, at):
    one = draft("survey", opens_on=business_date(at) + timedelta(days=1))
    rounds.submit(one, by=cast.editor, at=at)
    rounds.approve(one, by=cast.first, at=at)
    rounds.keep_windows(at + timedelta(days=20))
    assert Round.objects.get(pk=one.pk).state == "closed"


def test_one_form__is_one_sending_of_each_kind(cast, opened, form, at):
    given = form(at)
    survey, consultation, interview = opened("survey"), opened("consultation"), opened("interview")
    for call, one, named in (
        (surveys.reply, survey, {"given": first_answered(survey)}),
        (consultations.send_opinion, consultation, {"text": "意见"}),
        (interviews.ask, interview, {"text": "问题"}),
    ):
        call(one, **named, **given)
        refused("form.sent", call, one, **named, **given)
    assert (Reply.objects.count(), Opinion.objects.count()) == (1, 1)
    assert Choice.objects.count() == 2


def test_faulty_reply__leaves_nothing_behind(cast, opened, form, at):
    one = opened("survey")
    refused("reply.missing", surveys.reply, one, {}, **form(at))
    assert not Reply.objects.exists()


def test_database__takes_nothing_in_outside_the_window_and_rewrites_nothing(cast, opened, draft, form, at):
    survey, consultation = opened("survey"), opened("consultation")
    reply = surveys.reply(
        survey, first_answered(survey) | {survey.questions.last().pk: Given(words="原话")}, **form(at)
    )
    opinion = consultations.send_opinion(consultation, text="原话", **form(at))
    waiting = draft("consultation")
    for change in (
        lambda: Opinion.objects.create(round=waiting, at=at, nonce="n", mark="m", text="早到"),
        lambda: Reply.objects.create(round=waiting, at=at, nonce="n", mark="m"),
        lambda: Words.objects.update(text="改"),
        lambda: Choice.objects.update(number=2),
        lambda: Opinion.objects.filter(pk=opinion.pk).update(text="改"),
        lambda: Opinion.objects.filter(pk=opinion.pk).delete(),
        lambda: Reply.objects.filter(pk=reply.pk).update(mark="other"),
        lambda: Reply.objects.filter(pk=reply.pk).update(standing="left_out"),
        lambda: Round.objects.filter(pk=survey.pk).update(state="finished"),
        lambda: Round.objects.filter(pk=survey.pk).update(state="live"),
        lambda: Round.objects.filter(pk=survey.pk).update(unit=cast.units["wjw"]),
    ):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            change()


@pytest.mark.parametrize("role", ["neighbour", "neighbours_deputy", "watch"])
def test_another_unit__neither_sees_nor_decides(cast, opened, draft, form, at, role):
    person = getattr(cast, role)
    draft("survey")
    one = opened("consultation")
    opinion = consultations.send_opinion(one, text="意见", **form(at))
    group = consultations.group_opinions(one, [opinion.pk], summary="归纳", by=cast.editor, at=at)
    assert not queries.rounds_seen_by(Round.objects.all(), person, at).exists()
    for call, given, named in (
        (consultations.group_opinions, (one, [opinion.pk]), {"summary": "归纳"}),
        (consultations.decide_group, (group,), {"decision": "not", "reason": "不"}),
        (rounds.conclude, (one,), {"text": "结果"}),
        (rounds.publish_result, (one,), {}),
        (rounds.drop, (one,), {"reason": "撤"}),
    ):
        with pytest.raises(Refused) as error:
            call(*given, **named, by=person, at=at)
        assert error.value.codes & {"round.not_handler", "round.not_reviewer"}


@pytest.mark.parametrize("role", ["clerk", "liaison", "editor", "first", "principal"])
def test_office_supervisors_and_the_own_unit__see_drafts(cast, draft, at, role):
    draft("survey")
    assert queries.rounds_seen_by(Round.objects.all(), getattr(cast, role), at).count() == 1


def test_opinions_of_another_round__are_not_grouped_here(cast, opened, form, at):
    one, other = opened("consultation"), opened("consultation", title="另一项")
    opinion = consultations.send_opinion(other, text="意见", **form(at))
    refused(
        "group.nothing",
        consultations.group_opinions,
        one,
        [opinion.pk],
        summary="归纳",
        by=cast.editor,
        at=at,
    )


def test_live_entry__of_another_interview_is_not_corrected_here(cast, opened, at):
    held = at + timedelta(hours=1)
    today = business_date(at)
    one, other = (
        interviews.begin(opened("interview", held_at=held, closes_on=today), by=cast.editor, at=at)
        for _ in range(2)
    )
    foreign = interviews.write_entry(other, speaker="host", text="好", by=cast.editor, at=at)
    refused(
        "entry.foreign",
        interviews.write_entry,
        one,
        speaker="host",
        text="改",
        corrects=foreign,
        by=cast.editor,
        at=at,
    )
    refused("round.not_hand", interviews.review_entry, foreign, let_out=True, by=cast.neighbour, at=at)
    with pytest.raises(IntegrityError, match="keeps_its_words"), transaction.atomic():
        LiveEntry.objects.filter(pk=foreign.pk).update(text="改")
    returned = interviews.review_entry(foreign, let_out=False, reason="有误", by=cast.first, at=at)
    assert returned.state == "returned"
    refused("entry.reviewed", interviews.review_entry, foreign, let_out=True, by=cast.deputy, at=at)
