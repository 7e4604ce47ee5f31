"""How a channel passes from state to state. Procedures call this; no screen does."""

from datetime import date, datetime
from typing import Any

from zhengtong.duties.rules import business_date
from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.procedures.models import Case
from zhengtong.engine.refusals import refuse
from zhengtong.registry import rules
from zhengtong.registry.formats import plain
from zhengtong.registry.models import Channel
from zhengtong.registry.models.kinds import GONE
from zhengtong.registry.shown import as_text, change
from zhengtong.registry.verbs import STATE_CHANGED


def set_state(
    channel: Channel,
    state: str,
    *,
    case: Case,
    by: Any,
    at: datetime,
    reason: str,
    acting_as: str = "",
    closed_on: date | None = None,
    opened_on: date | None = None,
) -> Channel:
    """Move a channel from one state to another, by an open case about it (the database asks for it as well).

    `opened_on` is given when it goes live, `closed_on` when it closes or is cancelled; a closed channel that is then
    cancelled keeps its first date.
    """
    with moving(channel, STATE_CHANGED, by=by, at=at, acting_as=acting_as) as move:
        fresh: Channel = move.subject
        on, day = business_date(at), fresh.closed_on or closed_on
        refuse(rules.why_not_move(fresh.channel_state, state, opened_on=fresh.opened_on, on=on, day=day))
        before = {field: as_text(fresh, field) for field in ("channel_state", "closed_on", "opened_on")}
        fresh.channel_state, fresh.closed_on, fresh.moved_by = state, day if state in GONE else None, case
        fresh.opened_on = opened_on or fresh.opened_on
        fresh.save(update_fields=["channel_state", "closed_on", "opened_on", "moved_by"])
        move.data = {
            "reason": plain(reason),
            "case": case.number,
            "changes": [
                change(field, old, as_text(fresh, field))
                for field, old in before.items()
                if old != as_text(fresh, field)
            ],
        }
    return fresh
