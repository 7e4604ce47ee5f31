"""What the steps of chapter 4 change, beside what the register's own words change."""

from typing import Any

from zhengtong.duties.models import Unit
from zhengtong.engine.procedures import actions as procedures
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.models import StepState
from zhengtong.engine.procedures.registry import Doing
from zhengtong.newmedia.actions.rechecks import plan_recheck
from zhengtong.newmedia.procedures.checks import GONE_STEP, changes_of, told_of
from zhengtong.registry import actions
from zhengtong.registry.models import ChannelKind, ChannelState
from zhengtong.registry.procedures import channel_of, move_to


def _acting_as(doing: Doing) -> str:
    """In which post; at the end of a case that of who did its last step."""
    if doing.step is not None:
        return doing.step.acting_as
    last = doing.case.steps.filter(done_by=doing.by).order_by("-ended_at", "-pk").first()
    return last.acting_as if last else ""


def _change(doing: Doing, changes: dict[str, Any]) -> None:
    actions.change_by_case(
        channel_of(doing.case),
        changes,
        case=doing.case,
        by=doing.by,
        at=doing.at,
        acting_as=_acting_as(doing),
    )


# ---- opening --------------------------------------------------------------------------------------------------


@registry.effect("newmedia.register_account", "登记账号，状态为“申请中”")
def register_account(doing: Doing) -> None:
    """The Office approves: the account has its number. An exception (4.1) is granted by who approves."""
    channel = actions.register(
        told_of(doing.asked), host=Unit.objects.get(code=doing.case.party), by=doing.by, at=doing.at,
        state=ChannelState.APPLIED, exception_reason=str(doing.asked.get("exception_reason") or ""), case=doing.case,
    )  # fmt: skip
    procedures.take_subject(doing.case, channel)


@registry.effect("newmedia.register_app", "登记移动客户端，状态为“申请中”")
def register_app(doing: Doing) -> None:
    """At the last approval: the city's where it is asked for, whose number is then the reason of the exception (4.4)."""
    asked, given = doing.asked, doing.given
    at_the_city = doing.step is not None and doing.step.code == "city"
    if asked.get("city") is True and not at_the_city:
        return
    reason = f"市政府办公厅批复{given.get('number', '')}（{given.get('dated', '')}）" if at_the_city else ""
    channel = actions.register(
        told_of({**asked, "platform": "", "handle": ""}, ChannelKind.APP),
        host=Unit.objects.get(code=doing.case.party), by=doing.by, at=doing.at, state=ChannelState.APPLIED,
        exception_reason=reason, case=doing.case,
    )  # fmt: skip
    procedures.take_subject(doing.case, channel)


@registry.effect("newmedia.record_opened", "登记账号标识和访问地址")
def record_opened(doing: Doing) -> None:
    _change(doing, {field: doing.given[field] for field in ("handle", "url") if doing.given.get(field)})


@registry.effect("newmedia.host_is_party", "")
def host_is_party(doing: Doing) -> None:
    """An opening that passed to another unit under way (the first was dissolved) goes live under that unit."""
    if channel_of(doing.case).host.code != doing.case.party:
        _change(doing, {"host": Unit.objects.get(code=doing.case.party)})


# ---- changes --------------------------------------------------------------------------------------------------


@registry.effect("newmedia.change", "按批准的内容变更登记")
def change(doing: Doing) -> None:
    changes = changes_of(doing.asked)
    if changes:
        _change(doing, changes)


@registry.effect("newmedia.choose", "确定承接单位，或者转为注销")
def choose(doing: Doing) -> None:
    """The Office's choice becomes part of what is asked: who must consent and what follows depend on it."""
    decided: dict[str, Any] = {key: doing.given[key] for key in ("way", "new_host") if key in doing.given}
    cancelled = doing.given.get("way") == "cancel"
    procedures.settle(doing.case, decided, dropped=["new_host"] if cancelled else [])


@registry.effect("newmedia.settle_host", "变更主办单位，或者发起注销")
def settle_host(doing: Doing) -> None:
    if doing.asked.get("way") == "cancel":
        _begin_cancellation(doing)
    else:
        _change(doing, {"host": Unit.objects.get(code=doing.asked["new_host"])})


def _begin_cancellation(doing: Doing) -> None:
    """The Office found nobody to take the account over: it is cancelled by its own procedure (4.2, 4.3)."""
    why = f"{doing.asked.get('why', '')}区政府办公室确定注销（{doing.case.number}）。"
    procedures.begin(
        registry.procedures["account.cancellation"], party=doing.case.party, by=None, at=doing.at,
        asked={"cause": "dissolved", "why": why, "whereto": "原有内容和服务去向以公告为准。"},
        subject=channel_of(doing.case),
    )  # fmt: skip


# ---- closing --------------------------------------------------------------------------------------------------


@registry.effect("newmedia.resume", "账号尚在的，运行状态改回“正常”")
def resume(doing: Doing) -> None:
    """A closing that is not finished is taken back, unless the account is proven gone already."""
    gone = doing.case.steps.filter(code__startswith=GONE_STEP, state=StepState.DONE).exists()
    channel = channel_of(doing.case)
    if channel.channel_state == ChannelState.CLOSING and not gone:
        move_to(doing, ChannelState.NORMAL, "未予关停")


@registry.effect("newmedia.plan_recheck", "安排注销复查")
def plan(doing: Doing) -> None:
    plan_recheck(channel_of(doing.case), doing.case, at=doing.at)
