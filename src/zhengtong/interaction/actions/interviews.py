"""An interview: questions collected and sifted, then live text that a second person lets out entry by entry (5.7, 5.3)."""

from datetime import datetime
from typing import Any

from zhengtong.duties.queries import acting_as
from zhengtong.duties.rules import business_date
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.interaction.access import HANDLERS, HANDS
from zhengtong.interaction.actions.surveys import sending
from zhengtong.interaction.models.participation import (
    Asked,
    EntryState,
    LiveEntry,
    Round,
    RoundState,
    VisitorQuestion,
)
from zhengtong.interaction.participation import access, verbs
from zhengtong.interaction.rules import opinions as rules


def ask(
    one: Round, *, text: str, nonce: str, mark: str, at: datetime, sender_name: str = ""
) -> VisitorQuestion:
    """A visitor asks the guests something. Raises `Refused`; a second click on one form with `form.sent`."""
    with sending(one, at) as fresh:
        refuse([refusal for _, refusal in rules.why_not_question(text, sender_name)])
        made = VisitorQuestion.objects.create(
            round=fresh, at=at, nonce=nonce, mark=mark, text=text, sender_name=sender_name
        )
        record(verbs.ASKED, made, by=None, at=at)
    return made


def sift(question: VisitorQuestion, *, decision: str, said: str, by: Any, at: datetime) -> VisitorQuestion:
    """A person decides whether a question is put, and in which words; or declines it for a reason. Raises `Refused`."""
    with moving(question, verbs.QUESTION_DECIDED, by=by, at=at) as move:
        fresh: VisitorQuestion = move.subject
        unit = fresh.round.unit
        refuse(
            access.may_handle(by, unit, at),
            rules.why_not_sift(fresh.round.state, fresh.state, decision, said),
        )
        fresh.state, fresh.decided_by, fresh.decided_at = Asked(decision), by, at
        fresh.put, fresh.why = (said.strip(), "") if decision == Asked.PUT else ("", said.strip())
        fresh.save(update_fields=["state", "put", "why", "decided_by", "decided_at"])
        move.acting_as, move.data = (
            acting_as(by, unit, HANDLERS, at),
            {"note": said.strip(), "state": fresh.state},
        )
    return fresh


def begin(one: Round, *, by: Any, at: datetime) -> Round:
    """The interview begins; on its day at the earliest. Questions still come in while it runs."""
    with moving(one, verbs.BEGUN, by=by, at=at) as move:
        fresh: Round = move.subject
        assert fresh.held_at is not None  # noqa: S101 (a constraint of the table)
        held = business_date(fresh.held_at)
        refuse(
            access.may_handle(by, fresh.unit, at), rules.why_not_begin(fresh.state, held, business_date(at))
        )
        move.acting_as = acting_as(by, fresh.unit, HANDLERS, at)
        fresh.state, fresh.live_at, fresh.closed_at = RoundState.LIVE, at, fresh.closed_at or at
        fresh.save(update_fields=["state", "live_at", "closed_at"])
    return fresh


def write_entry(
    one: Round, *, speaker: str, text: str, by: Any, at: datetime, name: str = "",
    question: VisitorQuestion | None = None, corrects: LiveEntry | None = None,
) -> LiveEntry:  # fmt: skip
    """Something said is written down and waits for the second person. `corrects` is a public entry that it replaces."""
    with moving(one, verbs.ENTRY_WRITTEN, by=by, at=at) as move:
        fresh: Round = move.subject
        strange = question is not None and (question.round_id != fresh.pk or question.state != Asked.PUT)
        refuse(
            access.may_take_part(by, fresh.unit, at), rules.why_not_write(fresh.state, speaker, name, text),
            [Refusal("entry.question", "所选提问不在已采用的提问中，请重新选择。", "5.7")] if strange else [],
            _why_not_correct(corrects, fresh),
        )  # fmt: skip
        made = LiveEntry.objects.create(
            round=fresh, speaker=speaker, name=name.strip(), text=text.strip(), question=question, corrects=corrects,
            written_by=by, written_at=at,
        )  # fmt: skip
        move.acting_as, move.data = (
            acting_as(by, fresh.unit, HANDS, at),
            {"note": str(made), "entry": made.pk},
        )
    return made


def _why_not_correct(entry: LiveEntry | None, one: Round) -> list[Refusal]:
    if entry is None:
        return []
    if entry.round_id != one.pk:
        return [Refusal("entry.foreign", "所更正的内容不属于本次访谈。", "5.7")]
    corrected = entry.corrections.exclude(state=EntryState.RETURNED).exists()
    return rules.why_not_correct(entry.state, corrected=corrected)


def review_entry(entry: LiveEntry, *, let_out: bool, by: Any, at: datetime, reason: str = "") -> LiveEntry:
    """The second person lets an entry be public, or returns it with a reason. Raises `Refused`."""
    with moving(entry, verbs.ENTRY_REVIEWED, by=by, at=at) as move:
        fresh: LiveEntry = move.subject
        unit = fresh.round.unit
        refuse(
            access.may_take_part(by, unit, at),
            rules.why_not_let_out(
                fresh.state, own=fresh.written_by_id == by.pk, returning=not let_out, reason=reason
            ),
        )  # fmt: skip
        fresh.state = EntryState.PUBLIC if let_out else EntryState.RETURNED
        fresh.reviewed_by, fresh.reviewed_at = by, at
        fresh.returned_why = "" if let_out else reason.strip()[:300]
        fresh.save(update_fields=["state", "reviewed_by", "reviewed_at", "returned_why"])
        move.acting_as, move.data = (
            acting_as(by, unit, HANDS, at),
            {"state": fresh.state, "reason": fresh.returned_why},
        )
    return fresh
