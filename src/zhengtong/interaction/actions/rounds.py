"""The life that surveys, consultations and interviews share: drafted, approved by a second person, opened and closed by time,
finished by its published result (5.7, 5.3)."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from zhengtong.duties.models import PostKind, Unit
from zhengtong.duties.queries import acting_as, post_audience
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks import actions as clocks
from zhengtong.engine.clocks.rules import in_working_days
from zhengtong.engine.evidence.actions import attach
from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.refusals import refuse
from zhengtong.interaction.access import ANSWER_REVIEWERS, HANDLERS
from zhengtong.interaction.models.participation import Question, Round, RoundKind, RoundState
from zhengtong.interaction.participation import access, verbs
from zhengtong.interaction.participation.clocks import RESULT, page_of
from zhengtong.interaction.queries import rounds as queries
from zhengtong.interaction.rules import rounds as rules
from zhengtong.interaction.rules import surveys as survey_rules
from zhengtong.interaction.rules.rounds import Told
from zhengtong.regulation import parameter

LEAST, RESULT_DAYS = "consultation.least.days", "round.result.days"


def draft(kind: str, unit: Unit, told: Told, *, by: Any, at: datetime) -> Round:
    """A handler of the unit drafts a survey, a consultation or an interview. Raises `Refused` with every reason."""
    refuse(access.may_handle(by, unit, at), rules.why_not_draft(kind, told, business_date(at)))
    with transaction.atomic():
        made = Round.objects.create(
            kind=RoundKind(kind), unit=unit, drafted_by=by, drafted_at=at, **_stripped(told)
        )
        capacity = acting_as(by, unit, HANDLERS, at)
        record(verbs.DRAFTED, made, by=by, at=at, acting_as=capacity, data={"kind": kind})
    return made


def revise(one: Round, told: Told, *, by: Any, at: datetime) -> Round:
    with moving(one, verbs.REVISED, by=by, at=at) as move:
        fresh: Round = move.subject
        refuse(
            access.may_handle(by, fresh.unit, at), rules.why_not_change(fresh.state),
            rules.why_not_draft(fresh.kind, told, business_date(at)),
        )  # fmt: skip
        move.acting_as = acting_as(by, fresh.unit, HANDLERS, at)
        changed = {name: value for name, value in _stripped(told).items() if getattr(fresh, name) != value}
        move.data = {"changed": sorted(changed)}
        for name, value in changed.items():
            setattr(fresh, name, value)
        # Whoever changed the text last has drafted it: that person does not approve it.
        fresh.drafted_by = by
        fresh.save(update_fields=[*changed, "drafted_by"])
    return fresh


def _stripped(told: Told) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(told).items()}


def add_question(
    one: Round, *, kind: str, text: str, options: list[str], by: Any, at: datetime, most: int = 0,
    required: bool = True,
) -> Question:  # fmt: skip
    """A question at the end of a survey that is being drafted."""
    with moving(one, verbs.QUESTION_ADDED, by=by, at=at) as move:
        fresh: Round = move.subject
        refuse(
            access.may_handle(by, fresh.unit, at), rules.why_not_change(fresh.state),
            survey_rules.why_not_ask(kind, text, options, most),
        )  # fmt: skip
        last = fresh.questions.order_by("-order").values_list("order", flat=True).first() or 0
        made = Question.objects.create(
            round=fresh,
            order=last + 1,
            kind=kind,
            text=text.strip(),
            choices=options,
            most=most,
            required=required,
        )
        move.acting_as = acting_as(by, fresh.unit, HANDLERS, at)
        move.data = {"order": made.order, "note": made.text}
    return made


def remove_question(question: Question, *, by: Any, at: datetime) -> None:
    """Out of a survey that is being drafted; the later ones move up."""
    with moving(question.round, verbs.QUESTION_REMOVED, by=by, at=at) as move:
        fresh: Round = move.subject
        refuse(access.may_handle(by, fresh.unit, at), rules.why_not_change(fresh.state))
        move.acting_as = acting_as(by, fresh.unit, HANDLERS, at)
        move.data = {"order": question.order, "note": question.text}
        fresh.questions.filter(pk=question.pk).delete()
        for later in fresh.questions.filter(order__gt=question.order).order_by("order"):
            later.order -= 1
            later.save(update_fields=["order"])


def attach_file(one: Round, evidence: Evidence, *, label: str, by: Any, at: datetime) -> None:
    """A file that everybody may read with the draft; hung once, it stays."""
    with moving(one, verbs.ATTACHED, by=by, at=at) as move:
        fresh: Round = move.subject
        refuse(access.may_handle(by, fresh.unit, at), rules.why_not_change(fresh.state))
        attach(evidence, fresh, label=label, by=by, at=at)
        move.acting_as = acting_as(by, fresh.unit, HANDLERS, at)
        move.data = {"note": label, "hash": evidence.hash}


def submit(one: Round, *, by: Any, at: datetime) -> Round:
    """Handed in: from now on the text stands still until somebody returns it."""
    with moving(one, verbs.SUBMITTED, by=by, at=at) as move:
        fresh: Round = move.subject
        refuse(
            access.may_handle(by, fresh.unit, at),
            rules.why_not_submit(fresh.kind, fresh.state, fresh.questions.count()),
            rules.why_not_approve(fresh.closes_on, business_date(at)), _short(fresh, at),
        )  # fmt: skip
        move.acting_as = acting_as(by, fresh.unit, HANDLERS, at)
        fresh.state, fresh.submitted_at, fresh.returned_why = RoundState.SUBMITTED, at, ""
        fresh.save(update_fields=["state", "submitted_at", "returned_why"])
    return fresh


def _short(one: Round, at: datetime) -> list[Any]:
    """Its days are counted from when it can begin at the earliest: today."""
    today = business_date(at)
    least = int(parameter(LEAST, on=today).number)
    return rules.why_not_short(one.kind, max(one.opens_on, today), one.closes_on, least, one.short_why)


def approve(one: Round, *, by: Any, at: datetime) -> Round:
    """A reviewer or leader, not the drafter, lets it be public; what begins today begins at once."""
    with moving(one, verbs.APPROVED, by=by, at=at) as move:
        fresh: Round = move.subject
        refuse(
            access.may_review(by, fresh.unit, at), rules.why_not_review(fresh.state, own=fresh.drafted_by_id == by.pk),
            rules.why_not_approve(fresh.closes_on, business_date(at)), _short(fresh, at),
        )  # fmt: skip
        move.acting_as = acting_as(by, fresh.unit, ANSWER_REVIEWERS, at)
        fresh.state, fresh.reviewed_by, fresh.reviewed_at = RoundState.APPROVED, by, at
        fresh.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    if rules.opens_now(fresh.state, fresh.opens_on, business_date(at)):
        return open_round(fresh, at=at)
    return fresh


def send_back(one: Round, *, reason: str, by: Any, at: datetime) -> Round:
    with moving(one, verbs.RETURNED, by=by, at=at) as move:
        fresh: Round = move.subject
        refuse(
            access.may_review(by, fresh.unit, at), rules.why_not_review(fresh.state, own=False),
            rules.why_not_drop(RoundState.DRAFT, reason),
        )  # fmt: skip
        move.acting_as, move.data = (
            acting_as(by, fresh.unit, ANSWER_REVIEWERS, at),
            {"reason": reason.strip()},
        )
        fresh.state, fresh.returned_why = RoundState.DRAFT, reason.strip()[:300]
        fresh.save(update_fields=["state", "returned_why"])
        if fresh.drafted_by_id:
            told = f"退回修改：{fresh}"
            tell(f"person:{fresh.drafted_by_id}", told, text=reason, url=page_of(fresh), clause="5.3", at=at)
    return fresh


def drop(one: Round, *, reason: str, by: Any, at: datetime) -> Round:
    """Given up before it began; it stays in the register."""
    with moving(one, verbs.DROPPED, by=by, at=at) as move:
        fresh: Round = move.subject
        refuse(access.may_handle(by, fresh.unit, at), rules.why_not_drop(fresh.state, reason))
        move.acting_as, move.data = acting_as(by, fresh.unit, HANDLERS, at), {"reason": reason.strip()}
        fresh.state, fresh.returned_why = RoundState.DROPPED, reason.strip()[:300]
        fresh.save(update_fields=["state", "returned_why"])
    return fresh


# ---- by time ----------------------------------------------------------------------------------------------


def keep_windows(at: datetime) -> int:
    """Open what begins today, close what ended yesterday (Beijing); how many moved. Called again it moves nothing."""
    today = business_date(at)
    opening = list(queries.due_to_open(today))
    for one in opening:
        open_round(one, at=at)
    # Asked only now: a worker that stood still over a whole window opens and closes in one turn.
    closing = list(queries.due_to_close(today))
    for one in closing:
        close_round(one, at=at)
    return len(opening) + len(closing)


def open_round(one: Round, *, at: datetime) -> Round:
    with transaction.atomic():
        fresh = Round.objects.select_for_update().get(pk=one.pk)
        if not rules.opens_now(fresh.state, fresh.opens_on, business_date(at)):
            return fresh
        fresh.state, fresh.opened_at = RoundState.OPEN, at
        fresh.save(update_fields=["state", "opened_at"])
        record(verbs.OPENED, fresh, by=None, at=at, data={"until": fresh.closes_on.isoformat()})
    return fresh


def close_round(one: Round, *, at: datetime) -> Round:
    """The last day is over: nothing comes in any more, and the limit for the published result begins."""
    with transaction.atomic():
        fresh = Round.objects.select_for_update(of=("self",)).select_related("unit").get(pk=one.pk)
        if not rules.closes_now(fresh.state, fresh.closes_on, business_date(at)):
            return fresh
        fresh.state, fresh.closed_at = RoundState.CLOSED, at
        fresh.save(update_fields=["state", "closed_at"])
        record(verbs.CLOSED, fresh, by=None, at=at)
        if fresh.kind != RoundKind.INTERVIEW:
            _start_clock(fresh, at)
    return fresh


def _start_clock(one: Round, at: datetime) -> None:
    days = int(parameter(RESULT_DAYS, on=business_date(at)).number)
    due = in_working_days(at, days, parameter=RESULT_DAYS, event="截止征集")
    clocks.start(
        RESULT, one, audience=post_audience(one.unit, PostKind.SITE_MANAGER), opened_at=at, due=due,
        name=f"{one.unit} {one}",
    )  # fmt: skip


# ---- the result -------------------------------------------------------------------------------------------


def conclude(one: Round, *, text: str, by: Any, at: datetime) -> Round:
    """A handler writes the result; it is public only after another person let it out."""
    with moving(one, verbs.CONCLUDED, by=by, at=at) as move:
        fresh: Round = move.subject
        refuse(access.may_handle(by, fresh.unit, at), rules.why_not_conclude(fresh.kind, fresh.state, text))
        move.acting_as = acting_as(by, fresh.unit, HANDLERS, at)
        fresh.conclusion, fresh.concluded_by, fresh.concluded_at = text.strip(), by, at
        fresh.save(update_fields=["conclusion", "concluded_by", "concluded_at"])
    return fresh


def publish_result(one: Round, *, by: Any, at: datetime) -> Round:
    """The result is public and the round is finished; refused while anything is undecided, with how many are left (5.7)."""
    with moving(one, verbs.PUBLISHED, by=by, at=at) as move:
        fresh: Round = move.subject
        refuse(access.may_review(by, fresh.unit, at), why_not_publish(fresh, by))
        move.acting_as = acting_as(by, fresh.unit, ANSWER_REVIEWERS, at)
        fresh.state, fresh.finished_by, fresh.finished_at = RoundState.FINISHED, by, at
        fresh.closed_at = fresh.closed_at or at
        fresh.save(update_fields=["state", "finished_by", "finished_at", "closed_at"])
        clocks.meet(RESULT, fresh, at=at, by=by)
    return fresh


def why_not_publish(one: Round, by: Any) -> list[Any]:
    own = one.concluded_by_id is not None and one.concluded_by_id == by.pk
    return rules.why_not_publish(one.kind, one.state, one.conclusion, queries.left_of(one), own=own)
