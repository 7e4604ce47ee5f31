"""An entry among the others: one portal, one account a unit and platform (4.1), one app (4.4); and how a channel passes on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from zhengtong.engine.refusals import Refusal
from zhengtong.registry.models.kinds import ChannelKind, ChannelState
from zhengtong.registry.rules.particulars import LABELS, LONGEST, Particulars
from zhengtong.regulation import parameter

if TYPE_CHECKING:
    from zhengtong.duties.models import Unit
    from zhengtong.registry.models import Channel


def why_not_beside(
    told: Particulars, host: Unit, others: Iterable[Channel], *, exception_reason: str, on: date
) -> list[Refusal]:
    """Collisions with what stands: one portal, one sub-site a unit, one account a unit and platform (4.1), one app (4.4)."""
    others = list(others)
    return [*why_taken(told, others), *_one_too_many(told, host, others, exception_reason, on)]


def why_taken(told: Particulars, others: Iterable[Channel]) -> Iterable[Refusal]:
    """Address or handle that another standing channel has."""
    for other in others:
        named = f"{other.name}（{other.code}，{other.host}）"
        if told.url and other.url == told.url:
            yield Refusal("url_taken", f"该访问地址已登记为{named}。", "1.2")
        if told.platform and (other.platform, other.handle) == (told.platform, told.handle):
            yield Refusal("handle_taken", f"该账号标识已登记为{named}。", "4.1")


def _one_too_many(
    told: Particulars, host: Unit, others: list[Channel], exception_reason: str, on: date
) -> Iterable[Refusal]:
    same = [other for other in others if other.kind == told.kind]
    own = [other for other in same if other.host_id == host.pk]
    if told.kind == ChannelKind.PORTAL and same:
        yield Refusal("second_portal", f"全区只有一个政府门户网站，已登记{same[0].code}。", "1.2")
    if told.kind == ChannelKind.SUBSITE and own:
        yield Refusal("second_subsite", f"{host}已有子站（{own[0].code}），请使用现有子站。", "3.1")
    if exception_reason:
        return
    if told.kind == ChannelKind.ACCOUNT:
        there = [other for other in own if other.platform == told.platform]
        if len(there) >= parameter("account.per_platform.max", on=on).number:
            message = (
                f"一个单位在同一平台只开设一个账号，{host}已有“{there[0].name}”（{there[0].code}）；"
                "确需另开的，由区政府办公室填写例外开设理由。"
            )
            yield Refusal("second_account", message, "4.1")
    if told.kind == ChannelKind.APP and len(same) >= parameter("app.per_district.max", on=on).number:
        message = (
            f"全区只有一个移动客户端，已登记“{same[0].name}”（{same[0].code}）；"
            "另开须经市政府办公厅批准，请在例外开设理由中写明批文。"
        )
        yield Refusal("second_app", message, "4.4")


def needs_exception(told: Particulars, host: Unit, others: Iterable[Channel], on: date) -> bool:
    """Whether the entry would be refused but for an exception: a reason given without need is not kept."""
    alone = _one_too_many(told, host, list(others), "", on)
    return any(refusal.code in ("second_account", "second_app") for refusal in alone)


def why_not_host(host: Unit, on: date) -> list[Refusal]:
    if host.valid_until is not None and host.valid_until < on:
        return [Refusal("host_dissolved", f"{host}已于{host.valid_until}撤销，请选择现有单位。", "1.2")]
    return []


def why_not_begin(state: str) -> list[Refusal]:
    if state in (ChannelState.APPLIED, ChannelState.NORMAL):
        return []
    return [Refusal("begins_otherwise", "新登记的阵地只能为“申请中”或“正常”。", "1.2")]


def why_no_exception(told: Particulars, reason: str) -> list[Refusal]:
    if not reason:
        return []
    if told.kind not in (ChannelKind.ACCOUNT, ChannelKind.APP):
        return [
            Refusal("exception_not_asked", "只有新媒体账号和移动客户端可作例外，请清空例外开设理由。", "4.1")
        ]
    if len(reason) > LONGEST["exception_reason"]:
        return [Refusal("exception_reason_too_long", "例外开设理由过长，请控制在300字以内。", "4.1")]
    return []


def why_not_correct(
    asked: Collection[str], correctable: Collection[str], changed: Collection[str], reason: str
) -> list[Refusal]:
    found = []
    if set(asked) - set(correctable):
        labels = "、".join(LABELS.get(field, field) for field in asked if field not in correctable)
        found.append(Refusal("by_procedure_only", f"{labels}须按变更程序办理，不能直接更正。", "3.13"))
    if not changed:
        found.append(Refusal("nothing_changed", "所填内容与现登记一致，没有需要更正的内容。", "1.2"))
    if not reason:
        found.append(Refusal("reason_missing", "请填写更正理由，例如“名称录入有误”。", "1.2"))
    if len(reason) > LONGEST["reason"]:
        found.append(Refusal("reason_too_long", f"更正理由过长，请控制在{LONGEST['reason']}字以内。", "1.2"))
    return found


def why_not_move(
    current: str, wanted: str, *, opened_on: date | None, on: date, day: date | None
) -> list[Refusal]:
    """Whether a channel may pass from one state to another; `day` is the closing date where it closes, `on` today."""
    if wanted not in MOVES[current]:
        message = f"不能由“{ChannelState(current).label}”转为“{ChannelState(wanted).label}”。"
        return [Refusal("no_such_move", message, "1.2")]
    if wanted not in (ChannelState.CLOSED, ChannelState.CANCELLED):
        return []
    if day is None:
        return [Refusal("closing_date_missing", "请填写关停（注销）日期。", "3.10")]
    if day > on or (opened_on is not None and day < opened_on):
        return [Refusal("closing_date_wrong", "关停（注销）日期不得早于开通日期，也不得晚于今日。", "3.10")]
    return []


_S = ChannelState
MOVES: dict[str, frozenset[str]] = {
    _S.APPLIED: frozenset({_S.NORMAL, _S.CANCELLED}),
    _S.NORMAL: frozenset({_S.SUSPENDED, _S.CLOSING, _S.CLOSED, _S.CANCELLED}),
    _S.SUSPENDED: frozenset({_S.NORMAL, _S.CLOSING, _S.CLOSED, _S.CANCELLED}),
    _S.CLOSING: frozenset({_S.NORMAL, _S.CLOSED, _S.CANCELLED}),
    _S.CLOSED: frozenset({_S.CANCELLED}),
    _S.CANCELLED: frozenset(),
}
