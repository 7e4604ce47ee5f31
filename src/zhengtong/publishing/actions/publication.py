"""Becoming public and ceasing to be (5.2, 5.5). There is no other way."""

from datetime import datetime

from wagtail.models import Revision

from zhengtong.duties.models import Person
from zhengtong.duties.rules import business_date
from zhengtong.engine.jobs.actions import enqueue
from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.publishing import access, release, rules, verbs
from zhengtong.publishing.actions import timing
from zhengtong.publishing.content import content_hash
from zhengtong.publishing.kinds import SubmissionState, TakedownReason
from zhengtong.publishing.models import Article, Publication, Submission
from zhengtong.publishing.queries import current_publication, draft_of, public_path_of, review_of, why_not_end

NOT_PUBLIC = Refusal("takedown.not_public", "该稿件未公开或已撤下，无须撤稿。", "5.5")
NO_NOTE = Refusal("takedown.no_note", "请写明撤稿的具体情况。", "5.5")
REVISION_GONE = Refusal(
    "publication.revision_gone", "送审时的修订版本已不存在，不能发布。请重新送审。", "5.2"
)


def publish_or_schedule(submission: Submission, *, by: Person | None, at: datetime) -> None:
    """Publish at once, or have the worker do it at the moment asked for."""
    if submission.publish_at is None or submission.publish_at <= at:
        publish(submission, by=by, at=at)
    else:
        key = f"publish:{submission.pk}"
        enqueue(
            "publishing.publish_due", at=at, run_at=submission.publish_at, key=key, submission=submission.pk
        )


def publish_due(submission: Submission, *, at: datetime) -> Publication | None:
    """The scheduled way: the same verb, by the system. Nothing when the submission was withdrawn or voided meanwhile."""
    if submission.state != SubmissionState.APPROVED:
        return None
    return publish(submission, by=None, at=at)


def publish(submission: Submission, *, by: Person | None, at: datetime) -> Publication:
    """Make the signed text public. Raises `Refused` with all reasons; the database checks the signatures once more."""
    with moving(submission.article, verbs.PUBLISHED, by=by, at=at) as move:
        article: Article = move.subject
        submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
        refuse(_why_not_publish(submission, article, at))
        revision = Revision.objects.filter(pk=submission.revision_id).first()
        refuse(REVISION_GONE if revision is None else None)
        publication = _new_publication(submission, article, at)
        with release.of(article):
            revision.publish(user=by, log_action=True)
        _close(submission, by, at)
        timing.column_updated(article, at)
        move.data = {
            "publication": publication.pk,
            "path": publication.path,
            "content_hash": publication.content_hash,
        }
    return publication


def _why_not_publish(submission: Submission, article: Article, at: datetime) -> list[Refusal]:
    return rules.why_not_publish(
        review_of(submission),
        draft_hash=content_hash(draft_of(article)),
        state=submission.state,
        due=submission.publish_at,
        at=at,
    )


def _new_publication(submission: Submission, article: Article, at: datetime) -> Publication:
    earlier = article.publications.order_by("published_at").first()
    first = earlier.first_published_at if earlier else at
    Publication.objects.filter(article=article, ended_at__isnull=True).update(ended_at=at)
    return Publication.objects.create(
        article=article, submission=submission, content=submission.content, content_hash=submission.content_hash,
        path=earlier.path if earlier else public_path_of(article, business_date(first)),
        first_published_at=first, published_at=at,
    )  # fmt: skip


def _close(submission: Submission, by: Person | None, at: datetime) -> None:
    submission.state, submission.ended_at, submission.ended_by = SubmissionState.PUBLISHED, at, by
    submission.save(update_fields=["state", "ended_at", "ended_by"])


def take_down(
    article: Article, *, by: Person, at: datetime, reason: TakedownReason, note: str
) -> Publication:
    """Take a public item off; the record of what was public stays.

    A notice that must be kept is refused until its last day is over (3.9). Raises `Refused` with all reasons.
    """
    with moving(Article.objects.get(pk=article.pk), verbs.TAKEN_DOWN, by=by, at=at) as move:
        publication = current_publication(move.subject)
        refuse(
            access.why_not_take_down(by, move.subject.unit, at),
            NOT_PUBLIC if publication is None else None,
            None if note.strip() else NO_NOTE,
            why_not_end(move.subject, at),
        )
        assert publication is not None  # noqa: S101 - refused above
        publication.ended_at, publication.ended_by = at, by
        publication.takedown, publication.takedown_note = reason, note
        publication.save(update_fields=["ended_at", "ended_by", "takedown", "takedown_note"])
        with release.of(move.subject):
            move.subject.specific.unpublish(user=by)
        move.data = {
            "publication": publication.pk,
            "path": publication.path,
            "reason": str(reason),
            "note": note,
        }
    return publication
