"""What has a limit: the published result of a survey or consultation that is over (5.7)."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import NoReverseMatch, reverse

from zhengtong.duties.models import PostKind, UnitKind
from zhengtong.duties.queries import kind_audience, post_audience
from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.registry import kind
from zhengtong.interaction.models.participation import Round, RoundKind

OFFICE = kind_audience(UnitKind.OFFICE, PostKind.OFFICE_CLERK)
REGISTERS = {
    RoundKind.SURVEY: "interaction_surveys",
    RoundKind.CONSULTATION: "interaction_consultations",
    RoundKind.INTERVIEW: "interaction_interviews",
}


def page_of(one: Round, act: str = "inspect") -> str:
    """The console page of a round, or the address of an act on it."""
    return reverse(f"{REGISTERS[RoundKind(one.kind)]}:{act}", args=[one.pk])


def where(clock: Clock) -> str:
    one = Round.objects.filter(pk=clock.subject_id).first()
    try:
        return page_of(one) if one else ""
    except NoReverseMatch:
        return ""


def who_hears_of_lateness(clock: Clock) -> Sequence[tuple[timedelta, str]]:
    """At once the deputy in charge, a day later the principal and the Office."""
    unit = Round.objects.select_related("unit").get(pk=clock.subject_id).unit
    return [
        (timedelta(0), post_audience(unit, PostKind.DEPUTY)),
        (timedelta(days=1), post_audience(unit, PostKind.PRINCIPAL)),
        (timedelta(days=1), OFFICE),
    ]


RESULT = kind(
    "round.result", label="征集结果公布", clause="5.7", warn_days=3, escalate=who_hears_of_lateness, url=where
)
