"""Reading cases: what waits for a person, what a thing's cases are, the checklist of a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet

from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.queries import running
from zhengtong.engine.evidence.models import Exhibit
from zhengtong.engine.ledger.actions import subject_key
from zhengtong.engine.notify.audiences import audiences_of
from zhengtong.engine.procedures import access, registry
from zhengtong.engine.procedures.declaration import BY_HAND, Field, Step, as_text
from zhengtong.engine.procedures.models import Case, CaseState, CaseStep, StepState
from zhengtong.engine.procedures.registry import Inquiry

COUNTING = ("waiting", "open", "done", "skipped")


def open_cases() -> QuerySet[Case]:
    return Case.objects.filter(state=CaseState.OPEN)


def cases_of(subject: models.Model) -> QuerySet[Case]:
    """All cases about one thing, newest first."""
    subject_type, subject_id = subject_key(subject)
    return Case.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-opened_at", "-pk")


def waiting_for(person: Any, at: datetime) -> list[CaseStep]:
    """Open steps that this person can do, oldest first."""
    mine = audiences_of(person, at)
    steps = CaseStep.objects.filter(state=StepState.OPEN, case__state=CaseState.OPEN).select_related(
        "case__edition"
    )
    return [
        step for step in steps.order_by("opened_at", "pk")
        if step.text.kind in BY_HAND and set(access.audiences(step.text, step.case.party, step.case.asked)) & mine
    ]  # fmt: skip


def clocks_of_steps(steps: Iterable[CaseStep]) -> dict[int, Clock]:
    """The running clock of each step, by primary key, in one query."""
    keys = [str(step.pk) for step in steps]
    found = running().filter(subject_type=CaseStep._meta.label_lower, subject_id__in=keys)
    return {int(clock.subject_id): clock for clock in found}


@dataclass(frozen=True)
class Row:
    """One line of a checklist: the declared step, its row, what it yielded, what hangs on it, its clock, rounds before."""

    step: Step
    row: CaseStep
    who: str
    given: list[tuple[str, str]]
    exhibits: list[Exhibit]
    clock: Clock | None
    before: list[CaseStep]

    @property
    def number(self) -> int:
        return self.row.place + 1


def checklist(case: Case) -> list[Row]:
    """The steps of a case in their order, each with its evidence; a fixed number of queries."""
    rows = list(case.steps.select_related("done_by").order_by("place", "round"))
    exhibits = _exhibits(rows)
    clocks = clocks_of_steps(rows)
    latest = {row.code: row for row in rows}
    return [
        Row(
            step, latest[step.code], access.who(step, case.text) if step.by else "系统",
            given_in_words(step, latest[step.code]), exhibits.get(latest[step.code].pk, []),
            clocks.get(latest[step.code].pk), [one for one in rows if one.code == step.code and one is not latest[step.code]],
        )
        for step in case.text.steps
    ]  # fmt: skip


def _exhibits(rows: Iterable[CaseStep]) -> dict[int, list[Exhibit]]:
    keys = [str(row.pk) for row in rows]
    found: dict[int, list[Exhibit]] = {}
    for one in Exhibit.objects.filter(
        subject_type=CaseStep._meta.label_lower, subject_id__in=keys
    ).select_related("evidence", "by"):
        found.setdefault(int(one.subject_id), []).append(one)
    return found


def given_in_words(step: Step, row: CaseStep) -> list[tuple[str, str]]:
    """What a step yielded, label and value; an application's answers are shown with the case."""
    return [
        (field.label, as_text(field, row.given[field.code], options_of(field, row.case)))
        for field in step.gives
        if field.code in row.given
    ]


def options_of(field: Field, case: Case) -> dict[str, str]:
    """The words for the options of a choice that a room gives, the party's own included: a record says what was meant then."""
    if not field.choices:
        return {}
    inquiry = Inquiry(case.text, "", case.asked, case.opened_at, case=case)
    return {str(code): str(label) for code, label in registry.choices[field.choices].run(inquiry)}


def answers_in_words(case: Case) -> list[tuple[str, str]]:
    """The application, question by question; what is not asked of this one is left out."""
    from zhengtong.engine.procedures.rules import applies

    return [
        (field.label, as_text(field, case.asked[field.code], options_of(field, case)))
        for field in case.text.asks
        if case.asked.get(field.code) not in (None, "", []) and applies(field, case.asked)
    ]


def files_of(case: Case, code: str) -> list[Exhibit]:
    """What hangs on all rounds of one step, newest first."""
    keys = [str(pk) for pk in case.steps.filter(code=code).values_list("pk", flat=True)]
    found = Exhibit.objects.filter(subject_type=CaseStep._meta.label_lower, subject_id__in=keys)
    return list(found.select_related("evidence").order_by("-at", "-pk"))
