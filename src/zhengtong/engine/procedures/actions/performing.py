"""Doing a step by hand."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhengtong.engine.clocks.rules import moment_zh
from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.procedures import access, registry, rules, verbs
from zhengtong.engine.procedures.actions import going_on
from zhengtong.engine.procedures.actions.beginning import title_of, why_wrong_form
from zhengtong.engine.procedures.declaration import APPLICATION, BY_HAND, DONE, OUTCOMES, REFUSE, RETURN, Step
from zhengtong.engine.procedures.models import Case, CaseState, CaseStep, StepState
from zhengtong.engine.procedures.registry import Inquiry
from zhengtong.engine.refusals import Refusal, refuse

NOT_BY_HAND = "step.by_itself"


def perform(
    case: Case, code: str, *, by: Any, at: datetime, outcome: str = DONE, opinion: str = "",
    given: Mapping[str, Any] | None = None, files: Mapping[str, Evidence] | None = None, reused: int = 0,
) -> CaseStep:  # fmt: skip
    """Do a step: decide, carry out, acknowledge. Raises `Refused` with every reason; nothing has then changed.

    `files` by the code of what is asked for (`code#2` for a second one). Two at once: the second meets the first one's work
    under the lock. `reused` counts answers that nobody had to type.
    """
    with moving(case, verbs.STEP_DONE, by=by, at=at) as move:
        locked: Case = move.subject
        step, row = locked.text.step(code), latest(locked, code)
        answers = {field.code: (given or {}).get(field.code) for field in fields_of(locked, step)}
        there = {name.partition("#")[0] for name in files or {}}
        refuse(why_not_perform(locked, row, step, by, at))
        refuse(why_not_said(locked, step, by, at, outcome, opinion, answers, there))
        row.given = {name: value for name, value in answers.items() if value not in (None, "")}
        going_on.attach_files(row, files or {}, by, at)
        move.acting_as, move.clause = access.acting_as(step, locked, by, at), step.clause
        move.data = {
            "step": code,
            "label": step.label,
            "outcome": outcome,
            "opinion": opinion.strip(),
            "given": row.given,
        }
        locked.reused += reused
        locked.save(update_fields=["reused"])
        _carry_out(locked, row, outcome, opinion, by, at, move)
    return row


def latest(case: Case, code: str) -> CaseStep:
    return case.steps.filter(code=code).order_by("-round")[0]


def fields_of(case: Case, step: Step) -> tuple[Any, ...]:
    """What a step asks: what it yields, and for an application that came back its questions."""
    return case.text.asks if step.kind == APPLICATION else step.gives


def why_not_perform(case: Case, row: CaseStep, step: Step, by: Any, at: datetime) -> list[Refusal]:
    """What stands against doing this step now, before anything is said: shown before the click."""
    done = f"{row.done_by or '系统'}，{moment_zh(row.ended_at)}" if row.ended_at else ""
    found = rules.why_not_turn(step, row.state, case.state, done)
    if step.kind not in BY_HAND:
        found.append(Refusal(NOT_BY_HAND, f"“{step.label}”由系统自动办结，无须办理。", step.clause))
        return found
    found += access.why_not_hand(step, case, by, at)
    if not found:
        found += registry.why_not(step.checks, inquiry_of(case, step, by, at, {}))
    return found


def why_not_said(
    case: Case,
    step: Step,
    by: Any,
    at: datetime,
    outcome: str,
    opinion: str,
    answers: Mapping[str, Any],
    files: set[str],
) -> list[Refusal]:
    """What stands against what was said and attached. A return needs neither numbers nor files."""
    found = rules.why_not_outcome(step, outcome, opinion)
    if not rules.goes_on(outcome):
        return found
    inquiry = inquiry_of(case, step, by, at, answers)
    fields = fields_of(case, step)
    found += rules.why_not_answers(fields, dict(case.asked) | dict(answers), step.clause)
    found += why_wrong_form(inquiry, fields, answers)
    found += rules.why_not_files(step.files, files, dict(case.asked) | dict(answers), step.clause)
    if step.kind == APPLICATION:
        found += registry.why_not(case.text.checks, inquiry)
    return found + [one for one in registry.why_not(step.checks, inquiry) if one not in found]


def inquiry_of(case: Case, step: Step, by: Any, at: datetime, given: Mapping[str, Any]) -> Inquiry:
    asked = dict(case.asked) | (dict(given) if step.kind == APPLICATION else {})
    return Inquiry(
        case.text, case.party, asked, at, by=by, case=case, step=step, given=given, subject=subject_of(case)
    )


def subject_of(case: Case) -> Any:
    """The thing that the case is about; None before there is one."""
    from django.apps import apps

    if not case.subject_id:
        return None
    return apps.get_model(case.subject_type)._default_manager.filter(pk=case.subject_id).first()


def _carry_out(
    case: Case, row: CaseStep, outcome: str, opinion: str, by: Any, at: datetime, move: Any
) -> None:
    ends = {RETURN: StepState.RETURNED, REFUSE: StepState.REFUSED}.get(outcome, StepState.DONE)
    going_on.close_step(
        case, row, state=ends, outcome=outcome, opinion=opinion, by=by, at=at, acting_as=move.acting_as
    )
    if outcome == RETURN:
        move.verb = verbs.STEP_RETURNED
        going_on.begin_again(case, row.text.returns_to or case.text.application.code, at)
    elif outcome == REFUSE:
        move.verb = verbs.REFUSED
        _refuse(case, row, by, at)
    else:
        if row.text.kind == APPLICATION:
            case.asked, case.title = row.given, title_of(case.text, row.given, subject_of(case))
            case.save(update_fields=["asked", "title"])
        going_on.take_effect(case, row, by, at)
        going_on.go_on(case, at)


def _refuse(case: Case, row: CaseStep, by: Any, at: datetime) -> None:
    going_on.void_rest(case, at)
    going_on.undo(case, by, at)
    going_on.end(case, CaseState.REFUSED, by, at, f"{row.label}：{OUTCOMES[REFUSE]}。{row.opinion}")
    if case.opened_by_id:
        tell(
            f"person:{case.opened_by_id}", f"未予同意：{case.title}", text=f"{row.label}不同意：{row.opinion}",
            url=going_on.address_of(case), clause=row.text.clause, at=at,
        )  # fmt: skip
