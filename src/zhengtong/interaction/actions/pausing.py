"""The limit stands still: asked for with a reason, allowed by the Office, ended by hand or on its last day (5.7)."""

from datetime import date, datetime
from typing import Any

from zhengtong.duties.queries import acting_as
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks.rules import in_working_days, last_day
from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.refusals import refuse
from zhengtong.interaction import access, rules, verbs
from zhengtong.interaction.actions import timing
from zhengtong.interaction.clocks import OFFICE, page_of
from zhengtong.interaction.models import CitizenMessage, Pause
from zhengtong.regulation import parameter


def latest_pause(at: datetime) -> date:
    """The last day to which a pause that is asked for now may run."""
    days = parameter("message.pause.days.max", on=business_date(at)).number
    return last_day(in_working_days(at, days).at)


def ask_pause(message: CitizenMessage, *, why: str, until: date | None, by: Any, at: datetime) -> Pause:
    """The handling unit asks that the limit stand still until a day at the latest. Raises `Refused`."""
    with moving(message, verbs.PAUSE_ASKED, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        refuse(access.may_handle(by, fresh, at), why_not_ask_pause(fresh, why, until, at))
        assert until is not None  # noqa: S101 (refused above)
        assert fresh.unit is not None  # noqa: S101
        move.acting_as = acting_as(by, fresh.unit, access.HANDS, at)
        made = Pause.objects.create(
            message=fresh, reason=rules.cleaned(why, lines=True)[:500], until=until, asked_by=by, asked_at=at
        )
        move.data = {"why": made.reason, "until": until.isoformat()}
        tell(
            OFFICE, f"请审批暂停计时：{fresh}", text=f"{fresh.unit}申请暂停计时至{until}，理由：{made.reason}", clause="5.7",
            at=at, url=page_of(fresh.pk),
        )  # fmt: skip
    return made


def why_not_ask_pause(message: CitizenMessage, why: str, until: date | None, at: datetime) -> Any:
    running = timing.answer_clock(message)
    return rules.why_not_ask_pause(
        message.state, why, until, today=business_date(at), latest=latest_pause(at),
        asked=message.pauses.filter(ended_at__isnull=True).exists(), late=running is not None and running.due_at <= at,
    )  # fmt: skip


def decide_pause(pause: Pause, *, allow: bool, note: str = "", by: Any, at: datetime) -> Pause:
    """The Office allows it (the clock stops, its remaining days are kept) or not. Raises `Refused`."""
    with moving(pause.message, verbs.PAUSE_DECIDED, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        mine = Pause.objects.select_for_update(of=("self",)).get(pk=pause.pk)
        running = timing.answer_clock(fresh)
        refuse(
            access.may_decide_pause(by, at),
            rules.why_not_decide_pause(
                fresh.state, decided=mine.decided_at is not None, ended=mine.ended_at is not None,
                own=mine.asked_by_id == by.pk, late=running is not None and running.due_at <= at, allow=allow,
            ),
        )  # fmt: skip
        move.acting_as = acting_as(by, None, access.CLERK, at)
        mine.allowed, mine.decided_by, mine.decided_at = allow, by, at
        mine.decision = rules.cleaned(note, lines=True)[:500]
        if allow:
            mine.days_left = timing.hold_answer(mine, at, by)
        else:
            mine.ended_at = at
        mine.save()
        move.data = {"allowed": allow, "note": mine.decision, "days_left": mine.days_left}
        word = "同意" if allow else "不同意"
        tell(
            timing.handler_audience(fresh, at), f"{word}暂停计时：{fresh}", text=mine.decision or f"区政府办公室{word}暂停计时。",
            clause="5.7", at=at, url=page_of(fresh.pk),
        )  # fmt: skip
    return mine


def resume(message: CitizenMessage, *, by: Any, at: datetime) -> Pause:
    """The limit goes on with the days that were left: by the unit, by the Office, or by the system on the last day."""
    with moving(message, verbs.RESUMED, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        running = (
            fresh.pauses.filter(allowed=True, ended_at__isnull=True).select_for_update(of=("self",)).first()
        )
        refuse(
            [] if by is None or access.is_clerk(by, at) else access.may_handle(by, fresh, at),
            rules.why_not_resume(running=running is not None),
        )
        assert running is not None  # noqa: S101 (refused above)
        move.acting_as = acting_as(by, fresh.unit, access.HANDS, at) if by else ""
        running.ended_at = at
        running.save(update_fields=["ended_at"])
        timing.let_answer_go_on(running, at, by)
        move.data = {"days_left": running.days_left}
        if by is None:
            tell(
                timing.handler_audience(fresh, at), f"已恢复计时：{fresh}", text="暂停计时到期，期限已恢复计算，请及时办理。",
                clause="5.7", at=at, url=page_of(fresh.pk),
            )  # fmt: skip
    return running


def end_pauses(at: datetime) -> int:
    """Every pause whose last day is over ends by itself; how many."""
    over = Pause.objects.filter(allowed=True, ended_at__isnull=True, until__lt=business_date(at))
    found = [one.message for one in over.select_related("message")]
    for message in found:
        resume(message, by=None, at=at)
    return len(found)
