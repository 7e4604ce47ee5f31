"""The lists behind the numbers of one unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from zhengtong.desk import clocks
from zhengtong.desk.work.clocks import Audiences
from zhengtong.duties.models import Unit
from zhengtong.engine.clocks.actions import url_of
from zhengtong.engine.clocks.models import Clock
from zhengtong.publishing.hands import Hands
from zhengtong.publishing.kinds import OPEN_STATES, Stage, SubmissionState
from zhengtong.publishing.models import Submission
from zhengtong.registry import queries as register
from zhengtong.registry.models import Channel


@dataclass(frozen=True)
class UnderReview:
    """One text on its way: where it stands, and who could sign it now."""

    submission: Submission
    stage: str
    clock: Clock | None
    waits_for: str
    nobody: bool


def in_review(unit: Unit, at: datetime) -> list[UnderReview]:
    """Oldest first."""
    found = Submission.objects.filter(article__unit=unit, state__in=OPEN_STATES)
    submissions = list(
        found.select_related("article__unit", "submitted_by")
        .prefetch_related("signatures", "article__hands")
        .order_by("submitted_at")
    )
    running = clocks.about_submissions(one.pk for one in submissions)
    hands = Hands(at, submissions)
    return [_under_review(one, running.get(one.pk), hands) for one in submissions]


def _under_review(submission: Submission, clock: Clock | None, hands: Hands) -> UnderReview:
    if submission.state == SubmissionState.APPROVED:
        return UnderReview(submission, "定时发布", clock, "到时自动发布", False)
    names, nobody = hands.told(submission)
    return UnderReview(submission, Stage(submission.stage).label, clock, names, nobody)


def pressing(unit: Unit, at: datetime) -> list[tuple[Clock, str, str]]:
    """Limits of the unit that are late or soon due: the clock, who answers, where to look."""
    found = list(clocks.of_units(clocks.pressing(at), [unit]))
    told = Audiences(found)
    return [
        (clock, told(clock.audience), url_of(clock) or reverse("clocks_clock", args=[clock.pk]))
        for clock in found
    ]


def lacking(unit: Unit, at: datetime) -> Iterator[tuple[Channel, list[str]]]:
    """Channels whose record lacks something, with what."""
    channels = list(register.with_identifiers(register.channels_of(unit)))
    missing: dict[int, Any] = register.completeness_of(channels, at)
    for channel in channels:
        if missing[channel.pk]:
            yield channel, [one.label for one in missing[channel.pk]]
