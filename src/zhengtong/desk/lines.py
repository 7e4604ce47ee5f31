"""What stands on a desk: one line an item, in three lists, and who asks.

Rooms cannot know the desk, so the desk asks them: each module of `desk.work` registers providers for one room.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from functools import cached_property
from typing import Any

from zhengtong.duties.models import PostKind, Unit
from zhengtong.duties.models.kinds import LEADERS
from zhengtong.duties.queries import audiences_of, posts_of, sees_district
from zhengtong.engine.clocks.models import Clock

# What a desk calls "soon". A courtesy of the screen, no limit of the regulation; a clock's own reminder counts as well.
SOON = timedelta(days=3)
RUNS_A_UNIT = frozenset({*LEADERS, PostKind.SITE_MANAGER})


class Place(IntEnum):
    """The three questions of the first page."""

    TODO = 1
    TIME = 2
    WAITING = 3


@dataclass(frozen=True)
class Line:
    """One item: what it is, for whom, until when, and the one button. `at` orders lines without a clock, oldest first.

    `rank` puts small matters (0 is ordinary) below work of the same list.
    """

    kind: str
    what: str
    url: str
    whom: str = ""
    note: str = ""
    act: str = ""
    act_url: str = ""
    clock: Clock | None = None
    since: datetime | None = None
    until: str = ""
    clause: str = ""
    tone: str = ""
    rank: int = 0

    def is_late(self, at: datetime) -> bool:
        return self.clock is not None and self.clock.due_at <= at

    @property
    def order(self) -> tuple[Any, ...]:
        first = self.clock.due_at if self.clock else self.since
        return (self.rank, self.clock is None, first is None, first or 0)


@dataclass
class Asking:
    """Whose desk it is, and when; what providers commonly ask is read once."""

    person: Any
    at: datetime
    shown_clocks: set[int] = field(default_factory=set)

    @cached_property
    def posts(self) -> list[Any]:
        return posts_of(self.person, self.at)

    @cached_property
    def audiences(self) -> set[str]:
        return audiences_of(self.person, self.at)

    @cached_property
    def sees_district(self) -> bool:
        return sees_district(self.person, self.at)

    def units(self, kinds: Iterable[str]) -> list[Unit]:
        """Units in which the person holds one of these posts."""
        wanted = set(kinds)
        return list({post.unit.pk: post.unit for post in self.posts if post.kind in wanted}.values())

    @cached_property
    def run_units(self) -> list[Unit]:
        """Units that the person answers for as leader or site manager."""
        return self.units(RUNS_A_UNIT)

    def holds(self, *kinds: str) -> bool:
        return any(post.kind in kinds for post in self.posts)


Provider = Callable[[Asking], Iterable[Line]]
_providers: dict[Place, list[Provider]] = {place: [] for place in Place}


def provides(place: Place) -> Callable[[Provider], Provider]:
    """Register a function that gives lines for one of the three lists."""

    def register(provider: Provider) -> Provider:
        _providers[place].append(provider)
        return provider

    return register


@dataclass(frozen=True)
class Desk:
    """The three lists of one person, each with what is due first at the top."""

    todo: list[Line]
    time: list[Line]
    waiting: list[Line]


def desk_of(asking: Asking) -> Desk:
    """Gather the lists in their order: a clock shown with something to do is not shown a second time."""
    gathered = {place: _gather(asking, place) for place in Place}
    return Desk(gathered[Place.TODO], gathered[Place.TIME], gathered[Place.WAITING])


def _gather(asking: Asking, place: Place) -> list[Line]:
    lines = [line for provider in _providers[place] for line in provider(asking)]
    asking.shown_clocks |= {line.clock.pk for line in lines if line.clock}
    return sorted(lines, key=lambda line: line.order)
