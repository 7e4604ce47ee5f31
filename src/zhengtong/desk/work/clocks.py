"""Limits on a desk: late, reminded or due soon, of the person and of the units that the person runs."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse

from zhengtong.desk import clocks
from zhengtong.desk.lines import Asking, Line, Place, provides
from zhengtong.duties.clocks import COLUMN_UPDATE
from zhengtong.duties.models import Person, PostKind, Unit
from zhengtong.engine.clocks.actions import url_of
from zhengtong.engine.clocks.models import Clock


@provides(Place.TIME)
def pressing(asking: Asking) -> Iterable[Line]:
    """What has no line of its own among the things to do."""
    wanted = clocks.pressing(asking.at)
    mine = Q(audience__in=sorted(asking.audiences))
    of_units = Q(pk__in=clocks.of_units(wanted, asking.run_units).values("pk"))
    found = list(wanted.filter(mine | of_units).exclude(pk__in=asking.shown_clocks))
    told = Audiences(found)
    for clock in found:
        own = clock.audience in asking.audiences
        act, act_url = _act(clock, asking, own)
        yield Line(
            kind=clock.label, what=clock.subject_name, url=url_of(clock) or reverse("clocks_clock", args=[clock.pk]),
            whom="本人" if own else told(clock.audience), act=act, act_url=act_url, clock=clock, clause=clock.clause,
        )  # fmt: skip


def _act(clock: Clock, asking: Asking, own: bool) -> tuple[str, str]:
    """A column that is to be updated leads to the writing desk, for those who write."""
    if clock.kind == COLUMN_UPDATE.code and asking.holds(PostKind.EDITOR, PostKind.SITE_MANAGER):
        return "拟稿", reverse("publishing:write")
    return "查看", url_of(clock) or reverse("clocks_clock", args=[clock.pk])


class Audiences:
    """Audiences in words, read in two queries for all lines."""

    def __init__(self, found: Iterable[Clock]) -> None:
        parts = [clock.audience.partition(":")[::2] for clock in found]
        people = [rest for shape, rest in parts if shape == "person" and rest.isdigit()]
        codes = {rest.partition("/")[0] for shape, rest in parts if shape != "person"}
        self.people: dict[str, Any] = {str(one.pk): one for one in Person.objects.filter(pk__in=people)}
        self.units: dict[str, Any] = {one.code: one for one in Unit.objects.filter(code__in=codes)}

    def __call__(self, audience: str) -> str:
        shape, _, rest = audience.partition(":")
        if shape == "person":
            return str(self.people.get(rest, ""))
        code, _, post = rest.partition("/")
        unit = str(self.units.get(code, code))
        return f"{unit} {PostKind(post).label}" if post in PostKind.values else unit
