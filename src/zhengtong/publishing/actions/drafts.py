"""Drafts: written and changed by hands that are remembered for ever."""

from datetime import datetime
from typing import Any

from django.db import transaction

from zhengtong.duties.models import Person
from zhengtong.engine.ledger.actions import record
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.publishing import access, topics, verbs
from zhengtong.publishing.actions import timing
from zhengtong.publishing.content import content_hash
from zhengtong.publishing.kinds import OPEN_STATES, SubmissionState
from zhengtong.publishing.models import Article, ColumnPage, Hand, Submission

NAMELESS = Refusal("article.nameless_change", "改稿须有署名人员，系统不能代为改稿。", "5.2")
HANDED_IN = Refusal(
    "article.handed_in", "本稿已送审或公开过，须留存，不能删除。公开中的稿件请办理撤稿。", "5.2"
)


def create_draft(
    column: ColumnPage,
    *,
    by: Person,
    at: datetime,
    model: type[Article] = Article,
    how: str = "拟稿",
    **fields: Any,
) -> Article:
    """Make a draft in a column; its unit is the column's, in a topic the writer's (2.3, 3.2).

    Raises `Refused` when the person may not write there, or the column takes nothing new.
    """
    refuse(topics.why_not_draft(by, column.column, at))
    with transaction.atomic():
        article = model(owner=by, unit=topics.unit_of_writer(by, column.column, at), live=False, **fields)
        if "kind" not in fields and model is Article:
            article.kind = column.kind
        article.how, article.changed_at = how, at
        column.add_child(instance=article)
        article.save_revision(user=by)
    return article


def note_change(article: Article, *, by: Person | None, at: datetime) -> None:
    """Remember the hand behind a saved draft; open signatures on another text become worthless."""
    now = content_hash(article)
    last = article.hands.order_by("-pk").first()
    if last is None or last.content_hash != now:
        refuse(NAMELESS if by is None else None)
        how = getattr(article, "how", "") or ("修改" if last else "拟稿")
        Hand.objects.create(article_id=article.pk, person=by, content_hash=now, how=how, at=at)
        verb = verbs.CHANGED if last else verbs.DRAFTED
        record(verb, article, by=by, at=at, data={"content_hash": now, "how": how})
    for submission in article.submissions.filter(state__in=OPEN_STATES).exclude(content_hash=now):
        _void(submission, article, by, at)


def carry_hands_over(original: Article, copied: Article) -> None:
    """Whoever wrote the original wrote the copy, too, and reviews neither."""
    known = set(copied.hands.values_list("person_id", flat=True))
    for hand in original.hands.exclude(person__in=known).order_by("pk"):
        Hand.objects.create(
            article_id=copied.pk,
            person=hand.person,
            content_hash=hand.content_hash,
            how="复制自原稿",
            at=hand.at,
        )


def _void(submission: Submission, article: Article, by: Person | None, at: datetime) -> None:
    submission.state = SubmissionState.VOIDED
    submission.ended_at, submission.ended_by = at, by
    submission.ended_why = "送审后稿件有改动"
    submission.save(update_fields=["state", "ended_at", "ended_by", "ended_why"])
    timing.end_stage(submission, at, why=submission.ended_why)
    record(verbs.VOIDED, article, by=by, at=at, data={"submission": submission.number})


def discard_draft(article: Article, *, by: Person, at: datetime) -> None:
    """Delete a draft that never went to review; everything else stays. The ledger keeps its title and its authors."""
    with transaction.atomic():
        locked = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
        refuse(
            access.why_not_write(by, locked.unit, at),
            HANDED_IN if locked.submissions.exists() or locked.publications.exists() else None,
        )
        record(verbs.DISCARDED, locked, by=by, at=at, data={"title": locked.title})
        locked.discarded_at = at
        locked.save(update_fields=["discarded_at"])
