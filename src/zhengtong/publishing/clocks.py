"""What of publishing has a time limit: each stage of the review."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import NoReverseMatch, reverse

from zhengtong.duties.models import PostKind
from zhengtong.duties.queries import post_audience
from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.registry import kind
from zhengtong.publishing.models import Submission


def who_hears_of_lateness(clock: Clock) -> Sequence[tuple[timedelta, str]]:
    """A day after the limit the site manager, two days after it the deputy, who is directly responsible (5.3)."""
    unit = Submission.objects.select_related("article__unit").get(pk=clock.subject_id).article.unit
    return [
        (timedelta(days=1), post_audience(unit, PostKind.SITE_MANAGER)),
        (timedelta(days=2), post_audience(unit, PostKind.DEPUTY)),
    ]


def where(clock: Clock) -> str:
    try:
        return reverse("publishing:submission", args=[clock.subject_id])
    except NoReverseMatch:
        return ""


STAGE = kind("review.stage", label="审校环节", clause="5.2", escalate=who_hears_of_lateness, url=where)
