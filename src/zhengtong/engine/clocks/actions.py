"""The verbs of clocks. Each locks or conditionally updates one row, so that any number of workers may run them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.urls import reverse

from zhengtong.engine.clocks import calendars, rules
from zhengtong.engine.clocks.models import Clock, ClockEvent, ClockState, EventKind
from zhengtong.engine.clocks.registry import Kind, kind_of, kinds
from zhengtong.engine.clocks.rules import Due
from zhengtong.engine.ledger.actions import subject_key
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.refusals import Refusal, refuse

log = logging.getLogger(__name__)
RUNNING = ClockState.RUNNING


@transaction.atomic
def start(
    kind: Kind,
    subject: models.Model,
    *,
    audience: str,
    opened_at: datetime,
    due: Due,
    by: Any = None,
    name: str = "",
    clause: str = "",
) -> Clock:
    """Start a clock for a thing. `name` is what people read where the thing's own name does not say enough, `clause` where the
    limit stands when it is not the kind's.

    Raises `Refused` when one of this kind already runs for it, KeyError for a kind nobody declared.
    """
    if kinds[kind.code] != kind:
        raise KeyError(kind.code)
    subject_type, subject_id = subject_key(subject)
    if _of(kind, subject).filter(state=RUNNING).exists():
        refuse(Refusal("clocks.running", f"“{kind.label}”的期限已在计时，不能重复计时", kind.clause))
    clock = Clock(
        kind=kind.code, subject_type=subject_type, subject_id=subject_id, subject_name=(name or str(subject))[:300],
        audience=audience, clause=clause or kind.clause, opened_at=opened_at,
    )  # fmt: skip
    _set_due(clock, due)
    clock.save(force_insert=True)
    _note(clock, EventKind.OPENED, opened_at, by=by)
    return clock


def meet(kind: Kind, subject: models.Model, *, at: datetime, by: Any = None) -> Clock | None:
    """What was to be done is done. Late where `at` is after the due moment. None when no such clock runs."""
    with transaction.atomic():
        clock = _lock(kind, subject)
        if clock is None:
            return None
        late = at > clock.due_at
        if late and clock.missed_at is None:
            _note_missed(clock, at)
        clock.missed_at = (clock.missed_at or at) if late else None
        clock.state, clock.met_at, clock.next_at = ClockState.MET, at, None
        clock.save(update_fields=["state", "met_at", "missed_at", "next_at"])
        said = rules.lateness(clock, at, calendars.current())
        _note(clock, EventKind.LATE_MET if late else EventKind.MET, at, by=by, lateness=said)
        return clock


def stop(kind: Kind, subject: models.Model, *, at: datetime, reason: str, by: Any = None) -> Clock | None:
    """What was to be done need not be done any more. None when no such clock runs; ValueError without a reason."""
    if not reason.strip():
        raise ValueError("a clock is stopped for a reason")
    with transaction.atomic():
        clock = _lock(kind, subject)
        if clock is None:
            return None
        clock.state, clock.stopped_at, clock.reason, clock.next_at = (
            ClockState.STOPPED,
            at,
            reason[:300],
            None,
        )
        clock.save(update_fields=["state", "stopped_at", "reason", "next_at"])
        _note(clock, EventKind.STOPPED, at, by=by, reason=reason)
        return clock


def pass_on(kind: Kind, subject: models.Model, *, audience: str) -> bool:
    """Others must do it now; the date stays. False where no such clock runs."""
    return bool(_of(kind, subject).filter(state=RUNNING).update(audience=audience))


@transaction.atomic
def enter_lateness(subject: models.Model, *, at: datetime) -> int:
    """Of a thing that is entered afterwards: write down which of its open limits had passed by then; how many.

    Nobody is reminded of them and nobody hears of them later: what is long past is told by lists, not by messages.
    """
    subject_type, subject_id = subject_key(subject)
    late = Clock.objects.filter(
        subject_type=subject_type,
        subject_id=subject_id,
        state=RUNNING,
        due_at__lte=at,
        missed_at__isnull=True,
    )
    found = list(late.select_for_update())
    for clock in found:
        clock.missed_at, clock.escalated, clock.next_at = at, len(kind_of(clock.kind).steps(clock)), None
        clock.save(update_fields=["missed_at", "escalated", "next_at"])
        _note_missed(clock, at)
    return len(found)


def tick(at: datetime) -> int:
    """Do what is due by now: remind, write down lateness, escalate; return how many clocks moved.

    Each clock moves in a transaction of its own: a worker killed midway leaves every clock wholly moved or untouched.
    One clock that fails does not hold up the others: it is logged, tried again at the next tick, and the watchdog tells.
    """
    outdated, _ = _each(_outdated(), _recompute, at)
    due = Clock.objects.filter(state=RUNNING, next_at__lte=at).order_by("next_at", "pk")
    return outdated + _each(due, _advance, at)[0]


def recompute(at: datetime) -> int:
    """Compute open clocks again whose date rests on another calendar than the one in force; return how many moved.

    Raises RuntimeError at the end when some could not be computed; the others are.
    """
    moved, failed = _each(_outdated(), _recompute, at)
    if failed:
        raise RuntimeError(f"{len(failed)} clocks could not be computed: {failed[:20]}")
    return moved


def _each(
    clocks: models.QuerySet[Clock], work: Callable[[int, datetime], int], at: datetime
) -> tuple[int, list[int]]:
    """Do the work for each clock, in a transaction of its own; how many moved, and which failed."""
    moved, failed = 0, []
    for key in list(clocks.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                moved += work(key, at)
        except Exception:
            log.exception("clock %s could not be moved", key)
            failed.append(key)
    return moved, failed


def _of(kind: Kind, subject: models.Model) -> models.QuerySet[Clock]:
    subject_type, subject_id = subject_key(subject)
    return Clock.objects.filter(kind=kind.code, subject_type=subject_type, subject_id=subject_id)


def _lock(kind: Kind, subject: models.Model) -> Clock | None:
    return _of(kind, subject).filter(state=RUNNING).select_for_update().first()


def _note(clock: Clock, kind: Any, at: datetime, *, by: Any = None, **data: Any) -> None:
    ClockEvent.objects.create(clock=clock, kind=kind, at=at, due_at=clock.due_at, by=by, data=data)


def _note_missed(clock: Clock, at: datetime) -> None:
    """Lateness is written once for a due date, even where a calendar moved the date away and back."""
    if not clock.events.filter(kind=EventKind.MISSED, due_at=clock.due_at).exists():
        _note(clock, EventKind.MISSED, at)


def _set_due(clock: Clock, due: Due) -> None:
    """Write a computed date into a clock, with all that follows from it."""
    kind = kind_of(clock.kind)
    clock.due_at, clock.recipe, clock.lines = due.at, due.recipe, list(due.lines)
    clock.provisional, clock.calendar_version = due.provisional, due.calendar_version
    clock.warn_at = rules.warning_at(
        due, clock.opened_at, warn=kind.warning(clock), warn_days=kind.warn_days, calendar=calendars.current()
    )
    clock.next_at = _next_at(clock)


def _next_at(clock: Clock) -> datetime | None:
    steps = kind_of(clock.kind).steps(clock) if clock.missed_at else []
    return rules.next_moment(
        warn_at=clock.warn_at, due_at=clock.due_at, warned=clock.warned_at is not None,
        missed=clock.missed_at is not None, steps=[after for after, _ in steps], done=clock.escalated,
    )  # fmt: skip


@dataclass
class _Turn:
    """What one turn does to one clock."""

    warn: bool = False
    miss: bool = False
    audiences: tuple[str, ...] = ()


def _advance(key: int, at: datetime) -> int:
    clock = Clock.objects.get(pk=key)
    was, turn = clock.next_at, _turn(clock, at)
    same = Clock.objects.filter(pk=key, state=RUNNING, next_at=was, next_at__lte=at)
    fields = ("next_at", "warned_at", "missed_at", "escalated")
    if not same.update(**{name: getattr(clock, name) for name in fields}):
        return 0  # another worker was faster, or it was met meanwhile
    _announce(clock, turn, at)
    return 1


def _turn(clock: Clock, at: datetime) -> _Turn:
    """Move the clock (in memory) to this moment. After an outage the reminder that is overtaken by lateness falls away."""
    turn = _Turn()
    if clock.missed_at is None and clock.due_at <= at:
        clock.missed_at, turn.miss = at, True
    elif clock.missed_at is None and clock.warned_at is None and clock.warn_at and clock.warn_at <= at:
        clock.warned_at, turn.warn = at, True
    if clock.missed_at is not None:
        steps = kind_of(clock.kind).steps(clock)
        now = rules.steps_due([after for after, _ in steps], clock.escalated, clock.due_at, at)
        turn.audiences = tuple(audience for _, audience in steps[clock.escalated : now])
        clock.escalated = now
    clock.next_at = _next_at(clock)
    return turn


def _announce(clock: Clock, turn: _Turn, at: datetime) -> None:
    said = rules.lateness(clock, at, calendars.current())
    text = f"{clock.label}“{clock.subject_name}”应于{rules.due_zh(clock.due_at)}前完成，{said}。"
    if turn.warn:
        told = _tell(clock, clock.audience, "即将到期", f"{text}请及时办理。", at)
        _note(clock, EventKind.WARNED, at, audience=clock.audience, told=told, lateness=said)
    if turn.miss:
        _note_missed(clock, at)
        _tell(clock, clock.audience, "已逾期", f"{text}请立即办理。", at)
    for audience in turn.audiences:
        told = _tell(clock, audience, "逾期未办结", f"{text}请督促办理。", at)
        _note(clock, EventKind.ESCALATED, at, audience=audience, told=told, lateness=said)


def _tell(clock: Clock, audience: str, what: str, text: str, at: datetime) -> int:
    """Returns how many people were reached: 0 where nobody holds the post."""
    subject = f"{clock.label}{what}：{clock.subject_name}"
    return len(tell(audience, subject, text=text, url=url_of(clock), clause=clock.clause, at=at))


def url_of(clock: Clock) -> str:
    """Where to act on it: what its kind says, else the page that explains its date."""
    place = kind_of(clock.kind).url
    return (place(clock) if place else "") or reverse("clocks_clock", args=[clock.pk])


def _outdated() -> models.QuerySet[Clock]:
    version = calendars.current().version
    return Clock.objects.filter(state=RUNNING).exclude(calendar_version__in=["", version])


def _recompute(key: int, at: datetime) -> int:
    clock = Clock.objects.select_for_update().get(pk=key)
    if clock.state != RUNNING:
        return 0
    was, provisional = clock.due_at, clock.provisional
    due = rules.compute(clock.recipe, calendars.current())
    if due.at > at:  # the lateness or the reminder belonged to the earlier date
        clock.missed_at, clock.escalated = None, 0
    _set_due(clock, due)
    if clock.warn_at and clock.warn_at > at:
        clock.warned_at = None
    clock.next_at = _next_at(clock)
    clock.save()
    if (was, provisional) == (clock.due_at, clock.provisional):
        return 0
    _note(
        clock,
        EventKind.RECOMPUTED,
        at,
        was=was.isoformat(),
        now=due.at.isoformat(),
        provisional=due.provisional,
    )
    if was != clock.due_at:
        moved = f"因节假日安排公布或调整，到期时间由{rules.due_zh(was)}调整为{rules.due_zh(due.at)}。"
        _tell(clock, clock.audience, "期限已调整", moved, at)
    return 1
