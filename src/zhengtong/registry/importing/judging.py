"""What would happen with one line of a list: entered, already there, corrected, or refused with every reason (1.2).

The rules are those of the verbs; nothing here saves anything. A blank cell says nothing: it empties no field.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zhengtong.duties.models import Unit
from zhengtong.engine.refusals import Refusal
from zhengtong.registry import rules
from zhengtong.registry.formats import CLAUSE_OF, plain, tidy, wrong_identifier
from zhengtong.registry.importing import words
from zhengtong.registry.importing.reading import Said
from zhengtong.registry.importing.register import Known, Register, same_place
from zhengtong.registry.importing.saying import Options, particulars_of
from zhengtong.registry.models import (
    Channel,
    ChannelKind,
    ChannelState,
    Identifier,
    IdentifierKind,
    RecordState,
)
from zhengtong.registry.models.imports import BY_NAME, Verdict
from zhengtong.registry.models.kinds import ONLY_ONE_BEARER, SEVERAL
from zhengtong.registry.rules import LABELS, LONGEST, Particulars
from zhengtong.registry.shown import as_text, change

TOLD = ("name", "operator_name", "url", "functions", "opened_on", "note", "handle")
LONGEST_UNIT = 80


@dataclass
class Judged:
    """The judgement of one line, with what a verb needs to carry it out."""

    number: int
    verdict: str = Verdict.REFUSED
    told: Particulars | None = None
    host: Unit | None = None
    opens: str = ""
    known: Known | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    identifiers: list[tuple[str, str, date]] = field(default_factory=list)
    exception_reason: str = ""
    changes: list[dict[str, str]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    doubts: list[Refusal] = field(default_factory=list)


class Judge:
    """Judges the lines of one list in their order against one register, on one Beijing day.

    `claimed` says which channel earlier lines of the list meant: channel's key → line number.
    """

    def __init__(
        self, register: Register, options: Options, on: date, claimed: Mapping[int, int] | None = None
    ) -> None:
        self.register, self.options, self.on = register, options, on
        self._claimed: dict[int, int] = dict(claimed or {})
        self._default_host = {str(unit.pk): unit for unit in register.units.values()}.get(options.host)

    def judge(self, line: Said) -> Judged:
        found = Judged(line.number)
        told, found.refusals = particulars_of(line, self.options)
        host, against = self._host(line, found)
        known = self._match(line, told, host)
        # What was chosen for lines that say nothing is for new channels; of one that is there the line itself must speak.
        if known is None or line.said.get("host"):
            found.refusals += against
        if known is not None:
            self._beside(line, told, host, known, found)
        else:
            self._new(line, told, host, found)
        found.refusals = list(dict.fromkeys(found.refusals))
        if found.refusals:
            found.verdict, found.changes = Verdict.REFUSED, []
        else:
            self._claim(found)
        return found

    # Whose it is

    def _host(self, line: Said, found: Judged) -> tuple[Unit | None, list[Refusal]]:
        """The host as written, else as chosen; a planned unit where it may be opened; what stands against it."""
        name = plain(line.said.get("host", ""))
        if not name and self._default_host is not None:
            return self._default_host, []
        if not name and self.options.host == BY_NAME:
            name = plain(line.said.get("name", ""))
        if not name:
            message = "请填写主办单位，或在导入时选择默认主办单位。"
            return None, [Refusal("host_missing", message, "1.2")]
        units = self.register.units_called(name)
        if len(units) > 1:
            message = f"有{len(units)}个单位简称“{name}”，请填写单位全称。"
            return None, [Refusal("host_ambiguous", message, "1.2")]
        if units:
            return units[0], []
        against = self._why_no_new_unit(name)
        found.opens = "" if against else name
        return (None if against else self.register.plan_unit(name, self.on)), against

    def _why_no_new_unit(self, name: str) -> list[Refusal]:
        if len(name) > LONGEST_UNIT:
            return [Refusal("host_too_long", f"主办单位名称过长，请控制在{LONGEST_UNIT}字以内。", "2.1")]
        if self.options.opens_units:
            return []
        message = f"主办单位“{name}”尚未登记，请先登记单位，或在导入时勾选“未登记的主办单位一并登记”。"
        return [Refusal("host_unknown", message, "1.2")]

    # Which channel of the register it means

    def _match(self, line: Said, told: Particulars, host: Unit | None) -> Known | None:
        """By number, then by what names it in the world, then by host and name; one that stands before one that is gone."""
        if code := line.said.get("code"):
            return next(iter(self.register.find("code", code)), None)
        found: list[Known] = []
        if told.platform and told.handle:
            found += self.register.find("handle", told.platform, told.handle)
        if told.url:
            found += self.register.find("url", same_place(told.url))
        if not told.url and not told.handle and host is not None:
            found += self.register.find("named", host.pk, told.kind, told.platform, told.name)
        return next((one for one in found if one.channel.stands), next(iter(found), None))

    def _beside(self, line: Said, told: Particulars, host: Unit | None, known: Known, found: Judged) -> None:
        """The line speaks of a channel that is there already."""
        found.known, found.told, found.host, channel = known, told, host, known.channel
        if earlier := known.line or self._claimed.get(channel.pk, 0):
            message = f"与第{earlier}行登记的是同一阵地，请只保留一行。"
            found.refusals.append(Refusal("line_repeated", message, "1.2"))
            return
        if not channel.stands and not line.said.get("code"):
            message = f"该阵地已关停（注销）：{channel.name}（{channel.code}）。重新开设的，请按开设程序办理，不能导入。"
            found.refusals.append(Refusal("channel_gone", message, "1.2"))
            return
        found.host = channel.host
        self._by_procedure(line, told, host, channel, found)
        found.opens = ""
        self._correction(line, told, channel, found)
        self._identifiers(line, channel.kind, known, found)
        self._doubt(found)
        found.verdict = Verdict.CORRECTED if found.changes else Verdict.SAME

    def _by_procedure(
        self, line: Said, told: Particulars, host: Unit | None, channel: Channel, found: Judged
    ) -> None:
        """Host, kind and platform of a channel change by procedure, not by a list (3.13, 4.2)."""
        spoken = line.said.get("kind") or line.said.get("platform")
        differing = [
            LABELS[one]
            for one, new, old in (
                ("host", host.pk if host and line.said.get("host") else None, channel.host_id),
                ("kind", told.kind if spoken else "", channel.kind),
                ("platform", told.platform if spoken else "", channel.platform),
            )
            if new and new != old
        ]
        if differing:
            told_as = f"{channel.name}（{channel.code}，{channel.host}）"
            message = f"已登记为{told_as}，{'、'.join(differing)}与所填不一致，须按变更程序办理。"
            found.refusals.append(Refusal("by_procedure_only", message, "3.13"))

    def _correction(self, line: Said, told: Particulars, channel: Channel, found: Judged) -> None:
        given = {one: getattr(told, one) for one in TOLD if one in line.said and getattr(told, one)}
        if (
            "url" in given
            and same_place(given["url"]) == same_place(channel.url)
            and _scheme(given["url"]) == _scheme(channel.url)
        ):
            del given["url"]
        old = Particulars(**{one: getattr(channel, one) for one in Particulars.__dataclass_fields__})
        old = replace(old, functions=tuple(old.functions))
        new = replace(old, **given).tidied()
        found.told = new
        found.fields = {one: getattr(new, one) for one in given if getattr(new, one) != getattr(old, one)}
        others = self.register.clashing(channel.host, new.kind, new.platform, new.handle, new.url)
        found.refusals += (
            rules.why_not_record(new, subsites=self.register.subsites, on=self.on) if found.fields else []
        )
        if found.fields and channel.stands:
            found.refusals += rules.why_taken(
                new, [one.channel for one in others if one.channel is not channel]
            )
        after = Channel(host=channel.host, **vars(new) | {"functions": list(new.functions)})
        found.changes += [change(one, as_text(channel, one), as_text(after, one)) for one in found.fields]

    def _new(self, line: Said, told: Particulars, host: Unit | None, found: Judged) -> None:
        if code := line.said.get("code"):
            message = f"登记编号“{code[:20]}”不在台账中；新登记的阵地由系统编号，请将登记编号留空。"
            found.refusals.append(Refusal("code_unknown", message, "1.2"))
        found.told, found.host = told, host
        found.exception_reason = reason = plain(line.said.get("exception_reason", ""))
        found.refusals += rules.why_not_record(
            told, subsites=self.register.subsites, on=self.on, applied=self.options.draft
        )
        found.refusals += rules.why_no_exception(told, reason)
        if host is not None:
            others = [
                one.channel
                for one in self.register.clashing(host, told.kind, told.platform, told.handle, told.url)
            ]
            found.refusals += rules.why_not_beside(told, host, others, exception_reason=reason, on=self.on)
            found.refusals += rules.why_not_host(host, self.on)
        if told.kind in ChannelKind.values:
            self._identifiers(line, told.kind, None, found)
            self._doubt(found)
        found.verdict = Verdict.NEW

    # Identifiers

    def _identifiers(self, line: Said, kind_of_channel: str, known: Known | None, found: Judged) -> None:
        since, why = words.day_of(line.said.get("identifier_from", ""))
        if why:
            found.refusals.append(Refusal("identifier_from_unreadable", f"标识取得日期：{why}。", "3.6"))
        for kind in IdentifierKind:
            text = line.said.get(kind, "")
            for value in text.split("、") if kind in SEVERAL else [text]:
                value = tidy(kind, value)
                old = known.values(kind) if known else []
                if value and value not in old:
                    first = found.told.opened_on if found.told and not old else None
                    self._identifier(
                        kind_of_channel, kind, value, old, since or first or self.on, known, found
                    )

    def _identifier(
        self, kind_of_channel: str, kind: IdentifierKind, value: str, old: list[str], since: date, known: Known | None,
        found: Judged,
    ) -> None:  # fmt: skip
        bearer = Channel(kind=kind_of_channel)
        refusals = rules.why_no_such_identifier(bearer, kind)
        if not refusals:
            current = [Identifier(value=one) for one in old]
            refusals = wrong_identifier(kind, value, channel_kind=kind_of_channel, on=self.on)
            refusals += rules.why_not_from(since, None, current, value, self.on)
            refusals += self._borne_by_another(kind, value, known)
        found.refusals += refusals
        found.identifiers.append((kind.value, value, since))
        before = "" if kind in SEVERAL else "、".join(old)
        found.changes.append(change(kind.value, before, value, label=kind.label))

    def _borne_by_another(self, kind: str, value: str, known: Known | None) -> list[Refusal]:
        if kind not in ONLY_ONE_BEARER:
            return []
        return [
            Refusal(
                "identifier_of_another",
                f"{IdentifierKind(kind).label}“{value}”已登记在{_named(one)}。",
                CLAUSE_OF[kind],
            )
            for one in self.register.bearers(kind, value)
            if one is not known
        ]

    def _doubt(self, found: Judged) -> None:
        if found.told is None or found.host is None:
            return
        certified = next(
            (value for kind, value, _ in found.identifiers if kind == IdentifierKind.CERTIFICATION), ""
        )
        found.doubts = rules.doubts(found.told, found.host, certified, on=self.on)

    # What the next lines meet

    def _claim(self, found: Judged) -> None:
        borne = [(kind, value) for kind, value, _ in found.identifiers]
        if found.known is not None:
            self._claimed[found.known.channel.pk] = found.number
            self.register.bear(found.known, borne)
            return
        if found.told is None or found.host is None:
            return
        if found.opens:
            self.register.open_unit(found.host)
        channel = Channel(
            pk=self.register.number(), code=f"第{found.number}行", host=found.host, channel_state=ChannelState.NORMAL,
            record_state=RecordState.REGISTERED, exception_reason=found.exception_reason,
            **vars(found.told) | {"functions": list(found.told.functions)},
        )  # fmt: skip
        self.register.add(Known(channel, borne, line=found.number))


def _named(known: Known) -> str:
    return f"第{known.line}行" if known.line else f"{known.channel.name}（{known.channel.code}）"


def _scheme(url: str) -> str:
    return url.partition(":")[0].lower()


def shortened(text: str) -> str:
    """A value in a report: the longest name that fits stays whole."""
    return text if len(text) <= LONGEST["exception_reason"] else f"{text[:60]}…（共{len(text)}字）"
