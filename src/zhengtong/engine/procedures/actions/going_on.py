"""How a case moves by itself once a step is over: what changes, whose turn comes, when it is done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.urls import NoReverseMatch, reverse

from zhengtong.engine.clocks import actions as clocks
from zhengtong.engine.clocks import calendars
from zhengtong.engine.clocks.rules import Due, business_date, in_calendar_days, in_hours, in_working_days
from zhengtong.engine.evidence.actions import attach
from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.procedures import access, registry, rules, verbs
from zhengtong.engine.procedures.clocks import STEP
from zhengtong.engine.procedures.declaration import BY_HAND, DONE, WAIT, Step
from zhengtong.engine.procedures.models import OVER, Case, CaseState, CaseStep, StepState
from zhengtong.engine.procedures.registry import Doing
from zhengtong.engine.refusals import refuse


def go_on(case: Case, at: datetime) -> None:
    """Open every step whose turn has come, pass over those not asked for, end the case after the last."""
    while True:
        states = dict(current(case).values_list("code", "state"))
        over = {code for code, state in states.items() if state in OVER}
        begun = {code for code, state in states.items() if state != StepState.WAITING}
        turn = rules.next_steps(case.text, over, begun)
        if not turn:
            break
        for step in turn:
            row = current(case).get(code=step.code)
            if rules.applies(step, case.asked):
                open_step(case, row, at)
                _call(case, row, at)
            else:
                close_step(case, row, state=StepState.SKIPPED, outcome="", by=None, at=at)
    if not current(case).exclude(state__in=OVER).exists():
        _finish(case, at)


def current(case: Case) -> Any:
    """The rows that count: of each step the one that is not void, returned or refused."""
    return case.steps.filter(state__in=["waiting", "open", "done", "skipped"])


def open_step(case: Case, row: CaseStep, at: datetime) -> None:
    """It is this step's turn: its limit begins to run, and what is declared for its opening happens."""
    step = row.text
    words = access.audiences(step, case.party, case.asked)
    row.state, row.opened_at, row.audience = StepState.OPEN, at, words[0] if words else ""
    due = due_of(step, at)
    row.until = due.at if due and step.kind == WAIT else None
    row.save(update_fields=["state", "opened_at", "audience", "until"])
    if due is not None:
        clocks.start(
            STEP, row, audience=row.audience or f"party:{case.party}", opened_at=at, due=due,
            name=f"{case.title}：{step.label}"[:300], clause=step.clause,
        )  # fmt: skip
    for name in step.opens:
        registry.effects[name].run(Doing(case, row, None, at))


def due_of(step: Step, at: datetime) -> Due | None:
    """When the step must be done, by the parameter it names; None for a step without a limit."""
    if not step.limit:
        return None
    count, unit = registry.limit_of(step.limit, business_date(at))
    if unit == "working_day":
        return in_working_days(at, count, calendars.current(), step.limit, event="进入本环节")
    compute = in_hours if unit == "hour" else in_calendar_days
    return compute(at, count, step.limit, event="进入本环节")


def _call(case: Case, row: CaseStep, at: datetime) -> None:
    """Tell those whose turn it is."""
    step = row.text
    if step.kind not in BY_HAND:
        return
    for audience in access.audiences(step, case.party, case.asked):
        tell(
            audience, f"请办理：{case.title}（{step.label}）", clause=step.clause, at=at, url=address_of(case),
            text=f"办件{case.number}，申请单位：{case.party_name}。{step.hint}",
        )  # fmt: skip


def address_of(case: Case) -> str:
    try:
        return reverse("cases:inspect", args=[case.pk])
    except NoReverseMatch:
        return ""


def close_step(
    case: Case,
    row: CaseStep,
    *,
    state: str,
    outcome: str,
    by: Any,
    at: datetime,
    opinion: str = "",
    acting_as: str = "",
) -> None:
    """End a row for good, and its clock with it."""
    row.state, row.outcome, row.opinion, row.ended_at = state, outcome, opinion.strip(), at
    row.done_by, row.acting_as = by, acting_as
    row.save()
    if state == StepState.DONE:
        clocks.meet(STEP, row, at=at, by=by)
    else:
        clocks.stop(STEP, row, at=at, by=by, reason=f"环节{StepState(state).label}")


def attach_files(row: CaseStep, files: Mapping[str, Evidence], by: Any, at: datetime) -> None:
    """Hang files on a step under the names by which it asks for them; `code#2` is a second file under one name."""
    labels = {paper.code: paper.label for paper in row.text.files}
    for code, evidence in files.items():
        attach(evidence, row, label=labels.get(code.partition("#")[0], "附件"), by=by, at=at)


def take_effect(case: Case, row: CaseStep, by: Any, at: datetime) -> None:
    """What the step is declared to change."""
    for name in row.text.does:
        registry.effects[name].run(Doing(case, row, by, at))


def _finish(case: Case, at: datetime) -> None:
    last = current(case).filter(done_by__isnull=False).order_by("-ended_at", "-pk").first()
    by = last.done_by if last else None
    for name in case.text.ends:
        registry.effects[name].run(Doing(case, None, by, at))
    end(case, CaseState.DONE, by, at)
    record(verbs.DONE, case, by=by, at=at, clause=case.text.clause, data={"number": case.number})
    if case.opened_by_id:
        tell(
            f"person:{case.opened_by_id}", f"已办结：{case.title}", text=f"办件{case.number}已办结。",
            url=address_of(case), clause=case.text.clause, at=at,
        )  # fmt: skip


def end(case: Case, state: str, by: Any, at: datetime, why: str = "") -> None:
    case.state, case.ended_at, case.ended_by, case.ended_why = state, at, by, why.strip()[:500]
    case.save(update_fields=["state", "ended_at", "ended_by", "ended_why"])


def undo(case: Case, by: Any, at: datetime) -> None:
    """What is declared to be taken back when a case is not finished."""
    for name in case.text.undoes:
        registry.effects[name].run(Doing(case, None, by, at))


def call_anew(case: Case, row: CaseStep, at: datetime) -> None:
    """An open step waits for other hands than before; its limit runs on."""
    words = access.audiences(row.text, case.party, case.asked)
    row.audience = words[0] if words else ""
    row.save(update_fields=["audience"])
    clocks.pass_on(STEP, row, audience=row.audience)
    _call(case, row, at)


def void_rest(case: Case, at: datetime) -> None:
    """What has not been done will not be done."""
    for row in case.steps.filter(state__in=["waiting", "open"]):
        close_step(case, row, state=StepState.VOID, outcome="", by=None, at=at)


def fulfil(case: Case, code: str, *, at: datetime, by: Any = None, **given: Any) -> bool:
    """An event that a step waited for has happened (a notice was published). False where the step does not wait for it."""
    try:
        with moving(case, verbs.STEP_DONE, by=by, at=at) as move:
            complete(move.subject, code, move, by, at, given)
    except NothingWaits:
        return False
    return True


class NothingWaits(Exception):
    """The step is over already, or not yet open: undoes the empty move."""


def complete(case: Case, code: str, move: Any, by: Any, at: datetime, given: Mapping[str, Any]) -> None:
    """End an open step that no hand does, within a move; what is declared for it happens. Raises `NothingWaits`."""
    row = case.steps.filter(code=code, state=StepState.OPEN).first()
    if row is None or case.state != CaseState.OPEN:
        raise NothingWaits
    row.given = row.given | dict(given)
    move.clause, move.data = row.text.clause, {"step": code, "label": row.label, "given": dict(given)}
    close_step(case, row, state=StepState.DONE, outcome=DONE, by=by, at=at)
    take_effect(case, row, by, at)
    go_on(case, at)


def reopen(case: Case, code: str, *, at: datetime, why: str, by: Any = None) -> None:
    """A step that was done must be done again, with all that came after it (the draft of a notice was thrown away)."""
    with moving(case, verbs.REOPENED, by=by, at=at) as move:
        locked: Case = move.subject
        refuse(rules.why_not_turn(locked.text.step(code), "open", locked.state, ""))
        move.data = {"step": code, "label": locked.text.step(code).label, "reason": why}
        begin_again(locked, code, at)


def begin_again(case: Case, code: str, at: datetime) -> None:
    """A new round from this step on; what was done before stays in the record, void."""
    codes = rules.set_back(case.text, code)
    for row in current(case).filter(code__in=codes):
        row.state, row.ended_at = StepState.VOID, row.ended_at or at
        row.save(update_fields=["state", "ended_at"])
        clocks.stop(STEP, row, at=at, reason="退回重新办理")
    rounds = dict(
        case.steps.filter(code__in=codes)
        .values("code")
        .annotate(last=Max("round"))
        .values_list("code", "last")
    )
    for place, step in enumerate(case.text.steps):
        if step.code in codes:
            CaseStep.objects.create(
                case=case, code=step.code, label=step.label, place=place, round=rounds[step.code] + 1
            )
    go_on(case, at)
