"""Cases on a desk: the steps that wait for this person, what the own unit has applied for, cases without a unit (2.1, 2.2)."""

from collections.abc import Iterable

from django.urls import reverse

from zhengtong.desk.lines import Asking, Line, Place, provides
from zhengtong.duties.models import PostKind, Unit
from zhengtong.engine.console.menu import section_label
from zhengtong.engine.procedures.declaration import BY_HAND
from zhengtong.engine.procedures.models import CaseStep, StepState
from zhengtong.engine.procedures.queries import clocks_of_steps, open_cases, waiting_for

MOST_WAITING = 40
RECEIPT = "签收"  # the act of one to whom something is filed or reported (2.2)


@provides(Place.TODO)
def to_do(asking: Asking) -> Iterable[Line]:
    steps = waiting_for(asking.person, asking.at)
    clocks = clocks_of_steps(steps)
    for step in steps:
        case = step.case
        yield Line(
            kind=f"{section_label(case.section)}办件", what=f"{case.title}：{step.label}", whom=case.party_name,
            since=step.opened_at,
            url=reverse("cases:inspect", args=[case.pk]), act=RECEIPT if step.text.kind == "receipt" else "办理",
            act_url=reverse("cases:step", args=[case.pk, step.code]), clock=clocks.get(step.pk), clause=step.text.clause,
        )  # fmt: skip


@provides(Place.WAITING)
def under_way(asking: Asking) -> Iterable[Line]:
    """What units that I run, or I myself, applied for, and on whom it waits."""
    parties = [unit.code for unit in asking.run_units]
    if not parties:
        return
    steps = CaseStep.objects.filter(
        state=StepState.OPEN, case__in=open_cases().filter(party__in=parties)
    ).select_related("case__edition")
    mine = {step.pk for step in waiting_for(asking.person, asking.at)}
    for step in steps.order_by("opened_at", "pk")[:MOST_WAITING]:
        if step.pk in mine or step.text.kind not in BY_HAND:
            continue
        page = reverse("cases:inspect", args=[step.case_id])
        yield Line(
            kind=f"{section_label(step.case.section)}办件", what=step.case.title, whom=step.label, url=page, act="查看",
            act_url=page,
            since=step.opened_at, clause=step.text.clause,
        )  # fmt: skip


@provides(Place.TODO)
def without_a_unit(asking: Asking) -> Iterable[Line]:
    """The Office: cases whose unit is no more must be handed over or ended."""
    if not asking.holds(PostKind.OFFICE_CLERK):
        return
    gone = list(Unit.objects.filter(valid_until__isnull=False).values_list("code", flat=True))
    for case in open_cases().filter(party__in=gone).select_related("edition") if gone else ():
        if case.opened_by_id is None and case.text.also_by_itself:
            continue  # begun because the unit is no more: it goes on as it is (4.3)
        page = reverse("cases:inspect", args=[case.pk])
        yield Line(
            kind="单位已撤并", what=case.title, whom=case.party_name, url=page, act="移交或终止", act_url=page,
            since=case.opened_at, clause="3.13", rank=1,
        )  # fmt: skip
