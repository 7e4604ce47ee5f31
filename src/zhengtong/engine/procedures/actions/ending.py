"""Ways in which a case ends before its last step, and how it passes to another party."""

from datetime import datetime
from typing import Any

from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.procedures import access, registry, verbs
from zhengtong.engine.procedures.actions import going_on
from zhengtong.engine.procedures.models import Case, CaseState, StepState
from zhengtong.engine.refusals import Refusal, refuse

NO_REASON = Refusal("case.no_reason", "请写明原因。")


def withdraw(case: Case, *, by: Any, at: datetime, why: str) -> Case:
    """The applicant's side takes the application back. Raises `Refused`."""
    with moving(case, verbs.WITHDRAWN, by=by, at=at) as move:
        locked: Case = move.subject
        refuse(
            access.why_not_withdraw(locked, by, at), _why_not_now(locked), None if why.strip() else NO_REASON
        )
        move.acting_as = access.acting_as(locked.text.application, locked, by, at)
        move.clause, move.data = locked.text.clause, {"reason": why.strip()}
        _break_off(locked, CaseState.WITHDRAWN, by, at, why)
    return locked


def _why_not_now(case: Case) -> list[Refusal]:
    """What the world has already been told cannot be taken back by withdrawing."""
    done = set(going_on.current(case).filter(state=StepState.DONE).values_list("code", flat=True))
    final = [step for step in case.text.steps if step.code in done and step.binding]
    return [
        Refusal(
            "case.binding", f"“{step.label}”已办理，本办件不能撤回；如须终止，请联系主管单位。", step.clause
        )
        for step in final
    ]


def stop(case: Case, *, by: Any, at: datetime, why: str) -> Case:
    """The overseer (or the system) ends a case that cannot go on. Raises `Refused`."""
    with moving(case, verbs.STOPPED, by=by, at=at) as move:
        locked: Case = move.subject
        refuse(access.why_not_oversee(locked, by, at), None if why.strip() else NO_REASON)
        move.clause, move.data = locked.text.clause, {"reason": why.strip()}
        _break_off(locked, CaseState.STOPPED, by, at, why)
    return locked


def _break_off(case: Case, state: str, by: Any, at: datetime, why: str) -> None:
    going_on.void_rest(case, at)
    going_on.undo(case, by, at)
    going_on.end(case, state, by, at, why)


def hand_over(case: Case, party: str, *, by: Any, at: datetime, why: str) -> Case:
    """The case goes on under another party (the unit was merged). Open steps wait for the new party's hands."""
    with moving(case, verbs.HANDED_OVER, by=by, at=at) as move:
        locked: Case = move.subject
        refuse(
            access.why_not_oversee(locked, by, at),
            None if why.strip() else NO_REASON,
            Refusal("case.same_party", "请选择另一单位。") if party == locked.party else None,
        )
        move.clause = locked.text.clause
        move.data = {"reason": why.strip(), "from": locked.party, "to": party}
        locked.party, locked.party_name = party, registry.party_name(party)
        locked.save(update_fields=["party", "party_name"])
        for row in locked.steps.filter(state=StepState.OPEN):
            going_on.call_anew(locked, row, at)
    return locked
