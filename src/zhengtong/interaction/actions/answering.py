"""An answer: drafted by one hand, looked over by another, then the citizen has it (5.7, 5.3)."""

from datetime import datetime
from typing import Any

from zhengtong.duties.models import PostKind
from zhengtong.duties.queries import acting_as, post_audience
from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.notify.audiences import person_audience
from zhengtong.engine.refusals import refuse
from zhengtong.interaction import access, rules, verbs
from zhengtong.interaction.actions import timing
from zhengtong.interaction.clocks import page_of
from zhengtong.interaction.models import WRITING, Answer, AnswerState, CitizenMessage, MessageState, Role
from zhengtong.interaction.queries.copies import nearest_answer


def writing(message: CitizenMessage) -> Answer | None:
    """The answer that is being written, if any."""
    return message.answers.filter(state__in=WRITING).select_related("drafted_by").first()


def draft_answer(
    message: CitizenMessage,
    *,
    text: str,
    by: Any,
    at: datetime,
    quoted_before: str = "",
    quoted_after: str = "",
) -> Answer:
    """Save the draft; the last hand counts as the one that drafted it. Raises `Refused`."""
    with moving(message, verbs.ANSWER_DRAFTED, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        mine = writing(fresh)
        refuse(
            access.may_handle(by, fresh, at),
            rules.why_not_draft(
                fresh.state, text, answering=mine.state if mine else "", quoted_before=quoted_before,
                quoted_after=quoted_after,
            ),
        )  # fmt: skip
        assert fresh.unit is not None  # noqa: S101 (refused above)
        mine = mine or Answer(message=fresh, number=fresh.answers.count() + 1)
        mine.text, mine.unit, mine.drafted_by, mine.drafted_at = (
            rules.cleaned(text, lines=True),
            fresh.unit,
            by,
            at,
        )
        mine.quoted_before = rules.cleaned(quoted_before, lines=True)[:1000]
        mine.quoted_after = rules.cleaned(quoted_after, lines=True)[:1000]
        mine.save()
        move.acting_as = acting_as(by, fresh.unit, access.HANDS, at)
        move.data = {"number": mine.number}
    return mine


def submit_answer(message: CitizenMessage, *, by: Any, at: datetime) -> Answer:
    """Hand the draft to the unit's reviewers; an earlier answer that it nearly copies is named to them. Raises `Refused`."""
    with moving(message, verbs.ANSWER_SUBMITTED, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        mine = writing(fresh)
        refuse(access.may_handle(by, fresh, at), why_not_submit(fresh, mine))
        assert mine is not None  # noqa: S101 (refused above)
        assert fresh.unit is not None  # noqa: S101
        mine.copy_of, mine.likeness = nearest_answer(mine, at)
        mine.state, mine.submitted_at, mine.review_note = AnswerState.SUBMITTED, at, ""
        mine.reviewed_by = mine.reviewed_at = None
        mine.save()
        move.acting_as = acting_as(by, fresh.unit, access.HANDS, at)
        move.data = {"number": mine.number, "copy_of": mine.copy_of_id, "likeness": mine.likeness}
        for post in (PostKind.REVIEWER_1, PostKind.REVIEWER_2, PostKind.DEPUTY):
            tell(
                post_audience(fresh.unit, post), f"请审核答复：{fresh}", text="答复已送审，请审核；审定后即答复网民。",
                clause="5.7", at=at, url=page_of(fresh.pk),
            )  # fmt: skip
    return mine


def why_not_submit(message: CitizenMessage, mine: Answer | None) -> list[Any]:
    from zhengtong.interaction.queries.fixes import pending_fix

    return rules.why_not_submit(
        message.state, answering=mine.state if mine else "", paused=timing.is_paused(message),
        unfinished_fix=pending_fix(message) is not None,
    )  # fmt: skip


def return_answer(message: CitizenMessage, *, why: str, by: Any, at: datetime) -> Answer:
    """A reviewer sends the draft back with a reason. Raises `Refused`."""
    with moving(message, verbs.ANSWER_RETURNED, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        mine = writing(fresh)
        answering = mine.state if mine else ""
        refuse(
            access.may_review_answer(by, fresh, at),
            rules.why_not_return_answer(fresh.state, why, answering=answering),
        )
        assert mine is not None  # noqa: S101 (refused above)
        mine.state, mine.review_note = AnswerState.RETURNED, rules.cleaned(why, lines=True)[:500]
        mine.save(update_fields=["state", "review_note"])
        move.acting_as = acting_as(by, fresh.unit, access.ANSWER_REVIEWERS, at)
        move.data = {"number": mine.number, "why": mine.review_note}
        if mine.drafted_by is not None:
            tell(
                person_audience(mine.drafted_by), f"答复被退回：{fresh}", text=mine.review_note, clause="5.7", at=at,
                url=page_of(fresh.pk),
            )  # fmt: skip
    return mine


def send_answer(message: CitizenMessage, *, by: Any, at: datetime, note: str = "") -> Answer:
    """A second person lets the answer out: from this moment the citizen reads it with the query code. Raises `Refused`."""
    with moving(message, verbs.ANSWERED, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        mine = writing(fresh)
        refuse(access.may_review_answer(by, fresh, at), why_not_send(fresh, mine, by))
        assert mine is not None  # noqa: S101 (refused above)
        mine.state, mine.sent_at, mine.reviewed_by, mine.reviewed_at = AnswerState.SENT, at, by, at
        mine.review_note = rules.cleaned(note, lines=True)[:500]
        mine.save()
        move.acting_as = acting_as(by, fresh.unit, access.ANSWER_REVIEWERS, at)
        move.data = {"number": mine.number, "note": mine.review_note}
        _close(fresh, by, at)
    return mine


def why_not_send(message: CitizenMessage, mine: Answer | None, by: Any) -> list[Any]:
    missing = message.forwardings.filter(role=Role.JOINT, ended_at__isnull=True, opinion_at__isnull=True)
    return rules.why_not_send(
        message.state, answering=mine.state if mine else "", own=mine is not None and mine.drafted_by_id == by.pk,
        paused=timing.is_paused(message), joint_missing=[str(one.unit) for one in missing.select_related("unit")],
    )  # fmt: skip


def _close(message: CitizenMessage, by: Any, at: datetime) -> None:
    message.state, message.closed_at = MessageState.ANSWERED, at
    message.save(update_fields=["state", "closed_at"])
    timing.end_all(message, at, by, answered=True)
