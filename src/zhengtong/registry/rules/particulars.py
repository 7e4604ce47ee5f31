"""What a record says, and what is wrong with it by itself (1.2, 3.1, 3.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from zhengtong.engine.refusals import Refusal
from zhengtong.registry.formats import domain_format, example, fits, plain
from zhengtong.registry.models.kinds import ChannelKind, Function
from zhengtong.registry.platforms import Platform, platforms, recognise

LONGEST: dict[str, int] = {
    "name": 100, "operator_name": 80, "url": 500, "handle": 100, "note": 1000, "exception_reason": 300, "reason": 200,
}  # fmt: skip
LABELS: dict[str, str] = {
    "kind": "类别", "platform": "平台", "name": "名称", "host": "主办单位", "operator_name": "承办单位",
    "url": "访问地址", "handle": "账号标识", "functions": "功能", "opened_on": "开通日期", "closed_on": "关停（注销）日期",
    "record_state": "登记状态", "channel_state": "运行状态", "note": "备注", "exception_reason": "例外开设理由",
}  # fmt: skip


@dataclass(frozen=True)
class Particulars:
    """What a record says of a channel apart from host and states; the same for entering and correcting."""

    kind: str
    name: str
    platform: str = ""
    operator_name: str = ""
    url: str = ""
    handle: str = ""
    functions: tuple[str, ...] = ()
    opened_on: date | None = None
    note: str = ""

    def tidied(self) -> Particulars:
        """As it is stored: no stray blanks, functions in their fixed order, the handle read from the address where left out."""
        functions = tuple(one.value for one in Function if one.value in self.functions)
        unknown = tuple(one for one in self.functions if one not in Function.values)
        lines = "\n".join(plain(line) for line in self.note.strip().splitlines())
        tidy = replace(
            self, name=plain(self.name), operator_name=plain(self.operator_name), url=self.url.strip(),
            handle=plain(self.handle), functions=functions + unknown, note=lines,
        )  # fmt: skip
        found = recognise(tidy.url) if tidy.kind == ChannelKind.ACCOUNT and not tidy.handle else None
        return replace(tidy, handle=found.handle) if found and found.platform.code == tidy.platform else tidy


def why_not_record(told: Particulars, *, subsites: str, on: date, applied: bool = False) -> list[Refusal]:
    """What is wrong with tidied particulars; `subsites` is where sub-sites live, "www.beibei.gov.cn/bm/", or empty.

    An account that is only `applied` for has no handle yet: the platform gives it when it is opened.
    """
    return [
        *_wrong_words(told),
        *_wrong_platform(told, applied),
        *_wrong_address(told, subsites, on),
        *_wrong_dates(told, on),
    ]


def _wrong_words(told: Particulars) -> Iterable[Refusal]:
    if told.kind not in ChannelKind.values:
        yield Refusal("kind_unknown", "请选择类别。", "1.2")
    if not told.name:
        yield Refusal("name_empty", "请填写名称，例如“北碚区教委”。", "1.2")
    for field, longest in LONGEST.items():
        if len(getattr(told, field, "")) > longest:
            yield Refusal(f"{field}_too_long", f"{LABELS[field]}过长，请控制在{longest}字以内。", "1.2")
    if any(one not in Function.values for one in told.functions):
        yield Refusal("function_unknown", "功能须从信息发布、解读回应、办事服务、互动交流中选择。", "1.3")


def _wrong_platform(told: Particulars, applied: bool) -> Iterable[Refusal]:
    if told.kind != ChannelKind.ACCOUNT:
        if told.platform:
            yield Refusal("platform_not_asked", "只有新媒体账号填写平台，请清空平台。", "1.2")
        if told.handle:
            yield Refusal("handle_not_asked", "只有新媒体账号填写账号标识，请清空账号标识。", "1.2")
        return
    known = platforms().get(told.platform)
    if known is None:
        names = "、".join(one.label for one in platforms().values())
        yield Refusal("platform_unknown", f"请选择账号所在平台：{names}。", "1.2")
    elif not told.handle and not applied:
        yield Refusal(
            "handle_empty", f"请填写账号标识，或填写能识别账号的访问地址，例如{known.example}。", "4.1"
        )
    elif " " in told.handle:
        yield Refusal("handle_malformed", f"账号标识不得含空格，例如{known.example}。", "4.1")


def _wrong_address(told: Particulars, subsites: str, on: date) -> Iterable[Refusal]:
    if not told.url:
        return
    hostname = hostname_of(told.url)
    if not hostname:
        yield Refusal(
            "url_malformed",
            "访问地址须以 http:// 或 https:// 开头且完整，例如https://www.beibei.gov.cn/。",
            "1.2",
        )
    elif told.kind == ChannelKind.ACCOUNT and told.platform in platforms():
        yield from _wrong_account_address(told, hostname, platforms()[told.platform])
    elif told.kind == ChannelKind.PORTAL and not fits(domain_format(told.kind, on).pattern, hostname):
        yield Refusal(
            "domain_malformed", f"域名“{hostname}”不符：{domain_format(told.kind, on).wanted}，例如{example('domain')}。",
            "3.6(2)",
        )  # fmt: skip
    elif told.kind == ChannelKind.SUBSITE and subsites and not _under(told.url, subsites):
        yield Refusal("subsite_elsewhere", f"子站地址须在门户网站之下，例如https://{subsites}jw/。", "3.1")


def _wrong_account_address(told: Particulars, hostname: str, platform: Platform) -> Iterable[Refusal]:
    found = recognise(told.url)
    if found is None or found.platform != platform:
        domains = "、".join(platform.domains)
        yield Refusal(
            "url_of_another_platform", f"“{hostname}”不是{platform.label}的地址，应在{domains}之下。", "1.2"
        )
    elif found.handle and told.handle and found.handle != told.handle:
        yield Refusal(
            "handle_differs",
            f"访问地址中的账号标识为“{found.handle}”，与所填“{told.handle}”不一致，请核对。",
            "1.2",
        )


def _wrong_dates(told: Particulars, on: date) -> Iterable[Refusal]:
    if told.opened_on and told.opened_on > on:
        yield Refusal("opened_in_the_future", f"开通日期不得晚于今日（{on}）；尚未开通的请留空。", "1.2")


# Labels of letters (those of Chinese domains too), digits and hyphens: "www.example.gov.cn;" is a slip of the pen.
_HOSTNAME = re.compile(r"([^\W_]([\w-]*[^\W_])?\.)+[^\W_]([\w-]*[^\W_])?")


def hostname_of(url: str) -> str:
    """The host an http(s) address names, in small letters; empty for anything that is not a whole plain address."""
    if any(mark.isspace() or ord(mark) < 32 or mark in "<>\"'\\`" for mark in url):
        return ""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return ""
    plain_address = parts.scheme.lower() in ("http", "https") and "@" not in parts.netloc
    hostname = (parts.hostname or "").lower().rstrip(".")
    return hostname if plain_address and _HOSTNAME.fullmatch(hostname) else ""


def _under(url: str, place: str) -> bool:
    steps = urlsplit(url).path.split("/")
    below = f"{hostname_of(url)}{urlsplit(url).path}"
    return below.startswith(place) and len(below) > len(place) and ".." not in steps
