"""The register in memory, as it stands and as the lines before this one would leave it: a list is judged without asking the
database line by line. The verbs ask it again when a line is entered."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from zhengtong.duties.models import Unit, UnitKind
from zhengtong.registry import queries
from zhengtong.registry.models import Channel, ChannelKind
from zhengtong.registry.models.kinds import ONLY_ONE_BEARER
from zhengtong.registry.rules import hostname_of

_ONE_IN_DISTRICT = (ChannelKind.PORTAL, ChannelKind.APP)


@dataclass(eq=False)
class Known:
    """A channel that stands or stood, or that an earlier line (`line`) would enter; its identifiers that have not ended."""

    channel: Channel
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    line: int = 0

    def values(self, kind: str) -> list[str]:
        return [value for one, value in self.identifiers if one == kind]


def same_place(url: str) -> str:
    """What two ways of writing one address have in common: no scheme, no slash at the end."""
    hostname = hostname_of(url)
    if not hostname:
        return url
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return f"{hostname}{port}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")


class Register:
    """Read in three queries. New units and channels get negative numbers, which no row of the database has."""

    def __init__(self, channels: Iterable[Channel], units: Iterable[Unit], subsites: str) -> None:
        self.subsites = subsites
        self.units: dict[str, Unit] = {}
        self._short: dict[str, list[Unit]] = defaultdict(list)
        self._found: dict[Any, list[Known]] = defaultdict(list)
        self._numbers = count(-1, -1)
        for unit in units:
            self._add_unit(unit)
        for channel in channels:
            current = [(one.kind, one.value) for one in channel.identifiers.all() if one.ended_on is None]
            self.add(Known(channel, current))

    # Units

    def _add_unit(self, unit: Unit) -> None:
        self.units[unit.name] = unit
        self._short[unit.short_name].append(unit)

    def units_called(self, name: str) -> list[Unit]:
        """The unit of this whole name, else those of this short name."""
        return [self.units[name]] if name in self.units else self._short.get(name, [])

    def plan_unit(self, name: str, on: date) -> Unit:
        return Unit(
            pk=next(self._numbers), name=name, short_name=name[:40], kind=UnitKind.OTHER, valid_from=on
        )

    def open_unit(self, unit: Unit) -> None:
        """The line that needs this planned unit will be entered: later lines find it."""
        if unit.name not in self.units:
            self._add_unit(unit)

    # Channels

    def number(self) -> int:
        return next(self._numbers)

    def add(self, known: Known) -> None:
        for key in _keys(known):
            self._found[key].append(known)
        self.bear(known, known.identifiers)

    def bear(self, known: Known, identifiers: Iterable[tuple[str, str]]) -> None:
        for kind, value in identifiers:
            if kind in ONLY_ONE_BEARER:
                self._found["identifier", kind, value].append(known)

    def find(self, *key: Any) -> list[Known]:
        return self._found.get(key, [])

    def bearers(self, kind: str, value: str) -> list[Known]:
        return self._found.get(("identifier", kind, value), [])

    def clashing(self, host: Unit, kind: str, platform: str, handle: str, url: str) -> list[Known]:
        """As `queries.clashing`, without a query."""
        found = [
            *self.find("place", host.pk, kind, platform),
            *(self.find("kind", kind) if kind in _ONE_IN_DISTRICT else []),
            *(self.find("handle", platform, handle) if platform and handle else []),
            *(self.find("exact", url) if url else []),
        ]
        return [one for one in dict.fromkeys(found) if one.channel.stands]


def _keys(known: Known) -> list[Any]:
    channel = known.channel
    keys: list[Any] = [
        ("code", channel.code),
        ("kind", channel.kind),
        ("place", channel.host_id, channel.kind, channel.platform),
        ("named", channel.host_id, channel.kind, channel.platform, channel.name),
    ]
    if channel.url:
        keys += [("exact", channel.url), ("url", same_place(channel.url))]
    if channel.platform and channel.handle:
        keys.append(("handle", channel.platform, channel.handle))
    return keys


def register_with(subsites: str) -> Register:
    """The whole register, closed channels included, and all units; `subsites` is where sub-sites live."""
    channels = queries.with_identifiers(Channel.objects.select_related("host").order_by("code"))
    return Register(channels, Unit.objects.order_by("order", "code"), subsites)
