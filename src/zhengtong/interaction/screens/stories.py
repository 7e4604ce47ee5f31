"""How the ledger's lines about messages are told."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from zhengtong.engine.clocks.rules import moment_zh
from zhengtong.engine.console.stories import tell_with
from zhengtong.engine.ledger.models import Entry
from zhengtong.interaction import verbs
from zhengtong.interaction.models import MessageKind, Satisfaction, Source

Teller = Callable[[dict[str, Any]], str]


def _label(choices: Any, code: object) -> str:
    return str(choices(code).label) if code in choices.values else str(code or "")


def _received(data: dict[str, Any]) -> str:
    at = moment_zh(datetime.fromisoformat(data["received_at"]))
    return f"{_label(Source, data['source'])}，{_label(MessageKind, data['kind'])}，收到时间{at}"


def _forwarded(data: dict[str, Any]) -> str:
    to = "".join((data["unit"], f"（责任人：{data['person']}）" if data.get("person") else ""))
    hints = [
        f"{one['unit']}{f' {share}%' if (share := one.get('share')) else ''}"
        for one in data.get("suggested", ())
    ]
    said = f"；系统建议：{'、'.join(hints)}" if hints else ""
    return f"转{to}办理{_after(data.get('note'))}{said}"


def _after(words: object, label: str = "") -> str:
    return f"；{label}{words}" if words else ""


def _sent_back(data: dict[str, Any]) -> str:
    return f"{data['unit']}退回：{data['why']}{_after(data.get('right'), '应由其办理：')}"


def _sorted(data: dict[str, Any]) -> str:
    return f"{_label(MessageKind, data['was'])}调整为{_label(MessageKind, data['now'])}{_until(data)}"


def _until(data: dict[str, Any]) -> str:
    return f"；答复期限{moment_zh(datetime.fromisoformat(data['due']))}" if data.get("due") else ""


def _submitted(data: dict[str, Any]) -> str:
    copied = f"，与以往答复雷同{data['likeness']}%" if data.get("likeness") else ""
    return f"第{data['number']}次答复送审{copied}"


def _decided(data: dict[str, Any]) -> str:
    left = f"，剩余{data['days_left']}个工作日" if data.get("days_left") else ""
    return f"{'同意' if data['allowed'] else '不同意'}{left}{_after(data.get('note'))}"


def _public(data: dict[str, Any]) -> str:
    masked = f"系统建议隐去{data['proposed']}处" if data.get("proposed") else "系统未发现个人信息"
    return masked + ("，审定人确认已核对" if data.get("checked") else "")


TOLD: dict[Any, Teller] = {
    verbs.RECEIVED: _received,
    verbs.FORWARDED: _forwarded,
    verbs.ACKNOWLEDGED: lambda data: f"{data['unit']}签收",
    verbs.SENT_BACK: _sent_back,
    verbs.JOINT_ASKED: lambda data: f"请{data['unit']}协办{_after(data.get('note'))}",
    verbs.JOINT_GIVEN: lambda data: f"{data['unit']}提出协办意见",
    verbs.JOINT_ENDED: lambda data: f"终止{data['unit']}协办",
    verbs.SORTED: _sorted,
    verbs.COMPLEX: lambda data: f"{data['why']}{_until(data)}",
    verbs.PAUSE_ASKED: lambda data: f"申请暂停至{data['until']}；{data['why']}",
    verbs.PAUSE_DECIDED: _decided,
    verbs.RESUMED: lambda data: f"剩余{data['days_left']}个工作日" if data.get("days_left") else "",
    verbs.ANSWER_DRAFTED: lambda data: f"第{data['number']}次答复",
    verbs.ANSWER_SUBMITTED: _submitted,
    verbs.ANSWER_RETURNED: lambda data: str(data["why"]),
    verbs.ANSWERED: lambda data: f"第{data['number']}次答复{_after(data.get('note'))}",
    verbs.FIX_BEGUN: lambda data: f"“{data['was']}”更正为“{data['became']}”" if data["became"] else f"删去“{data['was']}”",
    verbs.FIX_GIVEN_UP: lambda data: str(data["why"]),
    verbs.DECLINED: lambda data: str(data["why"]),
    verbs.MERGED: lambda data: f"并入{data['into']}{_after(data.get('why'))}",
    verbs.REMINDED: lambda data: data.get("text") or "网民询问办理进度",
    verbs.RATED: lambda data: _label(Satisfaction, data["satisfaction"]),
    verbs.REOPENED: lambda data: f"网民认为没有解决：{data['why']}",
    verbs.MADE_PUBLIC: _public,
    verbs.PUBLIC_ENDED: lambda data: str(data["why"]),
    verbs.LEARNED: lambda data: f"来自留言{data['from']}" if data.get("from") else "",
    verbs.FORGOTTEN: lambda data: str(data["why"]),
}  # fmt: skip


def _teller(say: Teller) -> Callable[[Entry], str]:
    return lambda entry: say(entry.data)


def tell() -> None:
    for verb, say in TOLD.items():
        tell_with(verb, _teller(say))
