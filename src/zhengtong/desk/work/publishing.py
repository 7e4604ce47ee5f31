"""Articles on a desk: to sign, returned, not yet handed in; and what waits for the hands of others (5.2, 5.3)."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from zhengtong.desk import clocks
from zhengtong.desk.lines import Asking, Line, Place, provides
from zhengtong.duties.models import PostKind
from zhengtong.duties.models.kinds import WRITERS
from zhengtong.publishing.hands import Hands
from zhengtong.publishing.kinds import OPEN_STATES, Stage, SubmissionState
from zhengtong.publishing.models import Article, Submission
from zhengtong.publishing.queries import waiting_for
from zhengtong.publishing.screens.articles import with_state

NOT_HANDED_IN = (SubmissionState.WITHDRAWN, SubmissionState.VOIDED)


@provides(Place.TODO)
def to_sign(asking: Asking) -> Iterable[Line]:
    """What this person can sign now, with the acts that are open to them."""
    waiting = waiting_for(asking.person, asking.at)
    running = clocks.about_submissions(submission.pk for submission, _ in waiting)
    for submission, acts in waiting:
        yield Line(
            kind=Stage(submission.stage).label,
            what=submission.content["title"],
            url=reverse("articles:inspect", args=[submission.article_id]),
            whom=str(submission.article.unit),
            note="、".join(act.label for act in acts),
            act="审校签署",
            act_url=reverse("articles:sign", args=[submission.article_id]),
            clock=running.get(submission.pk),
            since=submission.submitted_at,
            clause="5.2",
        )


@provides(Place.TODO)
def to_finish(asking: Asking) -> Iterable[Line]:
    """Returned texts first, then drafts that were never handed in; a site manager sees all returned ones of the unit."""
    returned = Q(last_state=SubmissionState.RETURNED)
    mine = Q(pk__in=Article.objects.filter(hands__person=asking.person.pk).values("pk"))
    managed = Q(unit__in=[unit.pk for unit in asking.units({PostKind.SITE_MANAGER})])
    writes = Q(unit__in=[unit.pk for unit in asking.units(WRITERS)])
    unfinished = returned | Q(last_state__in=NOT_HANDED_IN) | Q(last_state=None)
    found = with_state(Article.objects.filter(discarded_at__isnull=True).select_related("unit")).filter(
        writes, Q(open_state=None), (mine & unfinished) | (managed & returned)
    )
    articles = list(found.order_by("latest_revision_created_at").defer("body"))
    reasons = _returns(articles)
    for article in articles:
        yield _to_finish(article, reasons.get(article.pk))


def _to_finish(article: Any, returned: Submission | None) -> Line:
    if article.last_state == SubmissionState.RETURNED and returned is not None:
        kind, note, tone, since = "退回修改", returned.ended_why, "warn", returned.ended_at
    else:
        kind = "草稿" if article.last_state is None else "待重新送审"
        note, tone, since = "", "", article.latest_revision_created_at
    page = reverse("articles:inspect", args=[article.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    return Line(
        kind=kind, what=article.draft_title, url=page, whom=str(article.unit), note=note, act="修改", act_url=edit,
        since=since, tone=tone, clause="5.2", rank=0 if returned else 5,
    )  # fmt: skip


def _returns(articles: Collection[Any]) -> dict[int, Submission]:
    """The return that each of these articles rests on."""
    wanted = [article.pk for article in articles if article.last_state == SubmissionState.RETURNED]
    found = Submission.objects.filter(article__in=wanted, state=SubmissionState.RETURNED).defer("content")
    return {one.article_id: one for one in found.order_by("number")}


@provides(Place.WAITING)
def in_other_hands(asking: Asking) -> Iterable[Line]:
    """Under review and not mine to sign now: what I wrote or signed, and all of the unit for those who run it."""
    open_ones = list(_open(asking))
    running = clocks.about_submissions(one.pk for one in open_ones)
    hands = Hands(asking.at, open_ones)
    for submission in open_ones:
        clock = running.get(submission.pk)
        if clock is None or clock.pk not in asking.shown_clocks:
            yield _waiting(submission, clock, hands)


def _open(asking: Asking) -> QuerySet[Submission]:
    """Whose side I am on: my own hand in it, or my unit's leader or site manager."""
    mine = Q(pk__in=Submission.objects.filter(seats__person=asking.person.pk).values("pk"))
    run = Q(article__unit__in=[unit.pk for unit in asking.run_units])
    found = Submission.objects.filter(mine | run, state__in=OPEN_STATES).select_related("article__unit")
    return found.prefetch_related("signatures", "article__hands").order_by("submitted_at")


def _waiting(submission: Submission, clock: Any, hands: Hands) -> Line:
    line = {
        "what": submission.content["title"],
        "url": reverse("articles:inspect", args=[submission.article_id]),
        "act": "查看",
        "act_url": reverse("articles:inspect", args=[submission.article_id]),
        "clause": "5.2",
        "clock": clock,
    }
    if submission.state == SubmissionState.APPROVED:
        moment = localtime(submission.publish_at).strftime("%Y-%m-%d %H:%M") if submission.publish_at else ""
        return Line(kind="定时发布", whom="到时自动发布", until=moment, since=submission.ended_at, **line)
    names, nobody = hands.told(submission)
    return Line(
        kind=Stage(submission.stage).label, whom=names, tone="bad" if nobody else "",
        since=clock.opened_at if clock else submission.submitted_at, **line,
    )  # fmt: skip
