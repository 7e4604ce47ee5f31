"""What of chapter 2 has a time limit: a responsible column must be updated as often as the duty table says (2.4)."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import NoReverseMatch, reverse

from zhengtong.duties.models import PostKind, ResponsibleColumn
from zhengtong.duties.queries import office, post_audience
from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.registry import kind


def audience_of(column: ResponsibleColumn) -> str:
    """Who must update it: the person of the duty table, else the unit's site managers."""
    if column.person_id is not None:
        return f"person:{column.person_id}"
    return post_audience(column.unit, PostKind.SITE_MANAGER)


def who_hears_of_lateness(clock: Clock) -> Sequence[tuple[timedelta, str]]:
    """At once the unit's site managers, a day later the deputy in charge, three days later the Office."""
    column = ResponsibleColumn.objects.select_related("unit").get(pk=clock.subject_id)
    steps = [
        (timedelta(0), post_audience(column.unit, PostKind.SITE_MANAGER)),
        (timedelta(days=1), post_audience(column.unit, PostKind.DEPUTY)),
    ]
    supervisor = office()
    return (
        [*steps, (timedelta(days=3), post_audience(supervisor, PostKind.OFFICE_CLERK))]
        if supervisor
        else steps
    )


def where(clock: Clock) -> str:
    try:
        return reverse("duties_columns:inspect", args=[clock.subject_id])
    except NoReverseMatch:
        return ""


COLUMN_UPDATE = kind(
    "column.update", label="栏目更新", clause="2.4", warn_days=2, escalate=who_hears_of_lateness, url=where
)
