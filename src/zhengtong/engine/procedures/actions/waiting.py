"""Waits end by themselves when their time is over and nothing stands against it."""

from datetime import datetime

from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.procedures import registry, verbs
from zhengtong.engine.procedures.actions.going_on import NothingWaits, complete
from zhengtong.engine.procedures.actions.performing import inquiry_of
from zhengtong.engine.procedures.models import CaseState, CaseStep, StepState


def end_waits(at: datetime) -> int:
    """End every wait whose time is over; return how many. One that something stands against stays, late for all to see."""
    due = CaseStep.objects.filter(state=StepState.OPEN, until__lte=at, case__state=CaseState.OPEN)
    return sum(_end_wait(step, at) for step in due.select_related("case__edition").order_by("until", "pk"))


def _end_wait(waiting: CaseStep, at: datetime) -> int:
    step = waiting.text
    if registry.why_not(step.checks, inquiry_of(waiting.case, step, None, at, {})):
        return 0
    try:
        with moving(waiting.case, verbs.STEP_DONE, by=None, at=at) as move:
            complete(move.subject, step.code, move, None, at, {})
    except NothingWaits:  # another worker was faster
        return 0
    return 1
