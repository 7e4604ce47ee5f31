"""Handing in, signing, sending back, withdrawing (5.2, 5.3)."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from zhengtong.duties.models import Person
from zhengtong.duties.queries import relaxation_in_force, review_table
from zhengtong.engine.ledger.actions import Move, moving, record
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.publishing import access, rules, verbs
from zhengtong.publishing.actions import timing
from zhengtong.publishing.actions.publication import publish_or_schedule
from zhengtong.publishing.content import content_hash, snapshot
from zhengtong.publishing.kinds import OPEN_STATES, Act, Stage, SubmissionState
from zhengtong.publishing.models import Article, Seat, Signature, Submission
from zhengtong.publishing.queries import current_publication, draft_of, facts_of_draft, review_of

NOT_OPEN = Refusal("review.not_open", "该送审件已办结，不能撤回。", "5.2")
NOT_SUBMITTER = Refusal(
    "review.not_submitter", "撤回送审须由送审人或责任单位现任信息员、网站管理员办理。", "5.2"
)
NO_REASON = Refusal("review.withdrawn_without_reason", "请写明撤回原因。", "5.2")


def submit(article: Article, *, by: Person, at: datetime, publish_at: datetime | None = None) -> Submission:
    """Hand the newest draft in for three reviews. Its text is copied, its hash taken, all its hands seated as authors.

    `publish_at` asks for publication at a later moment, after approval. Raises `Refused` with all reasons.
    """
    with moving(_plain(article), verbs.SUBMITTED, by=by, at=at) as move:
        draft = draft_of(move.subject)
        refuse(why_not_submit(move.subject, draft, by, at))
        submission = _new_submission(move.subject, draft, by, at, publish_at)
        _seat_authors(submission)
        timing.begin_stage(submission, at)
        move.acting_as = access.acting_as(by, move.subject.unit, access.WRITERS, at)
        move.data = {"submission": submission.number, "content_hash": submission.content_hash}
    return submission


def why_not_submit(article: Article, draft: Article, by: Person, at: datetime) -> list[Refusal]:
    """The reasons that the screen shows before the click and the verb raises after it."""
    public = current_publication(article)
    return rules.why_not_submit(
        facts_of_draft(draft),
        is_editor=access.is_writer(by, article.unit, at, draft.get_parent().specific.column),
        under_review=article.submissions.filter(state__in=OPEN_STATES).exists(),
        same_as_public=public is not None and public.content_hash == content_hash(draft),
    )


def _plain(article: Article) -> Article:
    """The row that is locked and named in the ledger, whatever the kind of the article."""
    return article if type(article) is Article else Article.objects.get(pk=article.pk)


def _new_submission(
    article: Article, draft: Article, by: Person, at: datetime, publish_at: datetime | None
) -> Submission:
    table = review_table(article.unit)
    return Submission.objects.create(
        article=article, number=article.submissions.count() + 1, revision_id=draft.latest_revision_id,
        content=snapshot(draft), content_hash=content_hash(draft), submitted_by=by, submitted_at=at,
        separate_proofreaders=table.separate_proofreaders, principal_signs=draft.kind in table.principal_signs,
        relaxation=relaxation_in_force(article.unit, at), publish_at=publish_at,
    )  # fmt: skip


def _seat_authors(submission: Submission) -> None:
    authors = set(submission.article.hands.values_list("person_id", flat=True))
    Seat.objects.bulk_create(
        Seat(submission=submission, person_id=person, stage=Stage.AUTHOR) for person in sorted(authors)
    )


def sign(
    submission: Submission,
    *,
    by: Person,
    at: datetime,
    acts: Collection[Act],
    gates: Mapping[str, str] | None = None,
    opinion: str = "",
) -> list[Signature]:
    """Sign one or both acts of the current stage on the exact text; after the last one the article is public.

    `gates`: each of the six gates → "pass" or "note" (a note needs words in `opinion`). Raises `Refused` with all reasons.
    """
    # One transaction for the signature and what follows from it: killed in between, a signed stage would wait for ever.
    with transaction.atomic():
        with moving(submission.article, verbs.SIGNED, by=by, at=at) as move:
            submission = _locked(submission)
            unit = move.subject.unit
            review = review_of(submission)
            posts = access.kinds_held(by, unit, at)
            hand = rules.Hand(
                by.pk, posts, tuple(acts), content_hash(draft_of(move.subject)), gates or {}, opinion
            )
            refuse(rules.why_not_sign(review, hand))
            move.acting_as = access.acting_as(by, unit, _posts_used(review, hand), at)
            signatures = _write_signatures(submission, hand, by, move.acting_as, at)
            _tell_of_signature(move, submission, hand)
        _go_on(submission, by, at)
    return signatures


def _locked(submission: Submission) -> Submission:
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("article__unit")
        .get(pk=submission.pk)
    )


def _posts_used(review: rules.Review, hand: rules.Hand) -> frozenset[access.PostKind]:
    wanted = [
        rules.posts_for(review.stage, act, separate=review.separate, principal_signs=review.principal_signs)
        for act in hand.acts
    ]
    return frozenset().union(*wanted) & hand.posts


def _write_signatures(
    submission: Submission, hand: rules.Hand, by: Person, acting_as: str, at: datetime
) -> list[Signature]:
    seat = _take_seat(submission, by)
    return [
        Signature.objects.create(
            submission=submission, seat=seat, person=by, stage=submission.stage, act=act,
            separate=submission.separate_proofreaders, content_hash=submission.content_hash,
            gates=dict(hand.gates) if act == Act.REVIEW else {}, opinion=hand.opinion, acting_as=acting_as, at=at,
        )
        for act in hand.acts
    ]  # fmt: skip


def _take_seat(submission: Submission, by: Person) -> Seat:
    """The person's seat in this stage. Only a second seat of the same person leans on the relaxation, and is marked by it."""
    mine = submission.seats.filter(person=by)
    second = mine.exclude(stage=submission.stage).exists()
    relaxation = submission.relaxation if second else None
    return mine.filter(stage=submission.stage).first() or Seat.objects.create(
        submission=submission, person=by, stage=submission.stage, relaxation=relaxation
    )


def _tell_of_signature(move: Move, submission: Submission, hand: rules.Hand) -> None:
    move.data = {
        "submission": submission.number,
        "stage": submission.stage,
        "acts": [act.value for act in hand.acts],
        "gates": dict(hand.gates),
        "opinion": hand.opinion,
        "content_hash": submission.content_hash,
        "relaxed": submission.seats.filter(relaxation__isnull=False).exists(),
    }


def _go_on(submission: Submission, by: Person, at: datetime) -> None:
    """Open the next stage when this one is complete; after the third, publish."""
    if rules.open_acts(review_of(submission)):
        return
    timing.end_stage(submission, at)
    following = rules.next_stage(submission.stage)
    if following is None:
        _approve(submission, by, at)
        return
    submission.stage = following
    submission.save(update_fields=["stage"])
    timing.begin_stage(submission, at)


def _approve(submission: Submission, by: Person, at: datetime) -> None:
    submission.state = SubmissionState.APPROVED
    submission.save(update_fields=["state"])
    record(verbs.APPROVED, submission.article, by=by, at=at, data={"submission": submission.number})
    publish_or_schedule(submission, by=by, at=at)


def send_back(submission: Submission, *, by: Person, at: datetime, reasons: str) -> Submission:
    """A reviewer or proofreader of the current stage returns the text with reasons; the draft is unlocked."""
    with moving(submission.article, verbs.RETURNED, by=by, at=at) as move:
        submission = _locked(submission)
        unit = move.subject.unit
        posts = access.kinds_held(by, unit, at)
        refuse(rules.why_not_return(review_of(submission), by.pk, posts, reasons))
        move.acting_as = access.acting_as(by, unit, posts, at)
        move.data = {"submission": submission.number, "stage": submission.stage, "reasons": reasons}
        _end(submission, SubmissionState.RETURNED, by, at, reasons)
    return submission


def withdraw(submission: Submission, *, by: Person, at: datetime, why: str) -> Submission:
    """The writers' side takes the text back before it is public; the draft is unlocked."""
    with moving(submission.article, verbs.WITHDRAWN, by=by, at=at) as move:
        submission = _locked(submission)
        mine = submission.submitted_by_id == by.pk and access.kinds_held(by, move.subject.unit, at)
        refuse(
            None if submission.state in OPEN_STATES else NOT_OPEN,
            None if mine or access.is_writer(by, move.subject.unit, at) else NOT_SUBMITTER,
            None if why.strip() else NO_REASON,
        )
        move.data = {"submission": submission.number, "reasons": why}
        _end(submission, SubmissionState.WITHDRAWN, by, at, why)
    return submission


def _end(submission: Submission, state: SubmissionState, by: Person, at: datetime, why: str) -> None:
    submission.state, submission.ended_at, submission.ended_by, submission.ended_why = state, at, by, why
    submission.save(update_fields=["state", "ended_at", "ended_by", "ended_why"])
    timing.end_stage(submission, at, why=why)
