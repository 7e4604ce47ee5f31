"""What a well-formed identifier looks like: patterns of the regulation packs, and of `data/formats.toml` where no pack has one."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from zhengtong.engine.refusals import Refusal
from zhengtong.registry.models.kinds import ChannelKind, IdentifierKind
from zhengtong.registry.platforms import DATA
from zhengtong.regulation import parameter

LONGEST_VALUE = 120
# The clause under which a channel gets each identifier.
CLAUSE_OF: dict[str, str] = {
    IdentifierKind.MARK: "3.6(1)",
    IdentifierKind.DOMAIN: "3.6(2)",
    IdentifierKind.DOMAIN_CN: "3.6(2)",
    IdentifierKind.ICP: "3.6(2)",
    IdentifierKind.POLICE: "3.6(3)",
    IdentifierKind.SITE_CODE: "3.6(4)",
    IdentifierKind.CERTIFICATION: "4.6",
}
CASELESS = {IdentifierKind.DOMAIN, IdentifierKind.DOMAIN_CN}


@dataclass(frozen=True)
class Format:
    """`pattern` must hold of the whole value; `prefixes`, where given, name how a value of this district begins."""

    pattern: str
    wanted: str
    prefixes: tuple[str, ...] = ()


@cache
def formats() -> dict[str, Any]:
    return tomllib.loads((DATA / "formats.toml").read_text(encoding="utf-8"))


def example(kind: str) -> str:
    return str(formats()[kind]["example"])


def plain(text: str) -> str:
    """Text as somebody meant it: no invisible characters, one blank where there were many, none at the ends."""
    visible = "".join(" " if mark in "\r\n\t" else mark for mark in text)
    return " ".join(
        "".join(mark for mark in visible if not unicodedata.category(mark).startswith("C")).split()
    )


def tidy(kind: str, value: str) -> str:
    """An identifier as it is stored: full-width forms made plain, no blanks, domains in small letters."""
    if kind == IdentifierKind.CERTIFICATION:
        return plain(value)
    value = "".join(plain(unicodedata.normalize("NFKC", value)).split())
    return value.lower().rstrip(".") if kind in CASELESS else value


def format_of(kind: str, channel_kind: str, on: date) -> Format | None:
    """The format valid on that day, or None for an identifier that is free text."""
    if kind == IdentifierKind.SITE_CODE:
        prefixes = parameter("identifier.site_code.prefix", on=on).words
        wanted = f"10位数字，前六位为本区行政区划代码{'或'.join(prefixes)}；部门网站为bm加8位数字"
        pattern = parameter("identifier.site_code.pattern", on=on).words[0]
        return Format(pattern, wanted, (*prefixes, "bm"))
    if kind == IdentifierKind.ICP:
        prefixes = parameter("identifier.icp.prefix", on=on).words
        wanted = f"“{prefixes[0]}”加8至10位数字加“号”，可带“-序号”"
        return Format(parameter("identifier.icp.pattern", on=on).words[0], wanted, prefixes)
    if kind == IdentifierKind.POLICE:
        prefixes = parameter("identifier.police.prefix", on=on).words
        return Format(
            parameter("identifier.police.pattern", on=on).words[0],
            f"“{prefixes[0]}”加14位数字加“号”",
            prefixes,
        )
    if kind == IdentifierKind.DOMAIN:
        return domain_format(channel_kind, on)
    if kind == IdentifierKind.DOMAIN_CN:
        return Format(formats()[kind]["pattern"], "以“.政务”或“.公益”结尾")
    if kind == IdentifierKind.MARK:
        return Format(formats()[kind]["pattern"], "标识证书编号，由8至64位字母和数字组成")
    return None


def domain_format(channel_kind: str, on: date) -> Format:
    if channel_kind == ChannelKind.PORTAL:
        return Format(
            parameter("domain.portal.pattern", on=on).words[0], "门户网站使用“www.×××.gov.cn”形式的域名"
        )
    return Format(
        parameter("domain.department.pattern", on=on).words[0], "部门网站使用“○○○.×××.gov.cn”形式的域名"
    )


def fits(pattern: str, value: str) -> bool:
    # ASCII: digits of other scripts are not digits of a filing number.
    return re.fullmatch(pattern, value, re.ASCII) is not None


def wrong_identifier(kind: str, value: str, *, channel_kind: str, on: date) -> list[Refusal]:
    """What is wrong with the form of a tidied identifier on that day."""
    label, clause = IdentifierKind(kind).label, CLAUSE_OF[kind]
    if not value:
        return [Refusal("identifier_empty", f"请填写{label}。", clause)]
    if len(value) > LONGEST_VALUE:
        return [Refusal("identifier_too_long", f"{label}过长，请控制在{LONGEST_VALUE}字以内。", clause)]
    wanted = format_of(kind, channel_kind, on)
    if wanted is None:
        return []
    if fits(wanted.pattern, value) and (not wanted.prefixes or value.startswith(wanted.prefixes)):
        return []
    message = f"{label}“{value}”格式不符：应为{wanted.wanted}，例如{example(kind)}。"
    return [Refusal(f"{kind}_malformed", message, clause)]
