"""Who should handle a message (5.7): proposals that say their words, learned from where letters went. A person decides."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from zhengtong.duties.models import Unit
from zhengtong.duties.queries import columns_at, open_units
from zhengtong.interaction.models import (
    LETTERS,
    CitizenMessage,
    Forwarding,
    Learned,
    MessageState,
    Role,
    Subject,
)
from zhengtong.registry.queries import public_channels
from zhengtong.registry.rules import look_up
from zhengtong.tools.triage import Router

SHOWN = 3
LEARNED_FROM = 4000  # the newest letters; older ones say less about who is in charge today
_kept: dict[str, tuple[datetime, Router]] = {}


@dataclass(frozen=True)
class Proposal:
    """A unit, why, and where the machine counted: its share (percent) and the words. `said` is a fact, not a guess."""

    unit: Unit
    why: str
    share: int | None = None
    words: tuple[str, ...] = ()
    said: bool = False

    def kept(self) -> dict[str, Any]:
        """As it is kept beside what the person decided."""
        return {
            "unit": str(self.unit),
            "code": self.unit.code,
            "share": self.share,
            "words": list(self.words),
            "why": self.why,
        }


def text_of(message: CitizenMessage) -> str:
    """What the machine reads of a message: the title on the first line."""
    return "\n".join(
        part for part in (message.title, message.page_title, message.words, message.body) if part
    )


def proposals(message: CitizenMessage, at: datetime) -> list[Proposal]:
    """The likeliest units, best first: who was named right, whose page it is, then what history says.

    A unit that has sent the message back is not proposed again.
    """
    forwardings = list(message.forwardings.select_related("right_unit").order_by("-pk"))
    refused = {one.unit_id for one in forwardings if one.returned_at}
    found: dict[int, Proposal] = {}
    for one in _all(message, forwardings, at):
        if one.unit.pk not in refused and one.unit.pk != message.unit_id and one.unit.valid_until is None:
            found.setdefault(one.unit.pk, one)
        if len(found) == SHOWN:
            break
    return list(found.values())


def _all(message: CitizenMessage, forwardings: Iterable[Forwarding], at: datetime) -> Iterator[Proposal]:
    for one in forwardings:
        if one.right_unit is not None:
            yield Proposal(one.right_unit, f"{one.unit}退回时指明应由其办理", said=True)
    if message.is_correction:
        yield from _of_page(message, at)
    yield from _learned(message, at)


def _of_page(message: CitizenMessage, at: datetime) -> Iterator[Proposal]:
    """The unit of the column; of a page elsewhere the host of that site, if it is in the register."""
    if message.column is not None:
        yield Proposal(message.column.unit, f"负责栏目“{message.column}”", said=True)
    elif message.page and not message.page.startswith("/"):
        answer = look_up(message.page, public_channels(at))
        hosts = [one.host_code for one in answer.found]
        units = {one.code: one for one in Unit.objects.filter(code__in=hosts)}
        for channel in answer.found:
            if channel.host_code in units:
                yield Proposal(units[channel.host_code], f"登记的主办单位：{channel.name}", said=True)


def _learned(message: CitizenMessage, at: datetime) -> Iterator[Proposal]:
    model = router(at)
    found = model.suggest(text_of(message), SHOWN * 3)
    units = {one.code: one for one in Unit.objects.filter(code__in=[one.label for one in found])}
    for one in found:
        share = round(one.share * 100)
        if one.label in units and one.words:
            yield Proposal(
                units[one.label], "根据以往转办和单位职责推断", share, tuple(dict.fromkeys(one.words))
            )


# ---- the model ----------------------------------------------------------------------------------------------


def router(at: datetime) -> Router:
    """What the worker learned last; before its first turn a model that knows the words of each unit."""
    made = Learned.objects.filter(subject=Subject.ROUTES).values_list("made_at", flat=True).first()
    if made is None:
        return Router(hints(at))
    kept = _kept.get(Subject.ROUTES)
    if kept is None or kept[0] != made:
        row = Learned.objects.get(subject=Subject.ROUTES)
        kept = _kept[Subject.ROUTES] = (row.made_at, Router.from_dict(row.data))
    return kept[1]


def forget() -> None:
    """Read the model anew at the next question."""
    _kept.clear()


def hints(at: datetime) -> dict[str, list[str]]:
    """Words that point to each unit: its names, its matters, and what its columns are called."""
    found = {unit.code: [unit.name, unit.short_name, *unit.matter_list] for unit in open_units(at)}
    for unit, name in columns_at(at).values_list("unit__code", "name"):
        if unit in found and name not in found[unit]:
            found[unit].append(name)
    return found


def examples(at: datetime) -> Iterator[tuple[str, str]]:
    """The newest letters whose unit is settled (answered, or taken by the unit that has it); none of dissolved units."""
    taken = Forwarding.objects.filter(
        message=OuterRef("pk"), role=Role.LEAD, ended_at__isnull=True, acknowledged_at__isnull=False
    )
    settled = Q(state=MessageState.ANSWERED) | Q(state=MessageState.HANDLING) & Exists(taken)
    rows = CitizenMessage.objects.filter(
        settled, kind__in=sorted(LETTERS), unit__isnull=False, unit__valid_until__isnull=True
    )
    for message in rows.select_related("unit").order_by("-received_at", "-pk")[:LEARNED_FROM]:
        if message.unit is not None:
            yield text_of(message), message.unit.code
