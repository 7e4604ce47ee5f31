"""What would happen with one line of a list: entered, already there, or refused with every reason (5.7). Nothing is saved here."""

from dataclasses import dataclass, field
from datetime import datetime

from zhengtong.duties.models import Unit
from zhengtong.engine.clocks import calendars
from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.importing import words
from zhengtong.interaction.importing.known import Held, Known, Units, text_mark
from zhengtong.interaction.importing.moments import Moment
from zhengtong.interaction.importing.reading import ListLine
from zhengtong.interaction.importing.saying import CLAUSE, Options, Told, told_by
from zhengtong.interaction.limits import in_force
from zhengtong.interaction.models import LineVerdict, MessageKind, Source
from zhengtong.interaction.rules import answer_parameter
from zhengtong.interaction.rules.past import Earlier


@dataclass
class Judged:
    """The judgement of one line, with what a verb needs to carry it out. All moments are UTC."""

    number: int
    told: Told
    verdict: str = LineVerdict.REFUSED
    unit: Unit | None = None
    note: str = ""
    received_at: datetime | None = None
    answered_at: datetime | None = None
    earlier: Earlier | None = None
    quiet: bool = False
    known: Held | None = None
    refusals: list[Refusal] = field(default_factory=list)
    doubts: list[Refusal] = field(default_factory=list)

    @property
    def text(self) -> str:
        said, day = self.told.said, self.told.received
        return text_mark(said.title, said.body, day.day) if day else ""


class Judge:
    """Judges the lines of one list of a source in their order, at one moment."""

    def __init__(self, source: str, options: Options, known: Known, units: Units, at: datetime) -> None:
        self.source, self.options, self.known, self.units, self.at = source, options, known, units, at
        self._default = units.by_key.get(options.unit)

    def judge(self, line: ListLine) -> Judged:
        told = told_by(line, self.source, self.options)
        found = Judged(line.number, told, refusals=list(told.refusals), doubts=list(told.doubts))
        self._moments(found)
        self._whose(found)
        if self._already(found):
            return found
        self._limit(found)
        found.refusals = list(dict.fromkeys(found.refusals))
        found.verdict = LineVerdict.REFUSED if found.refusals else LineVerdict.NEW
        return found

    def claim(self, found: Judged, pk: int | None = None, shown: str = "") -> None:
        """The line is entered, or would be: later lines meet it."""
        self.known.add(
            Held(self.source, found.told.number, found.text, pk=pk, shown=shown, line=found.number)
        )

    # When

    def _moments(self, found: Judged) -> None:
        told = found.told
        if told.received is None:
            return
        found.received_at = told.received.at
        if told.received.at > self.at:
            self._refuse(found, "received_future", "收到时间晚于现在，请核对后改正。")
        if told.answered is not None:
            found.answered_at = told.answered.not_before(told.received.at)
            self._why_not_when(found, "answered", told.answered, told.received)
        found.quiet = self.source == Source.ARCHIVE or found.answered_at is not None
        found.earlier = self._forwarded(found)

    def _why_not_when(self, found: Judged, name: str, moment: Moment, received: Moment) -> None:
        label = words.FIELDS[name]
        if moment.day < received.day or (moment.timed and received.timed and moment.at < received.at):
            self._refuse(found, f"{name}_before", f"{label}早于收到时间，请核对后改正。")
        if moment.at > self.at:
            self._refuse(found, f"{name}_future", f"{label}晚于现在，请核对后改正。")

    def _forwarded(self, found: Judged) -> Earlier | None:
        """As the list says; else for what is past the latest moment at which it can have been, and nobody judges it."""
        told, received = found.told, found.told.received
        assert received is not None  # noqa: S101 (asked before)
        if told.forwarded is not None:
            self._why_not_when(found, "forwarded", told.forwarded, received)
            at = told.forwarded.not_before(received.at)
            if told.answered is not None and told.forwarded.day > told.answered.day:
                self._refuse(found, "forwarded_after", "转办时间晚于答复时间，请核对后改正。")
            return Earlier(min(at, found.answered_at or at), quiet=found.quiet)
        return Earlier(found.answered_at or self.at) if found.quiet else None

    # Whose

    def _whose(self, found: Judged) -> None:
        name, notes = found.told.unit, []
        units = self.units.called(name) if name else []
        if len(units) == 1:
            found.unit = units[0]
        elif self._default is not None:
            found.unit = self._default
            how = f"承办单位“{name[:40]}”未登记" if name else "没有写明承办单位"
            self._doubt(found, "unit_default", f"{how}，按所选默认承办单位“{self._default}”登记。")
        elif name:
            many = len(units) > 1
            how = f"有{len(units)}个单位称为“{name[:40]}”" if many else f"承办单位“{name[:40]}”未登记或已撤销"
            do = (
                "请填写单位全称或代码"
                if many
                else "请改为已登记的单位（全称、简称、代码均可），或在导入时选择默认承办单位"
            )
            self._refuse(found, "unit_unknown", f"{how}，{do}。")
        elif found.told.answer:
            self._refuse(found, "unit_missing", "有答复而没有承办单位，请补填，或在导入时选择默认承办单位。")
        if name and found.unit is not None and found.unit == self._default and not units:
            notes.append(f"清单所列承办单位：{name[:60]}")
        if found.told.limit:
            notes.append(f"来源要求的办理期限：{found.told.limit[:60]}")
        found.note = "；".join(notes)

    # Whether it is here already

    def _already(self, found: Judged) -> bool:
        told = found.told
        held = self.known.numbered(self.source, told.number)
        if held is not None:
            return self._numbered(found, held)
        for one in self.known.saying(found.text) if found.text else ():
            if one.source == self.source and not (one.number and told.number):
                return self._is_known(found, one, f"与{one.where}内容、日期相同，不重复登记。")
            self._doubt(
                found,
                "same_text",
                f"与{one.where}内容、日期相同而编号或来源不同，仍登记；属于重复的，请登记后并件。",
            )
        return False

    def _numbered(self, found: Judged, held: Held) -> bool:
        if held.text == found.text or self.source != Source.ARCHIVE:
            same = held.text == found.text
            more = "" if same else "内容或日期与已登记的不一致，已登记的不作改动。"
            return self._is_known(found, held, f"来源编号与{held.where}相同，不重复登记。{more}")
        how = f"来源编号“{found.told.number[:40]}”已用于{held.where}，内容或日期不同"
        self._refuse(
            found, "number_taken", f"{how}。来自另一系统的，请在导入时填写编号前缀；编号有误的，请改正。"
        )
        return False

    def _is_known(self, found: Judged, held: Held, how: str) -> bool:
        found.verdict, found.known, found.refusals, found.doubts = LineVerdict.KNOWN, held, [], []
        self._doubt(found, "known", how)
        return True

    # Whether anybody can be late with it

    def _limit(self, found: Judged) -> None:
        said, received = found.told.said, found.told.received
        if received is None or said.kind not in MessageKind.values:
            return
        first = calendars.current().first_year
        if received.day.year < first:
            self._doubt(found, "no_calendar", f"工作日历自{first}年起，此前收到的不计期限。")
        elif (
            not self.options.backwards
            and in_force(answer_parameter(said.kind, is_complex=False), received.day) is None
        ):
            self._doubt(found, "no_limit", "收到时尚无此项答复期限，不计期限。")

    def _refuse(self, found: Judged, code: str, message: str) -> None:
        found.refusals.append(Refusal(code, message, CLAUSE))

    def _doubt(self, found: Judged, code: str, message: str) -> None:
        found.doubts.append(Refusal(code, message, CLAUSE))
