"""The district in one table: a row a unit, counts across (2.1). Every count is one query for all units."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode

from zhengtong.desk import clocks
from zhengtong.desk.lines import SOON
from zhengtong.duties.clocks import COLUMN_UPDATE
from zhengtong.duties.models import SystemKind, Unit, WrittenSystem
from zhengtong.duties.models.kinds import UNIT_GROUPS
from zhengtong.duties.queries import columns_at
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks.queries import coming, late
from zhengtong.interaction.models import OPEN, CitizenMessage
from zhengtong.interaction.queries.due import with_due
from zhengtong.publishing.clocks import STAGE
from zhengtong.publishing.kinds import OPEN_STATES
from zhengtong.publishing.models import Publication, Submission
from zhengtong.registry import queries as register

# How far back "published lately" looks.
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Counts:
    """What is counted of one unit, or of several together."""

    in_review: int = 0
    in_review_late: int = 0
    late: int = 0
    coming: int = 0
    columns: int = 0
    columns_late: int = 0
    missing_systems: int = 0
    published: int = 0
    relaxed: int = 0
    channels: int = 0
    channels_lacking: int = 0
    messages: int = 0
    messages_late: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True)
class Row:
    unit: Unit
    counts: Counts


@dataclass(frozen=True)
class Cell:
    """A number, with what is wrong with it in words, and the list behind it; a nought leads nowhere."""

    number: int
    url: str = ""
    late: int = 0
    word: str = ""
    tone: str = "bad"


@dataclass(frozen=True)
class Heading:
    """A column: how it is computed, and whether its cells add to the number what is late or lacking in it."""

    label: str
    hint: str
    pair: bool = False


HEADINGS = (
    Heading("在途审校", "已送审、尚未发布的稿件，及其中当前环节已逾期的件数", pair=True),
    Heading("逾期时限", "由本单位负责、已过到期时间尚未办结的全部时限"),
    Heading("将到期", f"{SOON.days}天以内到期的时限"),
    Heading("责任栏目", "承担的责任栏目数，及其中逾期未更新的栏目数", pair=True),
    Heading("缺项制度", "三项制度中尚未登记的项数"),
    Heading(f"近{LATELY.days}日发布", f"最近{LATELY.days}天首次发布的稿件"),
    Heading("放宽使用", "累计使用一人承担两个审级的送审件"),
    Heading("阵地", "登记在册的网站和新媒体，及其中登记信息不全的个数", pair=True),
    Heading("在办留言", "由本单位主办、尚未办结的网民留言，及其中已逾期的件数", pair=True),
)


def rows(units: Iterable[Unit], at: datetime) -> list[Row]:
    """A row for each of these units, in their order; the number of queries does not depend on how many there are."""
    units = list(units)
    review, review_late, lates, soon, columns_late = _by_clocks(units, at)
    columns = Counter(columns_at(at).filter(unit__in=units).values_list("unit_id", flat=True))
    systems = _per_unit(WrittenSystem.objects.filter(superseded_at__isnull=True), "unit", units)
    published = _per_unit(published_since(at), "article__unit", units)
    relaxed = _per_unit(Submission.objects.filter(seats__relaxation__isnull=False), "article__unit", units)
    channels, lacking = _channels(units, at)
    messages, messages_late = _messages(units, at)
    return [
        Row(
            unit,
            Counts(
                review[unit.pk], review_late[unit.code], lates[unit.code], soon[unit.code], columns[unit.pk],
                columns_late[unit.code], len(SystemKind) - systems[unit.pk], published[unit.pk], relaxed[unit.pk],
                channels[unit.pk], lacking[unit.pk], messages[unit.pk], messages_late[unit.pk],
            ),
        )
        for unit in units
    ]  # fmt: skip


def lately_from(at: datetime) -> date:
    """The first day of "lately", today included (Asia/Shanghai)."""
    return business_date(at) - LATELY + timedelta(days=1)


def published_since(at: datetime) -> Any:
    """Items first published lately, whether or not a newer text of them followed; taken-down ones are not counted."""
    return Publication.objects.filter(ended_at__isnull=True, first_published_at__date__gte=lately_from(at))


def _per_unit(found: Any, unit: str, units: Sequence[Unit]) -> Counter[int]:
    counted = (
        found.filter(**{f"{unit}__in": units}).order_by().values(unit).annotate(n=Count("pk", distinct=True))
    )
    return Counter({one[unit]: one["n"] for one in counted})


def _by_clocks(units: Sequence[Unit], at: datetime) -> tuple[Counter[Any], ...]:
    review = _per_unit(Submission.objects.filter(state__in=OPEN_STATES), "article__unit", units)
    missed, near = list(late(at)), list(coming(at, SOON))
    unit_of = clocks.units_of([*missed, *near])

    def counted(found: Iterable[Any], kind: str = "") -> Counter[str]:
        return Counter(unit_of[one.pk] for one in found if one.pk in unit_of and kind in ("", one.kind))

    return (
        review,
        counted(missed, STAGE.code),
        counted(missed),
        counted(near),
        counted(missed, COLUMN_UPDATE.code),
    )


def _channels(units: Sequence[Unit], at: datetime) -> tuple[Counter[int], Counter[int]]:
    found = list(register.with_identifiers(register.standing().filter(host__in=units)))
    missing = register.completeness_of(found, at)
    return Counter(one.host_id for one in found), Counter(one.host_id for one in found if missing[one.pk])


def _messages(units: Sequence[Unit], at: datetime) -> tuple[Counter[int], Counter[int]]:
    found = with_due(CitizenMessage.objects.filter(state__in=sorted(OPEN), unit__in=units)).order_by()
    due = list(found.values_list("unit", "due_next"))
    return Counter(unit for unit, _ in due), Counter(
        unit for unit, end in due if end is not None and end <= at
    )


def total(found: Iterable[Row]) -> Counts:
    return sum((row.counts for row in found), Counts())


def grouped(found: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """By kind of unit, empty groups left out."""
    groups = [(label, [row for row in found if row.unit.kind in kinds]) for label, kinds in UNIT_GROUPS]
    return [(label, members) for label, members in groups if members]


def is_troubled(row: Row) -> bool:
    """Whether something of the unit is late or lacking."""
    return bool(row.counts.late or row.counts.missing_systems or row.counts.channels_lacking)


def cells(counts: Counts, unit: Unit | None, at: datetime) -> list[Cell]:
    """The cells of a row, each leading to the list behind it; of the totals row where `unit` is None."""
    page = reverse("desk:unit", args=[unit.pk]) if unit else ""
    troubled = f"{reverse('desk:overview')}?only=troubled"
    articles, columns = ("articles:index", "unit"), ("duties_columns:index", "unit")
    return [
        Cell(counts.in_review, _list(*articles, unit, state="review"), counts.in_review_late, "逾期"),
        Cell(counts.late, f"{page}#time" if unit else troubled, counts.late),
        Cell(counts.coming, f"{page}#time" if unit else troubled, counts.coming, tone="warn"),
        Cell(counts.columns, _columns(columns, unit, counts), counts.columns_late, "逾期"),
        Cell(counts.missing_systems, _systems(unit), counts.missing_systems, tone="warn"),
        Cell(
            counts.published,
            _list(*articles, unit, state="public", published_since=lately_from(at).isoformat()),
        ),
        Cell(counts.relaxed, _list(*articles, unit, relaxed="true"), counts.relaxed, tone="warn"),
        Cell(
            counts.channels,
            _list("registry_channels:index", "host", unit),
            counts.channels_lacking,
            "缺项",
            "warn",
        ),
        Cell(
            counts.messages,
            _list("interaction_messages:index", "unit", unit, standing="handling"),
            counts.messages_late,
            "逾期",
        ),
    ]


def _list(register_name: str, by: str, unit: Unit | None, **asked: str) -> str:
    query = urlencode(({by: unit.pk} if unit else {}) | asked)
    return f"{reverse(register_name)}?{query}" if query else reverse(register_name)


def _columns(columns: tuple[str, str], unit: Unit | None, counts: Counts) -> str:
    return _list(*columns, unit, **({"late": "true"} if counts.columns_late else {}))


def _systems(unit: Unit | None) -> str:
    return reverse("duties_units:inspect", args=[unit.pk]) if unit else reverse("duties_units:index")
