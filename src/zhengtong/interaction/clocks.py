"""What of messages has a time limit (5.7); of lateness the unit's deputy and the Office hear first, then its principal."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import NoReverseMatch, reverse

from zhengtong.duties.models import PostKind, UnitKind
from zhengtong.duties.queries import kind_audience, post_audience
from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.registry import kind
from zhengtong.engine.clocks.rules import business_date
from zhengtong.interaction.limits import figure
from zhengtong.interaction.models import CitizenMessage, Forwarding, Pause

OFFICE = kind_audience(UnitKind.OFFICE, PostKind.OFFICE_CLERK)
OFFICE_DEPUTY = kind_audience(UnitKind.OFFICE, PostKind.DEPUTY)
OFFICE_PRINCIPAL = kind_audience(UnitKind.OFFICE, PostKind.PRINCIPAL)
Steps = Sequence[tuple[timedelta, str]]


def before_the_principal(clock: Clock) -> timedelta:
    """How long after the due moment the principal hears of it; the deputy hears at once."""
    return timedelta(days=figure("message.escalate.principal.days", business_date(clock.opened_at)).number)


def forwarding_is_late(clock: Clock) -> Steps:
    return [(timedelta(0), OFFICE_DEPUTY), (before_the_principal(clock), OFFICE_PRINCIPAL)]


def answer_is_late(clock: Clock) -> Steps:
    message = CitizenMessage.objects.select_related("unit").filter(pk=clock.subject_id).first()
    if message is None or message.unit is None:
        return forwarding_is_late(clock)
    later = before_the_principal(clock)
    return [
        (timedelta(0), post_audience(message.unit, PostKind.DEPUTY)),
        (timedelta(0), OFFICE),
        (later, post_audience(message.unit, PostKind.PRINCIPAL)),
    ]


def opinion_is_late(clock: Clock) -> Steps:
    forwarding = Forwarding.objects.select_related("unit").get(pk=clock.subject_id)
    return [(timedelta(0), post_audience(forwarding.unit, PostKind.DEPUTY))]


def page_of(message_pk: object) -> str:
    try:
        return reverse("interaction_messages:inspect", args=[message_pk])
    except NoReverseMatch:
        return ""


def where(clock: Clock) -> str:
    return page_of(clock.subject_id)


def where_forwarding(clock: Clock) -> str:
    return page_of(Forwarding.objects.values_list("message", flat=True).get(pk=clock.subject_id))


def where_pause(clock: Clock) -> str:
    return page_of(Pause.objects.values_list("message", flat=True).get(pk=clock.subject_id))


FORWARD = kind(
    "message.forward", label="留言转办", clause="5.7", warn_days=1, escalate=forwarding_is_late, url=where
)
ANSWER = kind(
    "message.answer", label="留言办理答复", clause="5.7", warn_days=1, escalate=answer_is_late, url=where
)
JOINT = kind(
    "message.joint",
    label="协办意见",
    clause="5.7",
    warn_days=1,
    escalate=opinion_is_late,
    url=where_forwarding,
)
PAUSED = kind("message.paused", label="暂停计时", clause="5.7", warn_days=1, url=where_pause)
