"""Which accounts should be closed or merged (4.8), from facts alone: every reason with its figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhengtong.engine.choices import TextChoices


class ReasonKind(TextChoices):
    """The grounds of 4.8; the last three ask for merging first."""

    UNMAINTAINED = "unmaintained", "无专人维护"
    SILENT = "silent", "长期无更新"
    INSECURE = "insecure", "安全保障不到位"
    UNFIT = "unfit", "不符合开设要求"
    ALIKE = "alike", "功能相近"
    UNUSED = "unused", "用户关注度和利用率低"


class Advice(TextChoices):
    """What the reasons together suggest: the Office decides."""

    CLOSE = "close", "关停"
    MERGE = "merge", "先整合后关停"
    MEND = "mend", "先整改"


CLOSE = frozenset({ReasonKind.UNMAINTAINED, ReasonKind.SILENT})
MERGE = frozenset({ReasonKind.ALIKE, ReasonKind.UNUSED})


@dataclass(frozen=True)
class AccountFacts:
    """What is known of one running account on a day. `silent_days`: since the last known update; `followers` None: not known.

    `unguarded`: nobody is registered as custodian; `keeper_gone`: a custodian holds no post in the host any more (7.4).
    """

    key: int
    name: str
    platform: str
    host: str
    functions: tuple[str, ...]
    keepers: int
    silent_days: int
    certified: str
    host_name: str
    followers: int | None = None
    host_dissolved: bool = False
    unguarded: bool = False
    keeper_gone: bool = False


@dataclass(frozen=True)
class Reason:
    """One reason in words with its figures; `clause` is where it stands."""

    kind: ReasonKind
    text: str
    clause: str = "4.8"


def judge(accounts: Sequence[AccountFacts], *, silent: int, few: int) -> dict[int, list[Reason]]:
    """The reasons against each account that has any, by key. `silent`: days without update; `few`: followers below that are few."""
    found = {one.key: [*_of_one(one, silent, few)] for one in accounts}
    for key, reason in _alike(accounts):
        found[key].append(reason)
    return {key: reasons for key, reasons in found.items() if reasons}


def advice(reasons: Iterable[Reason]) -> Advice:
    """Nobody there or nothing new: closing. Alike or hardly used: merging first. What can be put right is put right."""
    kinds = {one.kind for one in reasons}
    if kinds & CLOSE:
        return Advice.CLOSE
    return Advice.MERGE if kinds & MERGE else Advice.MEND


def _of_one(one: AccountFacts, silent: int, few: int) -> Iterable[Reason]:
    if one.host_dissolved:
        yield Reason(ReasonKind.UNMAINTAINED, f"主办单位{one.host}已撤销，尚未确定承接单位", "4.3")
    elif one.keepers == 0:
        yield Reason(ReasonKind.UNMAINTAINED, f"{one.host}现任网站（新媒体）管理员0人")
    if one.silent_days >= silent:
        yield Reason(ReasonKind.SILENT, f"已{one.silent_days}天未登记更新（达到{silent}天的列入）")
    if one.unguarded:
        yield Reason(ReasonKind.INSECURE, "已登记的账号保管人0人", "7.4")
    elif one.keeper_gone:
        yield Reason(ReasonKind.INSECURE, "账号保管人已不在主办单位任职，尚未移交", "7.4")
    if not one.certified:
        yield Reason(ReasonKind.UNFIT, "未登记认证主体", "4.6")
    elif one.host_name not in one.certified:
        yield Reason(ReasonKind.UNFIT, f"认证主体“{one.certified}”未标明主办单位“{one.host_name}”", "4.6")
    if one.followers is not None and one.followers < few:
        yield Reason(ReasonKind.UNUSED, f"关注用户{one.followers}人（不足{few}人的列入）")


def _alike(accounts: Sequence[AccountFacts]) -> Iterable[tuple[int, Reason]]:
    """Accounts of one host with the same functions on several platforms: all but the one that is used most."""
    groups: dict[tuple[str, tuple[str, ...]], list[AccountFacts]] = {}
    for one in accounts:
        if one.functions:
            groups.setdefault((one.host, one.functions), []).append(one)
    for alike in groups.values():
        best, *others = sorted(alike, key=lambda one: (-(one.followers or 0), one.silent_days, one.key))
        for one in others:
            text = f"与{best.platform}“{best.name}”主办单位、功能相同，同类账号共{len(alike)}个"
            yield one.key, Reason(ReasonKind.ALIKE, text)
