"""The clocks of a message, as the verbs start, hand on, stop and meet them. Not verbs themselves: each runs within one."""

from datetime import datetime
from typing import Any

from zhengtong.duties.models import PostKind
from zhengtong.duties.queries import holds, post_audience
from zhengtong.engine.clocks import actions as clocks
from zhengtong.engine.clocks.models import Clock, ClockState
from zhengtong.engine.clocks.queries import clocks_of
from zhengtong.engine.clocks.rules import Due, business_date, by_end_of, in_working_days
from zhengtong.engine.notify.audiences import person_audience
from zhengtong.interaction import rules
from zhengtong.interaction.access import HANDS
from zhengtong.interaction.clocks import ANSWER, FORWARD, JOINT, OFFICE, PAUSED
from zhengtong.interaction.limits import figure, in_force
from zhengtong.interaction.models import CitizenMessage, Forwarding, Pause, Role


def handler_audience(message: CitizenMessage, at: datetime) -> str:
    """Who must answer: the responsible person of the column while in post, else the unit's site manager; before that the Office."""
    if message.unit is None:
        return OFFICE
    if message.person is not None and holds(message.person, message.unit, HANDS, at):
        return person_audience(message.person)
    return post_audience(message.unit, PostKind.SITE_MANAGER)


def name_of(message: CitizenMessage) -> str:
    return f"{message.get_kind_display()}“{message.title}”（{message.number}）"[:300]


def in_days(parameter_code: str, opened_at: datetime, event: str, *, backwards: bool = False) -> Due | None:
    """Working days after the day of `opened_at`, by the figure that was in force on that day.

    None where there was no limit yet, or no calendar reaches back so far. With `backwards` the first figure that ever came into
    force is taken for a day before it, and the clock says so.
    """
    day = business_date(opened_at)
    if day.year < _calendar().first_year:
        return None
    known = in_force(parameter_code, day)
    found = known or (figure(parameter_code, day) if backwards else None)
    if found is None:
        return None
    if known is None:
        event = f"{event}（当时尚无此项期限，参照{found.valid_from:%Y-%m-%d}起施行的{found.shown}）"
    return in_working_days(opened_at, found.number, parameter=parameter_code, event=event)


def start_forwarding(
    message: CitizenMessage, opened_at: datetime, event: str, *, backwards: bool = False
) -> None:
    due = in_days(rules.forward_parameter(message.kind), opened_at, event, backwards=backwards)
    if due is not None:
        clocks.start(FORWARD, message, audience=OFFICE, opened_at=opened_at, due=due, name=name_of(message))


def start_answer(
    message: CitizenMessage, start: rules.Start, at: datetime, *, backwards: bool = False
) -> None:
    code = rules.answer_parameter(message.kind, is_complex=message.complex)
    due = in_days(code, start.at, start.event, backwards=backwards)
    if due is not None:
        clocks.start(
            ANSWER, message, audience=handler_audience(message, at), opened_at=start.at, due=due, name=name_of(message)
        )  # fmt: skip


def counts_from_receipt(message: CitizenMessage) -> bool:
    """The reading of 5.7 that was in force when the message came: from receipt (the stricter one), or from forwarding."""
    return figure("correction.answer.from_receipt", business_date(message.received_at)).holds


def answer_begins(message: CitizenMessage, forwarded_at: datetime | None) -> rules.Start | None:
    return rules.answer_start(
        message.kind, message.received_at, forwarded_at, from_receipt=counts_from_receipt(message)
    )


def hand_on_answer(message: CitizenMessage, at: datetime) -> None:
    """Forwarded or sent back: whoever has it now hears of the limit; one that begins with forwarding begins."""
    if clocks.pass_on(ANSWER, message, audience=handler_audience(message, at)):
        return
    begins = answer_begins(message, at if message.unit else None)
    if begins is not None and not is_paused(message):
        start_answer(message, begins, at)


def answer_clock(message: CitizenMessage) -> Clock | None:
    return clocks_of(message).filter(kind=ANSWER.code, state=ClockState.RUNNING).first()


def is_paused(message: CitizenMessage) -> bool:
    return message.pauses.filter(allowed=True, ended_at__isnull=True).exists()


def restart_answer(
    message: CitizenMessage, start: rules.Start, at: datetime, *, reason: str, by: Any
) -> None:
    """The limit is another one now (another kind, found complex): counted again from the same day."""
    stopped = clocks.stop(ANSWER, message, at=at, reason=reason, by=by)
    start_answer(message, start, at, backwards=stopped is not None)


def start_opinion(forwarding: Forwarding, at: datetime) -> None:
    due = in_days("message.joint.days", at, "请协办", backwards=True)
    if due is not None:
        clocks.start(
            JOINT, forwarding, audience=post_audience(forwarding.unit, PostKind.SITE_MANAGER), opened_at=at, due=due,
            name=name_of(forwarding.message),
        )  # fmt: skip


def hold_answer(pause: Pause, at: datetime, by: Any) -> int:
    """Stop the clock of a paused message; the working days it still had."""
    running = answer_clock(pause.message)
    left = rules.days_left(business_date(at), running.due_date, _calendar()) if running else 1
    clocks.stop(ANSWER, pause.message, at=at, reason=f"暂停计时：{pause.reason}"[:300], by=by)
    clocks.start(
        PAUSED, pause, audience=handler_audience(pause.message, at), opened_at=at,
        due=by_end_of(pause.until, event="最迟恢复计时"), name=name_of(pause.message),
    )  # fmt: skip
    return left


def let_answer_go_on(pause: Pause, at: datetime, by: Any) -> None:
    """The clock goes on with the working days that were left."""
    clocks.meet(PAUSED, pause, at=at, by=by)
    due = in_working_days(at, pause.days_left or 1, event=f"恢复计时（剩余{pause.days_left or 1}个工作日）")
    clocks.start(
        ANSWER, pause.message, audience=handler_audience(pause.message, at), opened_at=at, due=due,
        name=name_of(pause.message),
    )  # fmt: skip


def end_all(message: CitizenMessage, at: datetime, by: Any, *, answered: bool, reason: str = "") -> None:
    """The message is closed: its answer clock is met, or stopped for a reason; what others still owed falls away."""
    clocks.meet(FORWARD, message, at=at, by=by)
    if answered:
        clocks.meet(ANSWER, message, at=at, by=by)
    else:
        clocks.stop(ANSWER, message, at=at, reason=reason, by=by)
    for forwarding in message.forwardings.filter(role=Role.JOINT, ended_at__isnull=True):
        clocks.stop(JOINT, forwarding, at=at, reason="留言已办结", by=by)
    for pause in message.pauses.filter(ended_at__isnull=True):
        clocks.stop(PAUSED, pause, at=at, reason="留言已办结", by=by)


def settle(message: CitizenMessage, at: datetime) -> None:
    """Of a message out of a list: what was late long ago is written down, and nobody is told of it any more."""
    clocks.enter_lateness(message, at=at)


def _calendar() -> Any:
    from zhengtong.engine.clocks.calendars import current

    return current()
