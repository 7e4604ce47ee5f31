"""What has a limit: the published result of a survey or consultation that is over (5.7)."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import NoReverseMatch, reverse

from zhengtong.duties.models import PostKind
from zhengtong.duties.queries import post_audience
from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.registry import kind
from zhengtong.interaction.clocks import OFFICE, before_the_principal
from zhengtong.interaction.models.participation import Round, RoundKind

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
    """At once the deputy in charge; the principal and the Office as late as of a letter."""
    unit = Round.objects.select_related("unit").get(pk=clock.subject_id).unit
    later = before_the_principal(clock)
    return [
        (timedelta(0), post_audience(unit, PostKind.DEPUTY)),
        (later, post_audience(unit, PostKind.PRINCIPAL)),
        (later, OFFICE),
    ]


RESULT = kind(
    "round.result", label="征集结果公布", clause="5.7", warn_days=3, escalate=who_hears_of_lateness, url=where
)
