"""Reports of updates and rechecks: what stands against one (4.8)."""

from datetime import date

from zhengtong.engine.refusals import Refusal
from zhengtong.registry.models.kinds import ChannelKind, ChannelState

RUNNING = frozenset({ChannelState.NORMAL, ChannelState.CLOSING})


def why_not_note(
    kind: str, state: str, on: date | None, *, last: date | None, opened_on: date | None, today: date
) -> list[Refusal]:
    """A report of an update on a day; `last` is the last one reported."""
    found = []
    if kind != ChannelKind.ACCOUNT or state not in RUNNING:
        found.append(Refusal("update.not_running", "该账号未在运行，无须登记更新。", "4.8"))
    if on is None:
        return [*found, Refusal("update.no_day", "请填写最近一次更新的日期。", "4.8")]
    if on > today:
        found.append(Refusal("update.ahead", f"更新日期不得晚于今日（{today}）。", "4.8"))
    if opened_on is not None and on < opened_on:
        found.append(Refusal("update.before_opening", f"更新日期不得早于开通日期（{opened_on}）。", "4.8"))
    if last is not None and on <= last:
        found.append(Refusal("update.known", f"{last}的更新已登记，请填写此后最近一次更新的日期。", "4.8"))
    return found


def why_not_recheck(
    planned_on: date, today: date, finding: str, *, done: bool, proven: bool, note: str
) -> list[Refusal]:
    """A recheck is done once, not before its day, with a picture of what was seen."""
    if done:
        return [Refusal("recheck.done", "该复查已办理，无须重复办理。", "4.8")]
    checks = [
        (planned_on > today, "recheck.early", f"尚未到复查日期（{planned_on}），请届时办理。"),
        (finding not in ("gone", "back"), "recheck.no_finding", "请选择复查结果。"),
        (not proven, "recheck.no_proof", "请附平台检索结果截图。"),
        (finding == "back" and not note.strip(), "recheck.no_note", "账号重新出现的，请写明情况和处理要求。"),
    ]
    return [Refusal(code, message, "4.8") for stands, code, message in checks if stands]
