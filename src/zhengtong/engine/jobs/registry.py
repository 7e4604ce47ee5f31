"""What the worker can call: tasks by name, and the schedules that enqueue them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
Handler = Callable[..., Any]


@dataclass(frozen=True)
class Task:
    """`atomic`: run and marked done in one transaction, so that its database effects happen once. `tries`: then it is failed."""

    name: str
    run: Handler
    label: str
    atomic: bool = True
    tries: int = 8
    priority: int = 0


@dataclass(frozen=True)
class Repeat:
    name: str
    task: str
    next_after: Callable[[datetime], datetime]


tasks: dict[str, Task] = {}
repeats: dict[str, Repeat] = {}


def task(
    name: str, *, label: str, atomic: bool = True, tries: int = 8, priority: int = 0
) -> Callable[[Handler], Handler]:
    """Declare a background task under a stable name; its keyword arguments are the JSON payload, and `at` if it takes it."""

    def declare(run: Handler) -> Handler:
        if name in tasks and tasks[name].run.__qualname__ != run.__qualname__:
            raise ValueError(f"task {name} is declared twice")
        tasks[name] = Task(name, run, label, atomic, tries, priority)
        return run

    return declare


def every(name: str, **interval: float) -> None:
    """Enqueue the task at a fixed interval (keywords of timedelta)."""
    repeats[name] = Repeat(name, name, lambda at: at + timedelta(**interval))


def daily(name: str, *, hour: int, minute: int = 0) -> None:
    """Enqueue the task once a day at this Shanghai time."""
    repeats[name] = Repeat(name, name, lambda at: _next_daily(at, hour, minute))


def _next_daily(at: datetime, hour: int, minute: int) -> datetime:
    local = at.astimezone(SHANGHAI)
    candidate = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return candidate if candidate > local else candidate + timedelta(days=1)


# Tasks that are asked for whenever something lies waiting outside the database: task → is there anything?
watched: dict[str, Callable[[], bool]] = {}


def when(name: str, waits: Callable[[], bool]) -> None:
    """Enqueue the task as soon as `waits()` says so; the worker asks at every turn, so it must be cheap."""
    watched[name] = waits
