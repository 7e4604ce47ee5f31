"""Custodies read: who sees which, how each stands, what waits, what is missing."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, CharField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from zhengtong.duties.models import Person, PostKind, Unit
from zhengtong.duties.models.kinds import LEADERS
from zhengtong.duties.queries import (
    appointments_at,
    holds,
    office,
    open_units,
    posts_of,
    sees_district,
    units_of,
)
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks.queries import running
from zhengtong.registry.models import Channel
from zhengtong.security import limits
from zhengtong.security.models import Custody, Handover, SignInMethod
from zhengtong.security.rules.custody import Figures, Standing

# Who of a host looks after all its custodies; the leaders because lateness is told to them and they answer for it (5.3).
KEEPERS = frozenset({PostKind.SITE_MANAGER, PostKind.SECURITY_OFFICER, *LEADERS})


def custodies() -> QuerySet[Custody]:
    return Custody.objects.select_related("channel__host", "custodian", "resetter")


def current() -> QuerySet[Custody]:
    return custodies().filter(ended_at__isnull=True)


def seen_by(rows: QuerySet[Custody], person: Any, at: datetime) -> QuerySet[Custody]:
    """The host's keepers see all of the unit, others of it what they hold, reset or are to receive; no other unit anything (2.3).

    The Office, the co-supervisors and the security administrator see all.
    """
    if sees_district(person, at) or holds(person, None, {PostKind.SECURITY_ADMIN}, at):
        return rows
    kept = [unit.pk for unit in units_of(person, at, KEEPERS)]
    own = [unit.pk for unit in units_of(person, at)]
    taking = Handover.objects.filter(to=person.pk, outcome="").values("custody")
    hand = Q(custodian=person.pk) | Q(resetter=person.pk) | Q(pk__in=taking)
    return rows.filter(Q(channel__host__in=kept) | (Q(channel__host__in=own) & hand))


def _custodian_in_post(at: datetime) -> Exists:
    held = appointments_at(at).filter(person__is_active=True)
    return Exists(held.filter(person=OuterRef("custodian"), unit=OuterRef("channel__host")))


def _password_overdue(at: datetime) -> Q:
    last = business_date(at) - timedelta(days=limits.password_age(at).days)
    return Q(method=SignInMethod.PASSWORD, password_changed_on__lt=last, ended_at__isnull=True)


def with_state(rows: QuerySet[Custody], at: datetime) -> QuerySet[Custody]:
    """With `in_post`, `overdue` and `going` (a handover waits), which the state tag reads; `past` puts ended ones last."""
    overdue = Custody.objects.filter(_password_overdue(at), pk=OuterRef("pk"))
    waiting = Handover.objects.filter(custody=OuterRef("pk"), outcome="")
    past = ExpressionWrapper(Q(ended_at__isnull=False), output_field=BooleanField())
    return rows.annotate(
        in_post=_custodian_in_post(at), overdue=Exists(overdue), going=Exists(waiting), past=past
    )


def orphaned(at: datetime) -> QuerySet[Custody]:
    """Current custodies whose custodian holds no post in the host any more (待移交): computed, so never stale."""
    return current().annotate(in_post=_custodian_in_post(at)).filter(in_post=False)


def overdue(at: datetime) -> QuerySet[Custody]:
    """Current custodies whose password is older than allowed (7.2)."""
    return current().filter(_password_overdue(at))


def with_clock(rows: QuerySet[Custody], kind: str) -> QuerySet[Custody]:
    """Annotated with whether a clock of this kind runs for each (`timed`)."""
    clocks = running().filter(
        kind=kind, subject_type=Custody._meta.label_lower, subject_id=Cast(OuterRef("pk"), CharField())
    )
    return rows.annotate(timed=Exists(clocks))


def is_orphan(custody: Custody, at: datetime) -> bool:
    return custody.ended_at is None and not standing_of(custody.custodian, custody.channel.host, at).in_post


def standing_of(person: Any, host: Unit, at: datetime) -> Standing:
    posts = [post for post in posts_of(person, at) if post.unit.pk == host.pk]
    behind = [post.appointment.commission for post in posts]
    outside = bool(posts) and all(commission is not None and commission.outside for commission in behind)
    return Standing(in_post=bool(posts), outside=outside)


def resets_in_post(person: Person | None, host: Unit, at: datetime) -> bool:
    """Whether the one who resets is in a post of the host or of the Office, and not there for an outside operator alone."""
    supervisor = office()
    places = [host, *([supervisor] if supervisor else [])]
    found = [standing_of(person, unit, at) for unit in places] if person else []
    return any(one.in_post and not one.outside for one in found)


def open_handover(custody: Custody) -> Handover | None:
    return custody.handovers.filter(outcome="").select_related("to", "started_by").first()


def handovers_to(person: Any) -> QuerySet[Handover]:
    return _waiting().filter(to=person.pk)


def handovers_from(person: Any, at: datetime) -> QuerySet[Handover]:
    """Handovers that wait for somebody else: those whose custody the person sees and holds, began, or manages."""
    managed = [unit.pk for unit in units_of(person, at, {PostKind.SITE_MANAGER})]
    mine = Q(started_by=person.pk) | Q(custody__custodian=person.pk) | Q(custody__channel__host__in=managed)
    seen = seen_by(Custody.objects.all(), person, at).values("pk")
    return _waiting().filter(mine, custody__in=seen).exclude(to=person.pk)


def _waiting() -> QuerySet[Handover]:
    return (
        Handover.objects.filter(outcome="")
        .select_related("custody__channel__host", "custody__custodian", "to", "started_by")
        .order_by("started_at", "pk")
    )


def line_of(custody: Custody) -> QuerySet[Custody]:
    """All custodies of this credential, present and past, newest first."""
    return custodies().filter(channel=custody.channel_id, what=custody.what).order_by("-recorded_at", "-pk")


def others_of(custody: Custody) -> QuerySet[Custody]:
    """The other current custodies of the channel."""
    return current().filter(channel=custody.channel_id).exclude(pk=custody.pk)


def figures(at: datetime) -> Figures:
    return Figures(limits.password_length(at), limits.password_classes(at), limits.digits_shown(at))


def hosts_kept_by(person: Any, at: datetime) -> QuerySet[Unit]:
    """The hosts whose custodies the person keeps: all for the Office's clerk, the managed ones for a site manager."""
    if holds(person, None, {PostKind.OFFICE_CLERK}, at):
        return open_units(at)
    managed = units_of(person, at, {PostKind.SITE_MANAGER})
    return Unit.objects.filter(pk__in=[unit.pk for unit in managed])


def people_of(units: QuerySet[Unit] | list[Unit], at: datetime) -> QuerySet[Person]:
    """Active people in a post of these units."""
    held = appointments_at(at).filter(unit__in=units)
    return Person.objects.filter(is_active=True, pk__in=held.values("person")).order_by("name", "username")


def custody_missing(channels: Iterable[Channel]) -> dict[int, bool]:
    """By primary key, for each channel: whether it is an account or app that stands and has no current custody. One query."""
    channels = list(channels)
    asked = [channel.pk for channel in channels if channel.stands and channel.is_new_media]
    kept = set(
        Custody.objects.filter(channel__in=asked, ended_at__isnull=True).values_list("channel_id", flat=True)
    )
    return {channel.pk: channel.pk in set(asked) - kept for channel in channels}
