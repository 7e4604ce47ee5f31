"""What was answered before the message came into this house: entered out of a list, with the day on which it was (5.7)."""

from datetime import datetime
from typing import Any

from zhengtong.duties.queries import acting_as
from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.refusals import refuse
from zhengtong.interaction import access, verbs
from zhengtong.interaction.actions import timing
from zhengtong.interaction.models import Answer, AnswerState, CitizenMessage, MessageState
from zhengtong.interaction.rules.past import Listed, why_not_record_past_answer


def record_past_answer(
    message: CitizenMessage, *, text: str, answered_at: datetime, listed: Listed, by: Any, at: datetime
) -> Answer:
    """The Office's clerk enters an answer that went out at `answered_at`; nobody drafted or reviewed it here. Raises `Refused`.

    The clocks are met at that moment, late where it was late.
    """
    with moving(message, verbs.PAST_ANSWERED, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        refuse(
            access.may_take_in(by, at),
            why_not_record_past_answer(
                fresh.state, fresh.source, text, answered_at=answered_at, received_at=fresh.received_at, at=at
            ),
        )
        assert fresh.unit is not None  # noqa: S101 (refused above)
        made = Answer.objects.create(
            message=fresh, number=fresh.answers.count() + 1, state=AnswerState.SENT, text=text, unit=fresh.unit,
            drafted_at=answered_at, sent_at=answered_at,
        )  # fmt: skip
        fresh.state, fresh.closed_at = MessageState.ANSWERED, answered_at
        fresh.save(update_fields=["state", "closed_at"])
        timing.end_all(fresh, answered_at, by, answered=True)
        move.acting_as = acting_as(by, None, access.CLERK, at)
        move.data = {"answered_at": answered_at.isoformat(), "list": listed.digest, "line": listed.line}
    return made
