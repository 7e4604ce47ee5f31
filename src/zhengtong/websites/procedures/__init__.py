"""The procedures of chapter 3, declared beside this file, and the words they use."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from zhengtong.duties.models import Unit
from zhengtong.duties.rules import business_date
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.actions import take_subject
from zhengtong.engine.procedures.models import Case, CaseStep
from zhengtong.engine.procedures.queries import files_of
from zhengtong.engine.procedures.registry import Doing, Inquiry
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.registry import actions as register
from zhengtong.registry.formats import tidy
from zhengtong.registry.models import Channel, ChannelKind, ChannelState, Identifier, IdentifierKind
from zhengtong.registry.procedures import channel_of, move_to, of_party
from zhengtong.registry.queries import current_identifier
from zhengtong.registry.rules import Particulars
from zhengtong.websites import actions, queries, rules
from zhengtong.websites.actions.suspension import why_not_down
from zhengtong.websites.models import Cause

# ---- what it is about, and when it fits ------------------------------------------------------------------------


@registry.about("websites.sites", "本单位的独立域名网站")
def sites(party: str) -> QuerySet[Channel]:
    return of_party(party, ChannelKind.SITE)


@registry.about("websites.sites_and_portal", "本单位主办的网站")
def sites_and_portal(party: str) -> QuerySet[Channel]:
    return of_party(party, ChannelKind.SITE, ChannelKind.PORTAL)


def _fits(*states: ChannelState) -> Any:
    wanted = {state.value: state.label for state in states}

    def check(inquiry: Inquiry) -> list[Refusal]:
        if inquiry.subject is None or (
            inquiry.case is not None and inquiry.step != inquiry.procedure.application
        ):
            return []
        site: Channel = inquiry.subject
        label = site.get_channel_state_display()
        return rules.why_not_state(label, site.channel_state, wanted, inquiry.procedure.clause)

    check.__qualname__ = f"fits_{'_'.join(wanted)}"
    return check


registry.check("websites.runs", "网站现正常运行")(_fits(ChannelState.NORMAL))
registry.check("websites.runs_or_is_down", "网站现正常运行或临时下线")(
    _fits(ChannelState.NORMAL, ChannelState.SUSPENDED)
)


# ---- opening --------------------------------------------------------------------------------------------------


@registry.check("websites.not_special", "不属于重大活动、专项工作网站")
def not_special(inquiry: Inquiry) -> list[Refusal]:
    return rules.why_not_a_site(str(inquiry.asked.get("why", "")))


@registry.check("websites.slogan", "不设宣传语，或已写明理由")
def slogan(inquiry: Inquiry) -> list[Refusal]:
    said = inquiry.given or inquiry.asked
    return rules.why_not_slogan(str(said.get("slogan", "")), str(said.get("slogan_reason", "")))


@registry.check("websites.logo", "已加挂全市统一的政府网站徽标")
def logo(inquiry: Inquiry) -> list[Refusal]:
    if inquiry.given.get("logo", True):
        return []
    return [
        Refusal("opening.no_logo", "新开办的政府网站应加挂全市统一的政府网站徽标，请加挂后再办理。", "3.7")
    ]


@registry.check("websites.domain_free", "域名未被其他网站登记")
def domain_free(inquiry: Inquiry) -> list[Refusal]:
    wanted = str(inquiry.asked.get("domain") or inquiry.asked.get("new_domain") or "")
    if not wanted:
        return []
    value = tidy(IdentifierKind.DOMAIN, wanted)
    other = (
        Identifier.objects.filter(kind=IdentifierKind.DOMAIN, value=value, ended_on__isnull=True)
        .exclude(channel=inquiry.subject)
        .select_related("channel")
        .first()
    )
    if other is None:
        return []
    message = f"域名“{value}”已登记在{other.channel}（{other.channel.code}），请改用其他域名。"
    return [Refusal("opening.domain_taken", message, "3.6(2)")]


@registry.effect("websites.apply", "台账登记该网站，运行状态为“申请中”")
def apply(doing: Doing) -> None:
    if doing.case.subject_id:  # came back for completion: the record stands
        return
    asked = doing.asked
    domain = tidy(IdentifierKind.DOMAIN, str(asked["domain"]))
    told = Particulars(
        kind=ChannelKind.SITE, name=str(asked["name"]), url=f"https://{domain}/",
        operator_name=str(asked.get("operator_name") or ""), functions=tuple(asked.get("functions") or ()),
    )  # fmt: skip
    channel = register.register(
        told, host=Unit.objects.get(code=doing.case.party), state=ChannelState.APPLIED, by=doing.by, at=doing.at,
        case=doing.case,
    )  # fmt: skip
    take_subject(doing.case, channel)


@registry.source("websites.asked_domain")
def asked_domain(inquiry: Inquiry) -> str:
    """The domain that was applied for; else the one that stands."""
    asked = inquiry.asked.get("new_domain") or inquiry.asked.get("domain")
    if asked:
        return tidy(IdentifierKind.DOMAIN, str(asked))
    site = inquiry.subject
    return (
        current_identifier(site, IdentifierKind.DOMAIN, business_date(inquiry.at)) if site is not None else ""
    )


@registry.source("websites.today")
def today(inquiry: Inquiry) -> date:
    return business_date(inquiry.at)


# ---- offline and back -----------------------------------------------------------------------------------------


def _day(said: Any) -> date | None:
    try:
        return date.fromisoformat(str(said)) if said else None
    except ValueError:
        return None


@registry.check("websites.offline_in_bounds", "每年不超过1次，每次不超过30天")
def offline_in_bounds(inquiry: Inquiry) -> list[Refusal]:
    """Before the application the days that are asked for; later, where approval took its time, the days that are left."""
    if inquiry.subject is None:
        return []
    down, back = _day(inquiry.asked.get("down")), _day(inquiry.asked.get("back"))
    if inquiry.case is not None and inquiry.step != inquiry.procedure.application and down is not None:
        down = max(down, business_date(inquiry.at))
    return why_not_down(inquiry.subject, down, back, inquiry.at)


@registry.effect("websites.go_down", "运行状态改为“暂时下线”，计入当年次数，开始倒计时")
def go_down(doing: Doing) -> None:
    """Down on the day asked for, or today where approval came later; the days run from then (3.11)."""
    asked, today = doing.asked, business_date(doing.at)
    down, back = _day(asked["down"]) or today, _day(asked["back"]) or today
    actions.go_down(
        channel_of(doing.case), case=doing.case, cause=Cause.RECTIFY, down=max(down, today), back=back, by=doing.by,
        at=doing.at,
    )  # fmt: skip
    move_to(doing, ChannelState.SUSPENDED, "临时下线")


@registry.effect("websites.outage", "运行状态改为“暂时下线”，不计入当年次数")
def outage(doing: Doing) -> None:
    today = business_date(doing.at)
    actions.go_down(
        channel_of(doing.case), case=doing.case, cause=str(doing.asked["cause"]),
        down=min(_day(doing.asked.get("down")) or today, today), back=None, by=doing.by, at=doing.at,
    )  # fmt: skip
    move_to(doing, ChannelState.SUSPENDED, "不可抗力或责令下线")


@registry.effect("websites.come_back", "运行状态改为“正常”，停止倒计时")
def come_back(doing: Doing) -> None:
    actions.come_back(channel_of(doing.case), case=doing.case, by=doing.by, at=doing.at)
    move_to(doing, ChannelState.NORMAL, "恢复上线")


@registry.source("websites.overdue_since")
def overdue_since(inquiry: Inquiry) -> str:
    standing = queries.offline_now(inquiry.subject) if inquiry.subject is not None else None
    return str(standing.latest_back or "") if standing else ""


# ---- change ---------------------------------------------------------------------------------------------------


@registry.effect("websites.change", "按申请更新台账登记")
def change(doing: Doing) -> None:
    """What was applied for and is now done everywhere else, in the register as well (3.13)."""
    asked, touched = doing.asked, set(doing.asked.get("changes") or ())
    changes: dict[str, Any] = {}
    if "host" in touched:
        changes["host"] = Unit.objects.get(code=asked["new_host"])
    if "domain" in touched:
        changes["url"] = f"https://{tidy(IdentifierKind.DOMAIN, str(asked['new_domain']))}/"
    if "operator" in touched:
        changes["operator_name"] = str(asked["new_operator"])
    if changes:
        register.change_by_case(channel_of(doing.case), changes, case=doing.case, by=doing.by, at=doing.at)


@registry.effect("websites.retire_domain", "终止原域名")
def retire_domain(doing: Doing) -> None:
    """The old domain is given up once the new one is there and the notice stood on the old site."""
    new = tidy(IdentifierKind.DOMAIN, str(doing.asked["new_domain"]))
    today = business_date(doing.at)
    old = Identifier.objects.filter(
        channel=doing.case.subject_id, kind=IdentifierKind.DOMAIN, ended_on__isnull=True
    )
    for one in old.exclude(value=new):
        register.end_identifier(
            one, on=max(today, one.valid_from), reason=f"变更为{new}（{doing.case.number}）", by=doing.by, at=doing.at,
            case=doing.case,
        )  # fmt: skip


@registry.check("websites.another_domain", "新域名与现域名不同")
def another_domain(inquiry: Inquiry) -> list[Refusal]:
    wanted = tidy(IdentifierKind.DOMAIN, str(inquiry.asked.get("new_domain") or ""))
    if inquiry.subject is None or not wanted:
        return []
    standing = current_identifier(inquiry.subject, IdentifierKind.DOMAIN, business_date(inquiry.at))
    return (
        [Refusal("change.same_domain", "新域名与现域名相同，请核对。", "3.13")] if standing == wanted else []
    )


# ---- closing --------------------------------------------------------------------------------------------------


@registry.effect("websites.account_for_content", "逐条核对原有内容去向，无遗漏")
def account_for_content(doing: Doing) -> None:
    assert doing.step is not None  # noqa: S101 (declared on steps only)
    listed = next(
        (one.evidence for one in files_of(doing.case, doing.step.code) if "清单" in one.label), None
    )
    refuse(Refusal("content.no_list", "请附原网站内容清单。", "3.8") if listed is None else None)
    assert listed is not None  # noqa: S101 (refuse raised)
    actions.account_for_content(doing.case, listed, by=doing.by, at=doing.at)


@registry.effect("websites.watch_domain", "开始监看原域名")
def watch_domain(doing: Doing) -> None:
    """Before the domain ends as an identifier, remember it: somebody else may register it (3.10)."""
    channel = channel_of(doing.case)
    domain = current_identifier(channel, IdentifierKind.DOMAIN, business_date(doing.at))
    actions.begin_watch(channel, domain, case=doing.case, by=doing.by, at=doing.at)


@registry.showing("websites.content")
def content_link(case: Case, step: CaseStep) -> Iterable[tuple[str, str]]:
    """Where each item of the old site went."""
    count = case.content_accounts.count()
    return [(f"内容去向清单（{count}条）", reverse("websites_content", args=[case.pk]))] if count else []


from zhengtong.websites.procedures import notices, topics  # noqa: E402, F401  the words of notices and topics

registry.declare_folder(Path(__file__).parent)
