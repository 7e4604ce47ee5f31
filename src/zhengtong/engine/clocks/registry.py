"""What can have a time limit: each room declares its kinds in a drawer named `clocks`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhengtong.engine.clocks.models import Clock

# How long before the due moment; a function where it comes from a parameter that may change.
Warn = timedelta | Callable[["Clock"], timedelta | None]
Escalate = Callable[["Clock"], Sequence[tuple[timedelta, str]]]


@dataclass(frozen=True)
class Kind:
    """`code` is stored for ever ("column.update"); `label` is what people read; `clause` is where the limit stands.

    The audience is reminded `warn` before the due moment, or on the morning from which `warn_days` working days are left.
    `escalate(clock)` names who hears of lateness, and how long after the due moment. `url(clock)` is where to act.
    """

    code: str
    label: str
    clause: str = ""
    warn: Warn | None = None
    warn_days: int = 0
    escalate: Escalate | None = None
    url: Callable[["Clock"], str] | None = None

    def warning(self, clock: "Clock") -> timedelta | None:
        """How long before the due moment this clock reminds."""
        return self.warn(clock) if callable(self.warn) else self.warn

    def steps(self, clock: "Clock") -> list[tuple[timedelta, str]]:
        """The escalation steps of this clock in the order of time."""
        return sorted(self.escalate(clock), key=lambda step: step[0]) if self.escalate else []


kinds: dict[str, Kind] = {}


def kind(
    code: str,
    *,
    label: str,
    clause: str = "",
    warn: Warn | None = None,
    warn_days: int = 0,
    escalate: Escalate | None = None,
    url: Callable[["Clock"], str] | None = None,
) -> Kind:
    """Declare a kind of clock; the same code cannot mean two things."""
    declared = Kind(code, label, clause, warn, warn_days, escalate, url)
    known = kinds.get(code)
    if known and (known.label, known.clause) != (label, clause):
        raise ValueError(f"clock kind {code} is declared twice")
    kinds[code] = declared
    return declared


def kind_of(code: str) -> Kind:
    """The declared kind; a nameless one for a code that an earlier version of the software declared."""
    return kinds.get(code) or Kind(code, code)
