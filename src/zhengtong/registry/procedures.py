"""The words of procedures about channels: what they are about, what is known of them, what a step changes in the register."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from zhengtong.duties.rules import business_date
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.queries import files_of
from zhengtong.engine.procedures.registry import Doing, Inquiry
from zhengtong.engine.refusals import Refusal
from zhengtong.registry import actions, platforms, queries
from zhengtong.registry.formats import tidy, wrong_identifier
from zhengtong.registry.models import Channel, ChannelKind, ChannelState, Function, Identifier, IdentifierKind
from zhengtong.registry.models.kinds import OWN_DOMAIN
from zhengtong.registry.national import national_record

registry.things_live_at("registry.channel", lambda one: reverse("registry_channels:inspect", args=[one.pk]))


# ---- what a case is about -------------------------------------------------------------------------------------


def of_party(party: str, *kinds: str) -> QuerySet[Channel]:
    return queries.standing().filter(host__code=party, kind__in=kinds).select_related("host").order_by("code")


@registry.about("registry.own_sites", "本单位的独立域名网站（含门户网站）")
def own_sites(party: str) -> QuerySet[Channel]:
    return of_party(party, *sorted(OWN_DOMAIN))


@registry.about("registry.own_accounts", "本单位的新媒体账号和移动客户端")
def own_accounts(party: str) -> QuerySet[Channel]:
    return of_party(party, ChannelKind.ACCOUNT, ChannelKind.APP)


def channel_of(case: Any) -> Channel:
    """The channel that a case is about, locked. Raises Channel.DoesNotExist before there is one."""
    return Channel.objects.select_for_update(of=("self",)).select_related("host").get(pk=case.subject_id)


# ---- what is known --------------------------------------------------------------------------------------------


def _field(name: str) -> Any:
    def known(inquiry: Inquiry) -> Any:
        return getattr(inquiry.subject, name, "") if inquiry.subject is not None else ""

    known.__qualname__ = f"known_{name}"
    return known


for field in ("name", "url", "handle", "operator_name", "functions"):
    registry.source(f"registry.{field}")(_field(field))


def _identifier(kind: IdentifierKind) -> Any:
    def known(inquiry: Inquiry) -> str:
        if inquiry.subject is None:
            return ""
        return queries.current_identifier(inquiry.subject, kind, business_date(inquiry.at))

    known.__qualname__ = f"known_identifier_{kind.value}"
    return known


for identifier in IdentifierKind:
    registry.source(f"registry.{identifier.value}")(_identifier(identifier))


@registry.choice("registry.functions", "四项功能")
def functions(inquiry: Inquiry) -> Iterable[tuple[str, str]]:
    return list(Function.choices)


@registry.choice("registry.platforms", "平台")
def account_platforms(inquiry: Inquiry) -> Iterable[tuple[str, str]]:
    return platforms.choices()


@registry.sheet("registry.national_site", "全国政府网站信息报送系统")
def national_site(inquiry: Inquiry) -> list[tuple[str, str]]:
    """The record in the order of the form of the national system."""
    return list(national_record(inquiry.subject, inquiry.at)) if inquiry.subject is not None else []


registry.sheet("registry.national_account", "全国政务新媒体信息报送系统")(national_site)


# ---- how answers must look ------------------------------------------------------------------------------------


def _form(kind: IdentifierKind) -> Any:
    def wrong(value: str, inquiry: Inquiry) -> list[Refusal]:
        channel_kind = inquiry.subject.kind if inquiry.subject is not None else ChannelKind.SITE
        on = business_date(inquiry.at)
        return wrong_identifier(kind, tidy(kind, value), channel_kind=channel_kind, on=on)

    wrong.__qualname__ = f"wrong_{kind.value}"
    return wrong


for identifier in IdentifierKind:
    registry.answer_form(f"registry.{identifier.value}")(_form(identifier))


# ---- what changes ---------------------------------------------------------------------------------------------


def _acting_as(doing: Doing) -> str:
    return doing.step.acting_as if doing.step else ""


def move_to(doing: Doing, state: str, reason: str, **more: Any) -> None:
    """Change the state of the case's channel, saying which case does it."""
    actions.set_state(
        channel_of(doing.case), state, case=doing.case, by=doing.by, at=doing.at, acting_as=_acting_as(doing),
        reason=f"{reason}（{doing.case.number}）", **more,
    )  # fmt: skip


@registry.effect("registry.go_live", "运行状态改为“正常”，记录开通日期")
def go_live(doing: Doing) -> None:
    opened = (
        date.fromisoformat(doing.given["opened_on"])
        if "opened_on" in doing.given
        else business_date(doing.at)
    )
    move_to(doing, ChannelState.NORMAL, "开通", opened_on=opened)


@registry.effect("registry.resume", "运行状态改为“正常”")
def resume(doing: Doing) -> None:
    move_to(doing, ChannelState.NORMAL, "恢复运行")


@registry.effect("registry.closing", "运行状态改为“拟关停”")
def closing(doing: Doing) -> None:
    move_to(doing, ChannelState.CLOSING, "批准关停")


@registry.effect("registry.close", "运行状态改为“已关停”")
def close(doing: Doing) -> None:
    move_to(doing, ChannelState.CLOSED, "关停", closed_on=business_date(doing.at))


@registry.effect("registry.cancel", "运行状态改为“已注销”")
def cancel(doing: Doing) -> None:
    move_to(doing, ChannelState.CANCELLED, "注销", closed_on=business_date(doing.at))


@registry.effect("registry.give_up", "申请中的阵地记为“已注销”")
def give_up(doing: Doing) -> None:
    """An opening that was refused, withdrawn or stopped: the record stays, cancelled; nothing that runs is touched."""
    applied = Channel.objects.filter(pk=doing.case.subject_id or 0, channel_state=ChannelState.APPLIED)
    if applied.exists():
        move_to(doing, ChannelState.CANCELLED, "未予开设", closed_on=business_date(doing.at))


@registry.effect("registry.identify", "登记本环节取得的标识")
def identify(doing: Doing) -> None:
    """Every identifier that the step yielded under its kind's name, with its date and the step's proof."""
    channel = channel_of(doing.case)
    day = date.fromisoformat(doing.given["dated"]) if "dated" in doing.given else business_date(doing.at)
    assert doing.step is not None  # noqa: S101 (declared on steps only)
    proof = next((one.evidence for one in files_of(doing.case, doing.step.code)), None)
    for kind in IdentifierKind:
        value = doing.given.get(kind.value)
        if value and queries.current_identifier(channel, kind, day) != tidy(kind, value):
            actions.set_identifier(
                channel,
                kind,
                value,
                valid_from=day,
                evidence=proof,
                by=doing.by,
                at=doing.at,
                case=doing.case,
            )


def _end(kind: IdentifierKind) -> Any:
    def end(doing: Doing) -> None:
        day = date.fromisoformat(doing.given["dated"]) if "dated" in doing.given else business_date(doing.at)
        for one in Identifier.objects.filter(channel=doing.case.subject_id, kind=kind, ended_on__isnull=True):
            actions.end_identifier(
                one, on=max(day, one.valid_from), reason=f"注销（{doing.case.number}）", by=doing.by, at=doing.at,
                case=doing.case,
            )  # fmt: skip

    end.__qualname__ = f"end_{kind.value}"
    return end


for identifier in IdentifierKind:
    registry.effect(f"registry.end_{identifier.value}", f"终止{identifier.label}")(_end(identifier))
