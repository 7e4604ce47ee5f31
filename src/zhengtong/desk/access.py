"""Who sees which overview. A unit sees its own share and no more (2.3); the Office and the co-supervisors see all (2.1, 2.2)."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zhengtong.desk.lines import RUNS_A_UNIT
from zhengtong.duties.models import PostKind, Unit
from zhengtong.duties.models.kinds import LEADERS
from zhengtong.duties.queries import holds, posts_of, units_of
from zhengtong.engine.refusals import Refusal

NOT_DISTRICT = Refusal(
    "overview.not_yours", "全区总览供区政府办公室和协同监管单位使用，您可以查看本单位总览。", "2.1"
)
NOT_UNIT = Refusal("overview.no_unit", "单位总览供单位负责人和网站（新媒体）管理员使用。", "2.3")
LOOKS_OVER = frozenset({PostKind.OFFICE_CLERK, PostKind.CO_SUPERVISOR})


def looks_over_district(person: Any, at: datetime) -> bool:
    """The Office's clerk and leaders, and those who supervise jointly; administrators do no business."""
    return holds(person, None, LOOKS_OVER, at) or any(
        post.unit.is_office and post.kind in LEADERS for post in posts_of(person, at)
    )


def may_see_district(person: Any, subject: Any, at: datetime) -> list[Refusal]:
    return [] if looks_over_district(person, at) else [NOT_DISTRICT]


def runs_a_unit(person: Any, at: datetime) -> bool:
    return holds(person, None, RUNS_A_UNIT, at)


def may_see_unit(person: Any, subject: Any, at: datetime) -> list[Refusal]:
    return [] if runs_a_unit(person, at) or looks_over_district(person, at) else [NOT_UNIT]


def units_for(units: QuerySet[Unit], person: Any, at: datetime) -> QuerySet[Unit]:
    """Units whose overview exists for the person."""
    if looks_over_district(person, at):
        return units
    return units.filter(pk__in=[unit.pk for unit in units_of(person, at, RUNS_A_UNIT)])
