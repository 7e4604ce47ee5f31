"""What is here already, and what earlier lines of the same list would enter: a list is judged without a question for each line."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhengtong.duties.models import Unit
from zhengtong.engine.clocks.rules import business_date
from zhengtong.interaction.importing.moments import of_day
from zhengtong.interaction.models import CitizenMessage

PIECE = 500  # numbers in one question: SQLite takes no more than some thousands


@dataclass(frozen=True)
class Held:
    """A message that is here (`pk`, its number `shown`), or that line `line` of the list would enter."""

    source: str
    number: str
    text: str
    pk: int | None = None
    shown: str = ""
    line: int = 0

    @property
    def where(self) -> str:
        return f"留言{self.shown}" if self.shown else f"第{self.line}行"


def text_mark(title: str, body: str, day: date) -> str:
    """Two messages with the same mark say the same, on the same Beijing day."""
    return hashlib.blake2b(f"{day}\n{title}\n{body}".encode(), digest_size=16).hexdigest()


class Known:
    """By number of the source, and by text and day."""

    def __init__(self, held: Iterable[Held] = ()) -> None:
        self._numbers: dict[tuple[str, str], Held] = {}
        self._texts: dict[str, list[Held]] = {}
        for one in held:
            self.add(one)

    def add(self, held: Held) -> None:
        if held.number:
            self._numbers[held.source, held.number] = held
        self._texts.setdefault(held.text, []).append(held)

    def numbered(self, source: str, number: str) -> Held | None:
        return self._numbers.get((source, number)) if number else None

    def saying(self, text: str) -> list[Held]:
        return self._texts.get(text, [])


def known_with(source: str, numbers: Iterable[str], days: Iterable[date]) -> Known:
    """What is here under these numbers of the source, and what came from anywhere between the first and the last of these days."""
    return Known([*_numbered(source, sorted({one for one in numbers if one})), *_between(list(days))])


FIELDS = ("pk", "number", "source", "source_number", "title", "body", "received_at")


def _numbered(source: str, numbers: list[str]) -> Iterator[Held]:
    for start in range(0, len(numbers), PIECE):
        rows = CitizenMessage.objects.filter(source=source, source_number__in=numbers[start : start + PIECE])
        yield from map(_held, rows.values_list(*FIELDS))


def _between(days: list[date]) -> Iterator[Held]:
    if days:
        after = of_day(max(days)).at + timedelta(days=1)
        rows = CitizenMessage.objects.filter(received_at__gte=of_day(min(days)).at, received_at__lt=after)
        yield from map(_held, rows.order_by("pk").values_list(*FIELDS).iterator(chunk_size=2000))


def _held(row: tuple[int, str, str, str, str, str, datetime]) -> Held:
    pk, shown, source, number, title, body, received_at = row
    return Held(source, number, text_mark(title, body, business_date(received_at)), pk=pk, shown=shown)


class Units:
    """The units that are there on a day, by code, name and short name."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._called: dict[str, list[Unit]] = {}
        self.by_key: dict[str, Unit] = {}
        for unit in units:
            self.by_key[str(unit.pk)] = unit
            for name in {unit.code, unit.name, unit.short_name}:
                self._called.setdefault(name.strip(), []).append(unit)

    def called(self, name: str) -> list[Unit]:
        found = self._called.get(name, [])
        whole = [unit for unit in found if unit.name == name]
        return whole if len(whole) == 1 else found
