"""Reading surveys, consultations and interviews: who sees which, what is left to decide, figures of a period (5.7)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from zhengtong.duties.models import Unit
from zhengtong.duties.queries import sees_district
from zhengtong.engine.clocks.rules import business_date, end_of
from zhengtong.interaction.models.participation import (
    EntryState,
    LiveEntry,
    Opinion,
    Reply,
    Round,
    RoundKind,
    RoundState,
    Speaker,
    Standing,
    VisitorQuestion,
)
from zhengtong.interaction.models.rounds import PUBLIC
from zhengtong.interaction.participation import access
from zhengtong.interaction.rules.rounds import Left

ANNOUNCED = Q(kind=RoundKind.INTERVIEW, state=RoundState.APPROVED)


def rounds_seen_by(rows: QuerySet[Round], person: Any, at: datetime) -> QuerySet[Round]:
    """The Office and the supervisors see all; a unit its own (2.3)."""
    if sees_district(person, at):
        return rows
    return rows.filter(unit__in=access.units_that_see(person, at))


def public_rounds(kind: str = "") -> QuerySet[Round]:
    """What everybody may read, those that can be taken part in first."""
    rows = Round.objects.filter(Q(state__in=sorted(PUBLIC)) | ANNOUNCED).select_related("unit")
    return rows.filter(kind=kind) if kind else rows


def left_of(one: Round) -> Left:
    """What stands undecided before a result."""
    return Left(
        repetitions=Reply.objects.filter(round=one, standing=Standing.SUSPECTED).count(),
        opinions=undecided(one).count(),
        entries=LiveEntry.objects.filter(round=one, state=EntryState.WAITING).count(),
    )


def undecided(one: Round) -> QuerySet[Opinion]:
    """Opinions of a consultation in no group, or in one without a decision."""
    return one.opinions.filter(Q(group__isnull=True) | Q(group__decision=""))


def due_to_open(today: date) -> QuerySet[Round]:
    return Round.objects.filter(state=RoundState.APPROVED, opens_on__lte=today)


def due_to_close(today: date) -> QuerySet[Round]:
    return Round.objects.filter(state=RoundState.OPEN, closes_on__lt=today)


def to_approve(units: list[Unit], person: Any) -> QuerySet[Round]:
    """Rounds of these units that wait for a reviewer, but for those that the person drafted."""
    rows = Round.objects.filter(unit__in=units, state=RoundState.SUBMITTED).exclude(drafted_by=person.pk)
    return rows.select_related("unit").order_by("submitted_at")


def to_let_out(units: list[Unit], person: Any) -> QuerySet[Round]:
    """Results that are written and wait for a reviewer."""
    rows = Round.objects.filter(unit__in=units, state__in=[RoundState.CLOSED, RoundState.LIVE])
    return rows.exclude(conclusion="").exclude(concluded_by=person.pk).select_related("unit")


def to_conclude(units: list[Unit]) -> QuerySet[Round]:
    """Surveys and consultations that are over and whose result is not written."""
    rows = Round.objects.filter(unit__in=units, state=RoundState.CLOSED, conclusion="")
    return rows.exclude(kind=RoundKind.INTERVIEW).select_related("unit").order_by("closes_on")


def interviews_on(day: date, units: list[Unit]) -> QuerySet[Round]:
    """Interviews of these units that are held on this Beijing day or run now."""
    begin, end = end_of(date.fromordinal(day.toordinal() - 1)), end_of(day)
    today = Q(held_at__gte=begin, held_at__lt=end, state__in=[RoundState.OPEN, RoundState.CLOSED])
    rows = Round.objects.filter(today | Q(state=RoundState.LIVE), kind=RoundKind.INTERVIEW, unit__in=units)
    return rows.select_related("unit").order_by("held_at")


@dataclass(frozen=True)
class Figures:
    """What the yearly work report asks (figures.md, section 3: 征集调查, 在线访谈)."""

    rounds: int
    opinions: int
    results: int
    interviews: int
    asked: int
    answered: int


def figures(first: date, last: date, unit: Unit | None = None) -> Figures:
    """Of a period (Beijing days, both included), of one unit or of the district.

    征集调查: surveys and consultations that began, replies that count and opinions that came in, results published. 在线访谈:
    interviews held, questions that came in, questions that a guest has answered in public.
    """
    begin, end = end_of(date.fromordinal(first.toordinal() - 1)), end_of(last)
    of_unit = Q(unit=unit) if unit else Q()
    of_round = Q(round__unit=unit) if unit else Q()
    came = Q(at__gte=begin, at__lt=end) & of_round
    asking = Round.objects.filter(of_unit).exclude(kind=RoundKind.INTERVIEW)
    answers = LiveEntry.objects.filter(
        of_round, state=EntryState.PUBLIC, speaker=Speaker.GUEST, question__isnull=False,
        reviewed_at__gte=begin, reviewed_at__lt=end,
    )  # fmt: skip
    held = Round.objects.filter(of_unit, kind=RoundKind.INTERVIEW, live_at__gte=begin, live_at__lt=end)
    replies = Reply.objects.filter(came).exclude(standing=Standing.LEFT_OUT).count()
    return Figures(
        rounds=asking.filter(opened_at__gte=begin, opened_at__lt=end).count(),
        opinions=replies + Opinion.objects.filter(came).count(),
        results=asking.filter(finished_at__gte=begin, finished_at__lt=end).count(),
        interviews=held.count(),
        asked=VisitorQuestion.objects.filter(came).count(),
        answered=answers.values("question").distinct().count(),
    )


def year_of(at: datetime) -> tuple[date, date]:
    """The Beijing year of this moment, first and last day."""
    year = business_date(at).year
    return date(year, 1, 1), date(year, 12, 31)
