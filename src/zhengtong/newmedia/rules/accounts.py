"""What stands against opening and changing accounts: one a platform (4.1), the host's consent (4.3), names (4.6), IPv6 (4.5)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from zhengtong.engine.refusals import Refusal

OWN, BY_OFFICE = "own", "office"


def why_not_second(
    host: str, platform: str, standing: Collection[str], applied: Collection[str], *, limit: int, reason: str
) -> list[Refusal]:
    """A further account of a unit on a platform (4.1): `standing` names those that are there, `applied` other applications.

    With a reason it may be applied for: whether it is an exception the Office decides.
    """
    if reason.strip() or len(standing) + len(applied) < limit:
        return []
    there = "、".join([*standing, *(f"办理中的{number}" for number in applied)])
    message = (
        f"一个单位在同一平台原则上只保留一个账号，{host}在{platform}已有{there}。"
        "请使用现有账号；确需另开的，请写明例外理由，由区政府办公室决定。"
    )
    return [Refusal("account.second", message, "4.1")]


def why_unexplained(
    doubts: Collection[Refusal], others: Mapping[str, str], name: str, reason: str
) -> list[Refusal]:
    """A name that does not show the host, or differs from the host's other accounts, may stand where it is explained (4.6).

    `others`: the names of the host's other accounts, by platform.
    """
    if not name or reason.strip():
        return []
    ask = "请修改名称；确需使用的，请在“名称说明”中写明与本单位职责的关联。"
    found = [Refusal(one.code, one.message + ask, one.clause) for one in doubts]
    different = [f"{platform}“{other}”" for platform, other in others.items() if other != name]
    if different and len(different) == len(others):
        message = f"名称与本单位其他账号不一致（{'、'.join(different)}），各平台名称原则上应保持一致。{ask}"
        found.append(Refusal("account.name_differs", message, "4.6"))
    return found


def why_not_certified(certified: str, host: str) -> list[Refusal]:
    """The public certification names the host (4.6)."""
    if not certified or host in certified:
        return []
    message = f"认证主体“{certified}”未标明主办单位“{host}”。请在平台更正认证信息后办理，或核对所填认证主体。"
    return [Refusal("account.certified_otherwise", message, "4.6")]


def why_not_proven_on(day: date | None, today: date) -> list[Refusal]:
    """A fact that is recorded has happened."""
    if day is None or day <= today:
        return []
    return [Refusal("account.dated_ahead", f"所填日期不得晚于今日（{today}），请核对。", "4.2")]


def why_not_changed(
    what: Collection[str], now: Mapping[str, Any], wanted: Mapping[str, Any]
) -> list[Refusal]:
    """A change changes something: what is asked for differs from the register in at least one thing (4.2)."""
    if not what or "people" in what:
        return []
    if any(wanted[field] != now.get(field) for field in wanted if wanted[field] not in (None, "", [])):
        return []
    return [Refusal("account.nothing_changes", "所填内容与现登记一致，没有需要变更的内容。", "4.2")]


def why_not_new_host(
    *, old: str, new: str, known: Collection[str], wanted: bool, old_is_gone: bool
) -> list[Refusal]:
    """Who takes an account over (4.3): another unit that exists. Only the Office's choice for a dissolved host may come later."""
    if not new:
        if not wanted or old_is_gone:
            return []
        return [Refusal("account.no_new_host", "请选择变更后的主办单位。", "4.3")]
    if new == old:
        return [Refusal("account.same_host", "变更后的主办单位与现主办单位相同，请另行选择。", "4.3")]
    if new not in known:
        return [Refusal("account.host_unknown", "所选单位不存在或已撤销，请选择全区现有单位。", "4.3")]
    return []


def why_not_origin(origin: str, *, is_office: bool, is_host: bool) -> list[Refusal]:
    """Whether a closing is the unit's application or the Office's decision (4.8) follows from who asks for it."""
    if origin == BY_OFFICE and not is_office:
        return [
            Refusal("closing.not_office", "由区政府办公室决定的关停，由区政府办公室经办人员提出。", "4.8")
        ]
    if origin == OWN and not is_host:
        return [Refusal("closing.not_own", "请选择“区政府办公室决定”：本账号不是您所在单位的。", "4.8")]
    return []


def why_not_ipv6(answer: Any, *, required: bool) -> list[Refusal]:
    """An app that does not work over IPv6 does not go live (4.5)."""
    if answer is not False or not required:
        return []
    return [Refusal("app.no_ipv6", "移动客户端须全面支持IPv6，请完成改造并检测通过后办理。", "4.5")]
