"""阵地分布: which unit stands where."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from zhengtong.duties.models import Unit
from zhengtong.duties.queries import open_units, units_seen_by
from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.views import ConsoleView
from zhengtong.registry import platforms, queries
from zhengtong.registry.distribution import Cell, Distribution, Place, Row, distribution
from zhengtong.registry.models.kinds import STANDING, ChannelState


class Map(ConsoleView):
    """Units within the person's scope against kinds and platforms; each number leads to the list behind it."""

    title = "阵地分布"
    template_name = "registry/map.html"
    access = everyone

    def found(self) -> Distribution:
        seen = units_seen_by(self.person, self.at)
        channels = queries.seen_by(queries.standing().select_related("host"), self.person, self.at)
        units = seen.filter(Q(pk__in=open_units(self.at)) | Q(pk__in=channels.values("host")))
        return distribution(units.order_by("order", "code"), channels.order_by("code"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.found()
        given = {
            "found": found,
            "headings": [platforms.kind_label(*place) for place in found.places],
            "groups": [(label, [(row, _cells(row)) for row in rows]) for label, rows in found.groups],
            "totals": [
                (number, address(None, place)) for number, place in zip(found.totals, found.places, strict=True)
            ],
            "units": sum(len(rows) for _, rows in found.groups),
            "doubles": [
                (unit, cell, platforms.kind_label(*cell.place), address(unit, cell.place)) for unit, cell in found.doubles
            ],
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))


def _cells(row: Row) -> list[tuple[Cell, str]]:
    return [(cell, address(row.unit, cell.place) if cell.number else "") for cell in row.cells]


def address(unit: Unit | None, place: Place) -> str:
    """The list of what stands in one place."""
    kind, platform = place
    asked: dict[str, Any] = {
        "kind": kind,
        "channel_state": [one.value for one in ChannelState if one in STANDING],
    }
    asked |= {"platform": platform} if platform else {}
    asked |= {"host": unit.pk} if unit else {}
    return f"{reverse('registry_channels:index')}?{urlencode(asked, doseq=True)}"
