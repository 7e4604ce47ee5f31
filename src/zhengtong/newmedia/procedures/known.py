"""What cases of chapter 4 are about, what is known already, what may be chosen, and the record for the national system."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhengtong.duties.models import Unit
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.models import given_by
from zhengtong.engine.procedures.registry import Inquiry
from zhengtong.newmedia import queries
from zhengtong.newmedia.access import is_clerk
from zhengtong.newmedia.rules.accounts import BY_OFFICE, OWN
from zhengtong.registry import queries as register
from zhengtong.registry.models import Channel, ChannelKind, ChannelState
from zhengtong.registry.national import national_record
from zhengtong.registry.platforms import kind_label, label_of
from zhengtong.registry.procedures import of_party


@registry.about("newmedia.accounts", "本单位已开通的新媒体账号和移动客户端")
def accounts(party: str) -> QuerySet[Channel]:
    """What is only applied for is opened or given up by its own case."""
    return of_party(party, ChannelKind.ACCOUNT, ChannelKind.APP).exclude(channel_state=ChannelState.APPLIED)


def unit_of(party: str) -> Unit | None:
    return Unit.objects.filter(code=party).first()


def people_of(party: str, inquiry: Inquiry) -> register.People:
    unit = unit_of(party)
    found = register.people_of({unit.pk}, inquiry.at) if unit else {}
    return next(iter(found.values()), register.People())


@registry.source("newmedia.responsible", "负责人（由岗位得出）")
def responsible(inquiry: Inquiry) -> str:
    return "、".join(people_of(inquiry.party, inquiry).responsible)


@registry.source("newmedia.contacts", "联系人（由岗位得出）")
def contacts(inquiry: Inquiry) -> str:
    return "、".join(people_of(inquiry.party, inquiry).contacts)


@registry.source("newmedia.host_name", "主办单位全称")
def host_name(inquiry: Inquiry) -> str:
    """The new host where the case is about one, else who applies."""
    unit = unit_of(str(inquiry.asked.get("new_host") or inquiry.party))
    return unit.name if unit else ""


@registry.source("newmedia.usual_name", "本单位其他账号的名称")
def usual_name(inquiry: Inquiry) -> str:
    """What the unit's accounts are called on other platforms, where they agree (4.6)."""
    names = set(accounts(inquiry.party).filter(kind=ChannelKind.ACCOUNT).values_list("name", flat=True))
    return names.pop() if len(names) == 1 else ""


@registry.source("newmedia.opened_on", "平台开通日期")
def opened_on(inquiry: Inquiry) -> date | None:
    said = given_by(inquiry.case).get("dated") if inquiry.case else None
    opening = inquiry.case.steps.filter(code="open", state="done").first() if inquiry.case else None
    said = opening.given.get("dated", said) if opening else said
    return date.fromisoformat(said) if said else None


@registry.source("newmedia.asked_handle", "申请时所填账号标识")
def asked_handle(inquiry: Inquiry) -> str:
    return str(inquiry.asked.get("handle") or "")


@registry.source("newmedia.asked_url", "申请时所填访问地址")
def asked_url(inquiry: Inquiry) -> str:
    return str(inquiry.asked.get("url") or "")


@registry.source("newmedia.asked_way", "申请时所填处理方式")
def asked_way(inquiry: Inquiry) -> str:
    return str(inquiry.asked.get("way") or "")


@registry.source("newmedia.asked_new_host", "申请时所填承接单位")
def asked_new_host(inquiry: Inquiry) -> str:
    return str(inquiry.asked.get("new_host") or "")


@registry.source("newmedia.origin", "由谁提出")
def origin(inquiry: Inquiry) -> str:
    """The Office closes another unit's account by its own decision (4.8)."""
    at_home = inquiry.by is None or inquiry.party in registry.parties_of(inquiry.by, inquiry.at)
    return OWN if at_home or not is_clerk(inquiry.by, inquiry.at) else BY_OFFICE


def _reasons(inquiry: Inquiry) -> list[Any]:
    return queries.reasons_against(inquiry.subject, inquiry.at) if inquiry.subject is not None else []


@registry.source("newmedia.grounds", "关停整合建议列明的情形")
def grounds(inquiry: Inquiry) -> list[str]:
    return list(dict.fromkeys(one.kind.value for one in _reasons(inquiry)))


@registry.source("newmedia.grounds_told", "关停整合建议列明的数据")
def grounds_told(inquiry: Inquiry) -> str:
    told = [f"{one.kind.label}：{one.text}" for one in _reasons(inquiry)]
    return "；".join(told) + "。" if told else ""


@registry.choice("newmedia.other_accounts", "本单位其他账号")
def other_accounts(inquiry: Inquiry) -> Iterable[tuple[str, str]]:
    """Where an account may be merged into: the host's others; without a party (in a record) all there are."""
    found = register.standing().filter(kind=ChannelKind.ACCOUNT).order_by("code")
    if inquiry.party:
        found = found.filter(host__code=inquiry.party)
    leaving_out = inquiry.subject.pk if inquiry.subject is not None else 0
    return [
        (one.code, f"{kind_label(one.kind, one.platform)}“{one.name}”")
        for one in found.exclude(pk=leaving_out)
    ]


# ---- the record for the national system -----------------------------------------------------------------------

FILED = {"account.closing": "注销", "account.cancellation": "注销", "account.host_change": "迁移"}
# Labels of the form (`registry/data/national.toml`) that a change says otherwise.
LABELS = {"name": "账号名称", "handle": "账号ID", "url": "主页地址"}


@registry.sheet("newmedia.national", "全国政务新媒体信息报送系统填报内容")
def national(inquiry: Inquiry) -> list[tuple[str, str]]:
    """The register's record in the order of the form, as it stands once the case is over."""
    if inquiry.subject is None:
        return []
    after = _after(inquiry)
    return [(label, after.get(label, value)) for label, value in national_record(inquiry.subject, inquiry.at)]


def _after(inquiry: Inquiry) -> dict[str, str]:
    asked, told = inquiry.asked, {"账号状态": FILED.get(inquiry.procedure.code, "正常")}
    if asked.get("new_host"):
        told["主办单位"] = registry.party_name(str(asked["new_host"]))
    touched = {"name": ("name",), "address": ("handle", "url")}
    for what in asked.get("what") or ():
        told |= {LABELS[field]: str(asked[field]) for field in touched.get(what, ()) if asked.get(field)}
    return told


def platform_label(code: Any) -> str:
    return label_of(str(code)) if code else ""
