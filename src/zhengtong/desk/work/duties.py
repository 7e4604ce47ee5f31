"""Chapter 2 on a desk: relaxations to decide or asked for, systems not yet written down (2.1, 2.4, 5.2)."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from zhengtong.desk.lines import Asking, Line, Place, provides
from zhengtong.duties.access import may_decide_relaxation
from zhengtong.duties.models import PostKind, Relaxation
from zhengtong.duties.queries import missing_systems_by_unit


@provides(Place.TODO)
def to_decide(asking: Asking) -> Iterable[Line]:
    """Requests that this clerk may decide; those of the clerk's own unit are for somebody else."""
    if not asking.holds(PostKind.OFFICE_CLERK):
        return
    waiting = Relaxation.objects.filter(approved__isnull=True).select_related("unit", "requested_by")
    for asked in waiting.order_by("requested_at"):
        if not may_decide_relaxation(asking.person, asked, asking.at):
            yield Line(
                kind="放宽审批", what=f"{asked.unit}申请{asked.get_kind_display()}", whom=f"{asked.unit} {asked.requested_by}",
                url=reverse("duties_relaxations:inspect", args=[asked.pk]), act="审批",
                act_url=reverse("duties_relaxations:decide", args=[asked.pk]), since=asked.requested_at, clause="5.2",
            )  # fmt: skip


@provides(Place.TODO)
def to_write_down(asking: Asking) -> Iterable[Line]:
    """Which of the three systems a unit that I manage still lacks."""
    managed = [unit for unit in asking.units({PostKind.SITE_MANAGER}) if unit.valid_until is None]
    if not managed:
        return
    for unit, missing in missing_systems_by_unit(managed).items():
        for system in missing:
            yield Line(
                kind="三项制度", what=f"尚缺《{system.label}》", whom=str(unit), act="登记", clause="2.4", rank=3,
                url=reverse("duties_units:inspect", args=[unit.pk]),
                act_url=reverse("duties_units:written-system", args=[unit.pk]),
            )  # fmt: skip


@provides(Place.WAITING)
def asked_for(asking: Asking) -> Iterable[Line]:
    """Relaxations that I, or a unit that I run, asked the Office for."""
    units = [unit.pk for unit in asking.run_units]
    mine = Q(requested_by=asking.person.pk) | Q(unit__in=units)
    for asked in Relaxation.objects.filter(mine, approved__isnull=True).select_related("unit"):
        page = reverse("duties_relaxations:inspect", args=[asked.pk])
        yield Line(
            kind="放宽申请", what=f"{asked.unit}申请{asked.get_kind_display()}", whom="区政府办公室", url=page, act="查看",
            act_url=page, since=asked.requested_at, clause="5.2",
        )  # fmt: skip
