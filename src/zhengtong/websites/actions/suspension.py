"""Offline for a time, and back (3.11, 3.12)."""

from datetime import date, datetime, timedelta
from typing import Any

from zhengtong.duties.models import PostKind
from zhengtong.duties.queries import post_audience
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks import actions as clocks
from zhengtong.engine.clocks.rules import by_end_of
from zhengtong.engine.ledger.actions import record
from zhengtong.engine.procedures.models import Case
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.registry.models import Channel
from zhengtong.regulation import parameter
from zhengtong.websites import queries, rules, verbs
from zhengtong.websites.clocks import BACK
from zhengtong.websites.models import Cause, Suspension

DAYS, TIMES, COUNTS = "suspension.days.max", "suspension.per_year.max", "suspension.force_majeure.counted"


def go_down(
    channel: Channel, *, case: Case, cause: str, down: date, back: date | None, by: Any, at: datetime
) -> Suspension:
    """The site is offline from this day on. What the host wants itself counts and must be back in time (3.11, 3.12).

    Runs within the move of a case. Raises `Refused` with all reasons.
    """
    counted = cause == Cause.RECTIFY or bool(parameter(COUNTS, on=down).value)
    days = int(parameter(DAYS, on=down).number)
    refuse(why_not_down(channel, down, back, at) if counted else (), _already(channel))
    suspension = Suspension.objects.create(
        channel=channel, case=case, cause=cause, counted=counted, year=down.year, down_on=down, planned_back=back,
        latest_back=down + timedelta(days=days) if counted else None,
    )  # fmt: skip
    if back is not None:
        clocks.start(
            BACK, suspension, audience=post_audience(channel.host, PostKind.SITE_MANAGER), opened_at=at,
            due=by_end_of(back, event="批准的恢复日期"), name=channel.name,
        )  # fmt: skip
    record(
        verbs.WENT_DOWN, channel, by=by, at=at, clause="3.11" if counted else "3.12",
        data={"case": case.number, "cause": cause, "counted": counted, "down_on": str(down), "planned_back": str(back or "")},
    )  # fmt: skip
    return suspension


def why_not_down(channel: Channel, down: date | None, back: date | None, at: datetime) -> list[Refusal]:
    """The same reasons before the application and at the moment of going down."""
    today = business_date(at)
    day = down or today
    return rules.why_not_offline(
        down=down, back=back, today=today, days=int(parameter(DAYS, on=day).number),
        most=int(parameter(TIMES, on=day).number), earlier=queries.counted_in(channel, day.year),
    )  # fmt: skip


def _already(channel: Channel) -> list[Refusal]:
    standing = queries.offline_now(channel)
    if standing is None:
        return []
    return [
        Refusal(
            "suspension.down_already", f"该网站已于{standing.down_on}下线（{standing.case.number}）。", "3.11"
        )
    ]


def come_back(channel: Channel, *, case: Case, by: Any, at: datetime) -> Suspension | None:
    """The site is online again. None where it was not offline."""
    suspension = (
        Suspension.objects.select_for_update(of=("self",))
        .filter(channel=channel, back_on__isnull=True)
        .first()
    )
    if suspension is None:
        return None
    suspension.back_on = max(business_date(at), suspension.down_on)
    suspension.save(update_fields=["back_on"])
    clocks.meet(BACK, suspension, at=at, by=by)
    record(
        verbs.CAME_BACK, channel, by=by, at=at, data={"case": case.number, "back_on": str(suspension.back_on)}
    )
    return suspension
