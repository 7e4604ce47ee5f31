"""A made-up procedure from application to end, and everything that is refused on the way."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from zhengtong.engine.clocks.queries import running
from zhengtong.engine.ledger.queries import broken, story_of
from zhengtong.engine.notify.models import Message
from zhengtong.engine.procedures import actions, queries, registry
from zhengtong.engine.procedures.declaration import from_data
from zhengtong.engine.procedures.models import Case, CaseState, CaseStep, StepState
from zhengtong.engine.procedures.tests.conftest import ASKED, BRIDGE
from zhengtong.engine.refusals import Refused

pytestmark = pytest.mark.django_db
NUMBERED = {"given": {"number": "桥001", "dated": "2026-11-23"}}


def states(case):
    return {step.code: step.state for step in case.steps.exclude(state="void").exclude(state="returned")}


def refused(callable_, *args, **kwargs):
    with pytest.raises(Refused) as stopped:
        callable_(*args, **kwargs)
    return stopped.value.codes


def test_case__goes_from_application_to_its_end(begin, do, plan, told, cast, at):
    case = begin()
    assert (case.number, case.title, case.party_name) == ("QL-2026-001", "为“北碚大桥”挂牌", "区教委")
    do(case, "consent", "head", outcome="approve", opinion="同意。")
    assert {code for code, state in states(case).items() if state == "open"} == {"number", "lights"}
    do(case, "number", "office", **NUMBERED)
    do(case, "lights", "applicant", files={"photo": plan})
    do(case, "receipt", "liaison")
    assert actions.fulfil(case, "news", at=at, article=7)
    assert not actions.fulfil(case, "news", at=at, article=7)
    day_30 = at + timedelta(days=29)
    assert actions.end_waits(day_30) == 0
    assert actions.end_waits(at + timedelta(days=31)) == 1
    case.refresh_from_db()
    assert case.state == CaseState.DONE
    assert told["done"] == ["test.number_it", "test.finish"]
    assert story_of(case).count() == 8
    assert broken() == []
    assert running().count() == 0


def test_application__gives_every_reason_at_once(begin, cast, told):
    told["forbidden"] = True
    codes = refused(begin, by=cast["stranger"], asked={"length": "很长", "lit": True}, files={})
    assert codes == {
        "case.not_yours", "answer.missing.name", "answer.wrong.length", "answer.missing.colour", "file.missing.plan",
        "test.forbidden",
    }  # fmt: skip
    assert Case.objects.count() == 0


def test_question__is_not_asked_where_its_condition_does_not_hold(begin):
    case = begin(asked={"name": "桥", "length": 3, "lit": False})
    assert CaseStep.objects.get(case=case, code="lights").state == StepState.WAITING


def test_step__is_passed_over_where_its_condition_does_not_hold(begin, do):
    case = begin(asked={"name": "桥", "length": 3, "lit": False})
    do(case, "consent", "head", outcome="approve")
    assert states(case)["lights"] == StepState.SKIPPED


def test_step__is_refused_out_of_turn_by_the_wrong_hand_and_a_second_time(begin, do, cast):
    case = begin()
    assert refused(do, case, "number", "office", **NUMBERED) == {"step.not_yet"}
    assert refused(do, case, "consent", "applicant", outcome="approve") == {"step.wrong_hand"}
    do(case, "consent", "head", outcome="approve")
    assert refused(do, case, "consent", "head", outcome="approve") == {"step.done_already"}
    assert refused(do, case, "news", "office") == {"step.not_yet", "step.by_itself"}


def test_second_click__meets_the_first_ones_work_and_says_who_did_it(begin, do):
    case = begin()
    do(case, "consent", "head", outcome="approve")
    with pytest.raises(Refused, match="演示·head"):
        do(case, "consent", "head", outcome="approve")


def test_numbers__are_required_and_their_form_is_checked(begin, do):
    case = begin()
    do(case, "consent", "head", outcome="approve")
    assert refused(do, case, "number", "office") == {"answer.missing.number", "answer.missing.dated"}
    assert refused(do, case, "number", "office", given={"number": "7", "dated": "2026-02-31"}) == {
        "number.wrong", "answer.wrong.dated",
    }  # fmt: skip
    assert states(case)["number"] == StepState.OPEN


def test_decision__returned_begins_a_new_round_and_keeps_the_old_one(begin, do, plan):
    case = begin()
    assert refused(do, case, "consent", "head", outcome="return") == {"step.no_reason"}
    do(case, "consent", "head", outcome="return", opinion="请补充桥长。")
    assert states(case)["apply"] == StepState.OPEN
    do(case, "apply", "applicant", given=ASKED | {"length": 301}, files={"plan": plan})
    case.refresh_from_db()
    assert case.asked["length"] == 301
    assert case.steps.filter(code="apply").count() == 2
    do(case, "consent", "head", outcome="approve")
    rounds = case.steps.filter(code="consent").values_list("round", "state", "opinion")
    assert list(rounds) == [(1, "returned", "请补充桥长。"), (2, "done", "")]


def test_receipt__can_send_back_to_the_step_it_names(begin, do, plan):
    case = begin()
    do(case, "consent", "head", outcome="approve")
    do(case, "number", "office", **NUMBERED)
    do(case, "lights", "applicant", files={"photo": plan})
    do(case, "receipt", "liaison", outcome="return", opinion="桥号有误。")
    assert (states(case)["number"], states(case)["lights"], states(case)["receipt"]) == (
        "open",
        "done",
        "waiting",
    )


def test_decision__refused_ends_the_case_and_takes_back(begin, do, told):
    case = begin()
    do(case, "consent", "head", outcome="refuse", opinion="桥尚未验收。")
    case.refresh_from_db()
    assert case.state == CaseState.REFUSED
    assert "桥尚未验收" in case.ended_why
    assert told["done"] == ["test.undo"]
    assert refused(do, case, "number", "office", **NUMBERED) == {"case.ended"}


def test_withdrawing__is_refused_once_the_world_was_told(begin, do, cast, at):
    case = begin()
    assert refused(actions.withdraw, case, by=cast["head"], at=at, why="不办了") == {"step.wrong_hand"}
    do(case, "consent", "head", outcome="approve")
    do(case, "number", "office", **NUMBERED)
    assert refused(actions.withdraw, case, by=cast["applicant"], at=at, why="") == {
        "case.binding",
        "case.no_reason",
    }


def test_withdrawn_case__stays_in_the_record(begin, cast, at, told):
    case = actions.withdraw(begin(), by=cast["applicant"], at=at, why="不办了")
    assert (case.state, case.steps.filter(state="void").count()) == (CaseState.WITHDRAWN, 6)
    assert told["done"] == ["test.undo"]


def test_handing_over__lets_the_new_partys_hands_go_on(begin, do, cast, at):
    case = begin()
    assert refused(actions.hand_over, case, "wjw", by=cast["applicant"], at=at, why="合并") == {
        "case.not_overseer"
    }
    actions.hand_over(case, "wjw", by=cast["office"], at=at, why="机构合并")
    assert refused(do, case, "consent", "head", outcome="approve") == {"step.wrong_hand"}
    assert case.steps.get(code="consent").audience == "post:wjw/principal"


def test_running_case__keeps_the_edition_it_began_with(begin, do, plan):
    case = begin()
    changed = BRIDGE | {"steps": [BRIDGE["steps"][0], *[dict(one) for one in BRIDGE["steps"][1:]]]}
    changed["steps"] = [one for one in changed["steps"] if one["code"] != "lights"]
    changed["steps"] = [
        one | {"after": ["number"]} if one["code"] == "receipt" else one for one in changed["steps"]
    ]
    registry.declare(from_data(changed))
    do(case, "consent", "head", outcome="approve")
    assert states(Case.objects.get(pk=case.pk))["lights"] == StepState.OPEN
    assert "lights" not in states(begin())


def test_wait__does_not_end_while_something_stands_against_it(begin, do, plan, told, at):
    case = begin(asked={"name": "桥", "length": 3})
    do(case, "consent", "head", outcome="approve")
    do(case, "number", "office", **NUMBERED)
    do(case, "receipt", "liaison")
    actions.fulfil(case, "news", at=at)
    told["gone"] = True
    assert actions.end_waits(at + timedelta(days=40)) == 0
    assert running().get().is_late if hasattr(running().get(), "is_late") else running().count() == 1


def test_whose_turn_it_is__is_told_and_waits_on_the_desk(begin, do, cast, at):
    case = begin()
    assert [step.code for step in queries.waiting_for(cast["head"], at)] == ["consent"]
    assert Message.objects.filter(person=cast["head"], subject__contains="负责人同意").count() == 1
    do(case, "consent", "head", outcome="approve")
    assert [step.code for step in queries.waiting_for(cast["applicant"], at)] == ["lights"]
    clock = running().get()
    assert clock.subject_name == "为“北碚大桥”挂牌：编号"


def test_reopening__asks_for_the_step_again(begin, do, at):
    case = begin(asked={"name": "桥", "length": 3})
    do(case, "consent", "head", outcome="approve")
    do(case, "number", "office", **NUMBERED)
    actions.reopen(case, "number", at=at, why="桥号作废")
    assert states(case)["number"] == StepState.OPEN


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE procedures_case SET state = 'done', ended_at = opened_at WHERE id = {pk}",
        "UPDATE procedures_casestep SET opinion = '同意' WHERE case_id = {pk} AND code = 'apply'",
        "DELETE FROM procedures_casestep WHERE case_id = {pk}",
        "DELETE FROM procedures_case WHERE id = {pk}",
        "UPDATE procedures_case SET number = 'X' WHERE id = {pk}",
        "UPDATE procedures_casestep SET state = 'done', ended_at = opened_at WHERE case_id = {pk} AND code = 'consent'",
    ],
)
def test_database__refuses_what_the_code_would_never_do(begin, statement):
    from django.db import connection

    case = begin()
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(pk=case.pk))


def test_database__refuses_a_second_open_case_about_one_thing(begin):
    case = begin()
    Case.objects.filter(pk=case.pk).update(subject_type="x.y", subject_id="1")
    other = begin()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=other.pk).update(subject_type="x.y", subject_id="1")
