"""A record in the form of the two national reporting systems (3.6, 4.2), so that nobody types again what the register knows.

Which fields there are, and from what each is filled, is data: `data/national.toml`, with source and confidence.
"""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from zhengtong.duties.models import Person, PostKind, UnitKind
from zhengtong.duties.models.kinds import LEADERS
from zhengtong.duties.queries import appointments_at
from zhengtong.duties.rules import business_date
from zhengtong.registry import queries
from zhengtong.registry.models import Channel, ChannelKind, IdentifierKind
from zhengtong.registry.platforms import DATA, kind_label
from zhengtong.registry.seed import listed

Record = list[tuple[str, str]]
CONTACTS = 3


@dataclass(frozen=True)
class Form:
    """One national system: which kinds of channels it takes, and its fields as (label, source)."""

    code: str
    label: str
    kinds: frozenset[str]
    fields: tuple[tuple[str, str], ...]


@dataclass
class Facts:
    """What is known of one channel on a Beijing day."""

    channel: Channel
    on: date
    responsible: list[tuple[Person, str]] = field(default_factory=list)
    contacts: list[tuple[Person, str]] = field(default_factory=list)


@cache
def data() -> dict[str, Any]:
    return tomllib.loads((DATA / "national.toml").read_text(encoding="utf-8"))


@cache
def forms() -> dict[str, Form]:
    """By code ("site", "account"). Raises KeyError for a field filled from nothing we know: a fault of the installation."""
    found = {}
    for code, told in data()["records"].items():
        fields = tuple((one["label"], one["from"]) for one in data()[code])
        for _, source in fields:
            _ = SOURCES[source]
        found[code] = Form(code, told["label"], frozenset(told["kinds"]), fields)
    return found


def form_of(kind: str) -> Form | None:
    """The system to which channels of this kind are reported; None for sub-sites, which are part of the portal there."""
    return next((one for one in forms().values() if kind in one.kinds), None)


def national_record(channel: Channel, at: datetime) -> Record:
    """The record of one channel as [(label, value)]; a value that the register does not hold is empty."""
    return national_records([channel], at)[channel.pk]


def national_records(channels: Iterable[Channel], at: datetime) -> dict[int, Record]:
    """The same for many, by primary key: one query for the people; identifiers and hosts should have been fetched before."""
    rows, on = list(channels), business_date(at)
    people = _people({row.host_id for row in rows}, at)
    return {row.pk: _record(Facts(row, on, *people.get(row.host_id, ([], [])))) for row in rows}


def filled(record: Sequence[tuple[str, str]]) -> int:
    """How many fields the register filled: so many need not be typed again."""
    return sum(1 for _, value in record if value)


def as_lines(record: Sequence[tuple[str, str]]) -> str:
    """As plain text to be copied, one field a line."""
    return "\n".join(f"{label}：{value}" for label, value in record)


def _record(facts: Facts) -> Record:
    form = form_of(facts.channel.kind)
    return [(label, SOURCES[source](facts)) for label, source in form.fields] if form else []


People = tuple[list[tuple[Person, str]], list[tuple[Person, str]]]


def _people(hosts: set[int], at: datetime) -> dict[int, People]:
    """Leaders and site managers by host, the principal first: 负责人 and 联系人."""
    wanted = sorted({*LEADERS, PostKind.SITE_MANAGER})
    held = appointments_at(at).filter(unit__in=hosts, post__in=wanted, person__is_active=True)
    found: dict[int, People] = {}
    for one in held.select_related("person").order_by("-post", "person__name", "pk"):
        leaders, managers = found.setdefault(one.unit_id, ([], []))
        (leaders if one.post in LEADERS else managers).append((one.person, PostKind(one.post).label))
    return found


# Where the values come from


def _identifier(kind: str) -> Callable[[Facts], str]:
    return lambda facts: queries.current_identifier(facts.channel, kind, facts.on)


def _district(name: str) -> Callable[[Facts], str]:
    return lambda facts: str(listed()["district"][name])


def _of_person(group: str, place: int, attribute: str) -> Callable[[Facts], str]:
    def tell(facts: Facts) -> str:
        people: list[tuple[Person, str]] = getattr(facts, group)
        if place >= len(people):
            return ""
        person, post = people[place]
        return post if attribute == "post" else str(getattr(person, attribute))

    return tell


def _state(group: str) -> Callable[[Facts], str]:
    return lambda facts: str(data()[group].get(facts.channel.channel_state, ""))


def _layer(facts: Facts) -> str:
    if facts.channel.kind == ChannelKind.PORTAL:
        return "门户"
    return "下属" if facts.channel.host.kind == UnitKind.OTHER else "本级"


def _region(facts: Facts) -> str:
    return "".join(_district(name)(facts) for name in ("province", "city", "county"))


SOURCES: dict[str, Callable[[Facts], str]] = {
    "": lambda facts: "",
    "name": lambda facts: facts.channel.name,
    "url": lambda facts: facts.channel.url,
    "handle": lambda facts: facts.channel.handle,
    "platform": lambda facts: kind_label(facts.channel.kind, facts.channel.platform),
    "host": lambda facts: facts.channel.host.name,
    "host_address": lambda facts: facts.channel.host.address,
    "portal": lambda facts: "门户" if facts.channel.kind == ChannelKind.PORTAL else "非门户",
    "site_code": _identifier(IdentifierKind.SITE_CODE),
    "site_state": _state("site_states"),
    "account_state": _state("account_states"),
    "layer": _layer,
    "region": _region,
    **{name: _district(name) for name in ("province", "city", "county", "level")},
    "responsible_name": _of_person("responsible", 0, "name"),
    "responsible_post": _of_person("responsible", 0, "post"),
    "responsible_phone": _of_person("responsible", 0, "phone"),
    "responsible_mail": _of_person("responsible", 0, "email"),
    **{
        f"contact_{place + 1}_{said}": _of_person("contacts", place, attribute)
        for place in range(CONTACTS)
        for said, attribute in (("name", "name"), ("phone", "phone"), ("mail", "email"))
    },
}
