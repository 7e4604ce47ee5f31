"""What may stand against an application or a step of chapter 4."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from zhengtong.duties.models import Unit
from zhengtong.duties.rules import business_date
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.models import Case, CaseState
from zhengtong.engine.procedures.registry import Inquiry
from zhengtong.engine.refusals import Refusal
from zhengtong.newmedia import queries, rules
from zhengtong.newmedia.access import is_clerk
from zhengtong.newmedia.procedures.known import platform_label, unit_of
from zhengtong.registry import queries as register
from zhengtong.registry.actions import subsites_place
from zhengtong.registry.models import Channel, ChannelKind, ChannelState
from zhengtong.registry.rules import Particulars, doubts, why_not_beside, why_not_record
from zhengtong.registry.rules.standing import why_taken
from zhengtong.regulation import parameter

OPENING = "account.opening"
GONE_STEP = "gone"


def told_of(asked: Mapping[str, Any], kind: str = ChannelKind.ACCOUNT) -> Particulars:
    """What an application says of the account, as the register would keep it."""
    return Particulars(
        kind=kind, name=str(asked.get("name") or ""), platform=str(asked.get("platform") or ""),
        operator_name=str(asked.get("operator") or ""), url=str(asked.get("url") or ""),
        handle=str(asked.get("handle") or ""), functions=tuple(asked.get("functions") or ()),
    ).tidied()  # fmt: skip


def told_after(channel: Channel, changes: Mapping[str, Any]) -> Particulars:
    """What the register says of a channel, with these fields said otherwise."""
    said = {field: getattr(channel, field) for field in Particulars.__dataclass_fields__}
    return replace(Particulars(**said | {"functions": tuple(said["functions"])}), **changes).tidied()


# ---- opening --------------------------------------------------------------------------------------------------


@registry.check("newmedia.one_a_platform", "一个单位在同一平台只保留一个账号，例外须写明理由")
def one_a_platform(inquiry: Inquiry) -> list[Refusal]:
    platform = str(inquiry.asked.get("platform") or "")
    if not platform:
        return []
    there = register.standing().filter(host__code=inquiry.party, kind=ChannelKind.ACCOUNT, platform=platform)
    own = inquiry.case.subject_id if inquiry.case else ""
    applied = Case.objects.filter(
        procedure=OPENING, party=inquiry.party, state=CaseState.OPEN, subject_id="", asked__platform=platform
    ).exclude(pk=inquiry.case.pk if inquiry.case else 0)
    limit = int(parameter("account.per_platform.max", on=business_date(inquiry.at)).number)
    return rules.why_not_second(
        registry.party_name(inquiry.party), platform_label(platform),
        [f"“{one.name}”（{one.code}）" for one in there if str(one.pk) != own], [one.number for one in applied],
        limit=limit, reason=str(inquiry.asked.get("exception_reason") or ""),
    )  # fmt: skip


@registry.check("newmedia.well_formed", "平台、地址、账号标识填写规范，未被其他账号使用")
def well_formed(inquiry: Inquiry) -> list[Refusal]:
    told, day, unit = told_of(inquiry.asked), business_date(inquiry.at), unit_of(inquiry.party)
    if not told.name or not told.platform or unit is None:
        return []  # said already: the question was left open
    others = register.clashing(unit, told.kind, told.platform, told.handle, told.url)
    return [
        *why_not_record(told, subsites=subsites_place(), on=day, applied=True), *why_taken(told, others)
    ]  # fmt: skip


@registry.check("newmedia.named", "名称与主办单位职责相关联，各平台名称原则上一致")
def named(inquiry: Inquiry) -> list[Refusal]:
    unit, asked = unit_of(inquiry.party), inquiry.asked
    changing = inquiry.procedure.code == "account.change"
    if unit is None or not asked.get("name") or (changing and "name" not in (asked.get("what") or [])):
        return []
    told = told_of(asked)
    own = inquiry.subject.pk if inquiry.subject is not None else 0
    others = register.standing().filter(host=unit, kind=ChannelKind.ACCOUNT).exclude(pk=own)
    names = {f"{platform_label(one.platform)}{one.code}": one.name for one in others}
    reason = str(asked.get("name_reason") or "")
    return rules.why_unexplained(doubts(told, unit), names, told.name, reason)


@registry.check("newmedia.certified", "认证主体标明主办单位")
def certified(inquiry: Inquiry) -> list[Refusal]:
    unit = unit_of(str(inquiry.asked.get("new_host") or inquiry.party))
    said = str(inquiry.given.get("certification") or "")
    return rules.why_not_certified(said, unit.name) if unit else []


@registry.check("newmedia.happened", "所填日期不晚于当日")
def happened(inquiry: Inquiry) -> list[Refusal]:
    day = _day(inquiry.given.get("dated")) or _day(inquiry.given.get("opened_on"))
    return rules.why_not_proven_on(day, business_date(inquiry.at))


def _day(said: Any) -> date | None:
    try:
        return date.fromisoformat(str(said)) if said else None
    except ValueError:  # said already: not a date
        return None


# ---- what stands already --------------------------------------------------------------------------------------


@registry.check("newmedia.nothing_else_open", "该账号没有其他办件正在办理")
def nothing_else_open(inquiry: Inquiry) -> list[Refusal]:
    """What the system begins by itself does not wait for others; who acts sees both."""
    if inquiry.subject is None or inquiry.by is None:
        return []
    other = queries.other_open_case(inquiry.subject, inquiry.case)
    if other is None or other.procedure == inquiry.procedure.code:  # the engine says so of the same procedure
        return []
    message = f"{inquiry.subject}的“{other.text.label}”正在办理（{other.number}），请待其办结或撤回后再申请。"
    return [Refusal("account.other_case", message, "4.2")]


@registry.check("newmedia.something_changes", "变更内容与现登记不同，且未被其他账号使用")
def something_changes(inquiry: Inquiry) -> list[Refusal]:
    channel, asked = inquiry.subject, inquiry.asked
    if channel is None:
        return []
    what, wanted = asked.get("what") or [], changes_of(asked)
    now = {field: getattr(channel, field) for field in wanted}
    told = told_after(channel, wanted)
    others = register.clashing(
        channel.host, told.kind, told.platform, told.handle, told.url, leaving_out=channel.pk
    )
    return [
        *rules.why_not_changed(what, now, wanted),
        *why_not_record(told, subsites=subsites_place(), on=business_date(inquiry.at)),
        *why_taken(told, others),
    ]


FIELDS_OF = {
    "name": ("name",),
    "address": ("handle", "url"),
    "operator": ("operator",),
    "functions": ("functions",),
}
STORED_AS = {"operator": "operator_name"}


def changes_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the register that an application to change touches, with their new values."""
    fields = [field for what in asked.get("what") or [] for field in FIELDS_OF.get(what, ())]
    return {STORED_AS.get(field, field): asked[field] for field in fields if asked.get(field)}


# ---- another host ---------------------------------------------------------------------------------------------


@registry.check("newmedia.new_host", "承接单位为全区现有单位，且符合一个平台一个账号")
def new_host(inquiry: Inquiry) -> list[Refusal]:
    """At application from what is asked, at the Office's choice from what it gives."""
    channel, choosing = inquiry.subject, inquiry.step is not None and inquiry.step.code == "choose"
    said = inquiry.given if choosing else inquiry.asked
    if channel is None or (choosing and not said):
        return []
    new = str(said.get("new_host") or "") if said.get("way") != "cancel" else ""
    known = set(Unit.objects.filter(valid_until__isnull=True).values_list("code", flat=True))
    found = rules.why_not_new_host(
        old=channel.host.code, new=new, known=known, wanted=said.get("way") != "cancel",
        old_is_gone=not choosing and said.get("cause") == "dissolved",
    )  # fmt: skip
    return found or (_why_not_taken_over(channel, new, business_date(inquiry.at)) if new else [])


def _why_not_taken_over(channel: Channel, new: str, on: date) -> list[Refusal]:
    unit, told = Unit.objects.get(code=new), told_after(channel, {})
    others = register.clashing(unit, told.kind, told.platform, told.handle, told.url, leaving_out=channel.pk)
    found = why_not_beside(told, unit, others, exception_reason=channel.exception_reason, on=on)
    ask = "请将本账号整合后注销，或者另选承接单位。"
    return [replace(one, message=one.message + ask) if one.code == "second_account" else one for one in found]


# ---- closing --------------------------------------------------------------------------------------------------


@registry.check("newmedia.origin", "由本单位申请，或者由区政府办公室决定")
def origin(inquiry: Inquiry) -> list[Refusal]:
    if inquiry.by is None:
        return []
    at_home = inquiry.party in registry.parties_of(inquiry.by, inquiry.at)
    clerk = is_clerk(inquiry.by, inquiry.at)
    return rules.why_not_origin(str(inquiry.asked.get("origin") or ""), is_office=clerk, is_host=at_home)


# ---- apps -----------------------------------------------------------------------------------------------------


@registry.check("newmedia.one_app", "全区只保留一个移动客户端，另建须报市政府办公厅批准")
def one_app(inquiry: Inquiry) -> list[Refusal]:
    unit = unit_of(inquiry.party)
    if unit is None:
        return []
    told, day = (
        told_of({**inquiry.asked, "platform": "", "handle": ""}, ChannelKind.APP),
        business_date(inquiry.at),
    )
    others = [
        one
        for one in register.clashing(unit, told.kind, "", "", told.url)
        if not (inquiry.case and inquiry.case.subject_id == str(one.pk))
    ]
    exception = "报市政府办公厅批准" if inquiry.asked.get("city") is True else ""
    return [
        *(why_not_record(told, subsites=subsites_place(), on=day) if told.name else []),
        *why_not_beside(told, unit, others, exception_reason=exception, on=day),
    ]


@registry.check("newmedia.ipv6", "全面支持IPv6")
def ipv6(inquiry: Inquiry) -> list[Refusal]:
    required = parameter("ipv6.required", on=business_date(inquiry.at)).value is True
    return rules.why_not_ipv6(inquiry.given.get("ipv6"), required=required)


def is_applied(channel: Channel) -> bool:
    return channel.channel_state == ChannelState.APPLIED
