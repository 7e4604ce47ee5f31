"""Rows of the register with everything a list or an export shows of them, gathered in a constant number of queries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from zhengtong.duties.rules import business_date
from zhengtong.registry import queries
from zhengtong.registry.models import Channel, Identifier, IdentifierKind
from zhengtong.registry.queries import People
from zhengtong.registry.rules import LABELS, Missing
from zhengtong.registry.shown import as_text


@dataclass(frozen=True)
class Sheet:
    """One record with its identifiers in force, its people, and what it lacks."""

    channel: Channel
    identifiers: list[Identifier]
    people: People
    missing: list[Missing]

    def value(self, kind: str) -> str:
        return "、".join(one.value for one in self.identifiers if one.kind == kind)


def sheets(channels: Iterable[Channel], at: datetime) -> list[Sheet]:
    """In the given order; identifiers should have been prefetched."""
    rows, day = list(channels), business_date(at)
    people = queries.people_of({row.host_id for row in rows}, at)
    lacking = queries.completeness_of(rows, at)
    return [
        Sheet(row, queries.identifiers_on(row, day), people.get(row.host_id, People()), lacking[row.pk])
        for row in rows
    ]


def _field(field: str) -> Callable[[Sheet], str]:
    return lambda sheet: as_text(sheet.channel, field)


def _identifier(kind: str) -> Callable[[Sheet], str]:
    return lambda sheet: sheet.value(kind)


# Heading → what stands below it in an export.
EXPORTED: dict[str, Callable[[Sheet], str]] = (
    {"登记编号": lambda sheet: sheet.channel.code}
    | {LABELS[field]: _field(field) for field in ("kind", "platform", "name", "host", "operator_name", "url", "handle",
                                                  "functions", "record_state", "channel_state", "opened_on", "closed_on")}
    | {kind.label: _identifier(kind) for kind in IdentifierKind}
    | {
        "负责人": lambda sheet: "、".join(sheet.people.responsible),
        "联系人": lambda sheet: "、".join(sheet.people.contacts),
        "缺项": lambda sheet: "、".join(one.label for one in sheet.missing),
        "例外开设理由": _field("exception_reason"),
        "备注": _field("note"),
    }
)  # fmt: skip
