"""Which identifiers a channel bears, and the dates of one (3.6, 3.10)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from zhengtong.engine.refusals import Refusal
from zhengtong.registry.formats import CLAUSE_OF
from zhengtong.registry.models.kinds import IDENTIFIERS_OF, ChannelKind, IdentifierKind
from zhengtong.registry.rules.particulars import LONGEST

if TYPE_CHECKING:
    from zhengtong.registry.models import Channel, Identifier


def why_no_such_identifier(channel: Channel, kind: str) -> list[Refusal]:
    """Which kinds of identifiers a kind of channel bears at all."""
    if kind not in IdentifierKind.values:
        return [Refusal("identifier_kind_unknown", "请选择标识种类。", "3.6")]
    if kind in IDENTIFIERS_OF[channel.kind]:
        return []
    where = "，子站沿用门户网站的标识" if channel.kind == ChannelKind.SUBSITE else ""
    message = f"{ChannelKind(channel.kind).label}不登记{IdentifierKind(kind).label}{where}。"
    return [Refusal("identifier_not_borne", message, CLAUSE_OF[kind])]


def why_not_from(
    valid_from: date | None, valid_until: date | None, current: list[Identifier], value: str, on: date
) -> list[Refusal]:
    """The dates of a new identifier against today and against what it replaces."""
    found = []
    if valid_from is None:
        return [Refusal("valid_from_missing", "请填写取得日期。", "3.6")]
    if valid_from > on:
        found.append(Refusal("identifier_in_the_future", f"取得日期不得晚于今日（{on}）。", "3.6"))
    if valid_until is not None and valid_until < valid_from:
        found.append(Refusal("expires_before_it_begins", "有效期不得早于取得日期。", "3.6"))
    same = [one for one in current if one.value == value and one.valid_until == valid_until]
    if same:
        found.append(Refusal("identifier_recorded", f"“{value}”已登记，无需重复登记。", "3.6"))
    return found


def why_not_end(identifier: Identifier, day: date | None, reason: str, on: date) -> list[Refusal]:
    found = []
    if identifier.ended_on is not None:
        found.append(Refusal("identifier_ended", f"该标识已于{identifier.ended_on}终止。", "3.10"))
    if day is None or day > on or day < identifier.valid_from:
        found.append(
            Refusal("end_date_wrong", f"终止日期须在取得日期（{identifier.valid_from}）与今日之间。", "3.10")
        )
    if not reason:
        found.append(Refusal("end_reason_missing", "请填写终止原因，例如“备案已注销”。", "3.10"))
    if len(reason) > LONGEST["reason"]:
        found.append(Refusal("reason_too_long", f"终止原因过长，请控制在{LONGEST['reason']}字以内。", "3.10"))
    return found
