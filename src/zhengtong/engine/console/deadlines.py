"""How a clock is told on a screen: what is left or how late it is, and how the date came about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from zhengtong.engine.clocks import calendars, rules
from zhengtong.engine.clocks.models import Clock, ClockState
from zhengtong.engine.clocks.queries import running
from zhengtong.engine.console.subjects import any_of


def running_clocks(subjects: Sequence[Model]) -> list[Clock]:
    """Open clocks of these things, what is due first; one query."""
    return list(running().filter(any_of(subjects))) if subjects else []


def told(clock: Any, at: datetime) -> dict[str, Any]:
    """{"text", "tone", "until"} of a clock at a moment."""
    return {"text": left(clock, at), "tone": tone(clock, at), "until": rules.due_zh(clock.due_at)}


def left(clock: Any, at: datetime) -> str:
    if clock.state == ClockState.MET:
        return "逾期办结" if clock.was_late else "已按期办结"
    if clock.state == ClockState.STOPPED:
        return "已停止计时"
    return rules.lateness(clock, at, calendars.current())


def tone(clock: Any, at: datetime) -> str:
    """Red once late, amber from the moment of the reminder, plain before and after."""
    if clock.state != ClockState.RUNNING:
        return "plain"
    if at > clock.due_at:
        return "bad"
    return "warn" if clock.warn_at and at >= clock.warn_at else "plain"
