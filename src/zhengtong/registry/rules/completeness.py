"""What a record lacks, and what in it should be looked at although it may stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zhengtong.engine.refusals import Refusal
from zhengtong.registry.formats import CLAUSE_OF, domain_format, fits
from zhengtong.registry.models.kinds import OWN_DOMAIN, ChannelKind, IdentifierKind
from zhengtong.registry.rules.particulars import LABELS, Particulars, hostname_of

if TYPE_CHECKING:
    from zhengtong.duties.models import Unit
    from zhengtong.registry.models import Channel


def doubts(told: Particulars, host: Unit, certified: str = "", *, on: date | None = None) -> list[Refusal]:
    """What may stand but should be looked at: names that do not show the host (4.6), domains outside the platform (3.1).

    With a Beijing day also site domains whose form is not that of a government site on that day (3.6).
    """
    found = []
    if told.kind == ChannelKind.ACCOUNT and not _names(told.name, host):
        message = f"账号名称“{told.name}”未体现主办单位，宜含“{host.short_name}”或其规范简称。"
        found.append(Refusal("name_without_host", message, "4.6"))
    if certified and certified != host.name:
        found.append(
            Refusal("certified_for_another", f"认证主体“{certified}”与主办单位“{host.name}”不一致。", "4.6")
        )
    hostname = hostname_of(told.url)
    if told.kind == ChannelKind.SITE and hostname:
        message = f"独立域名“{hostname}”不在集约化平台内，原则上应使用责任栏目或子站。"
        found.append(Refusal("domain_outside", message, "3.1"))
        found += _foreign_domain(told.kind, hostname, on) if on else []
    return found


def _foreign_domain(kind: str, hostname: str, on: date) -> list[Refusal]:
    formats = [domain_format(one, on) for one in (kind, ChannelKind.PORTAL)]
    if any(fits(one.pattern, hostname) for one in formats):
        return []
    message = f"域名“{hostname}”不符合政府网站域名的形式：{formats[0].wanted}，请核对。"
    return [Refusal("domain_not_of_government", message, "3.6(2)")]


def _names(name: str, host: Unit) -> bool:
    """Whether a name shows the host: by its name, its short name, or the short name without the level ("区教委" → "教委").

    The Office speaks for the government itself (2.3).
    """
    if host.is_office and "人民政府" in name:
        return True
    bare = host.short_name.removeprefix("区委").removeprefix("区") or host.short_name
    return any(one and one in name for one in (host.name, host.short_name, bare))


@dataclass(frozen=True)
class Missing:
    """Something a record lacks: the field or kind of identifier, what people call it, the clause that asks for it."""

    what: str
    label: str
    clause: str


# What the record of each kind must say (the national reporting systems ask the same).
FIELDS_ASKED: dict[str, tuple[tuple[str, str], ...]] = {
    ChannelKind.PORTAL: (("url", "1.2"), ("opened_on", "1.2"), ("functions", "1.3")),
    ChannelKind.SITE: (("url", "1.2"), ("opened_on", "1.2"), ("functions", "1.3")),
    ChannelKind.SUBSITE: (("url", "1.2"), ("functions", "1.3")),
    ChannelKind.ACCOUNT: (("handle", "4.1"), ("opened_on", "4.2"), ("functions", "4.7")),
    ChannelKind.APP: (("url", "4.4"), ("opened_on", "4.4"), ("functions", "4.7")),
}
_OWN_SITE = (
    IdentifierKind.MARK,
    IdentifierKind.DOMAIN,
    IdentifierKind.ICP,
    IdentifierKind.POLICE,
    IdentifierKind.SITE_CODE,
)
IDENTIFIERS_ASKED: dict[str, tuple[IdentifierKind, ...]] = {
    ChannelKind.PORTAL: _OWN_SITE,
    ChannelKind.SITE: _OWN_SITE,
    ChannelKind.SUBSITE: (),
    ChannelKind.ACCOUNT: (IdentifierKind.CERTIFICATION,),
    ChannelKind.APP: (IdentifierKind.ICP,),
}


def missing(channel: Channel, *, kinds: Collection[str], responsible: bool, contact: bool) -> list[Missing]:
    """What the record of a channel lacks, given the kinds of identifiers in force and whether the host has the two posts filled."""
    found = [
        Missing(field, LABELS[field], asked)
        for field, asked in FIELDS_ASKED[channel.kind]
        if not getattr(channel, field)
    ]
    found += [
        Missing(kind, kind.label, CLAUSE_OF[kind])
        for kind in IDENTIFIERS_ASKED[channel.kind]
        if kind not in kinds
    ]
    if not responsible:
        found.append(Missing("responsible", "负责人", "5.3"))
    if not contact:
        found.append(Missing("contact", "联系人", "1.2"))
    if channel.kind in OWN_DOMAIN:
        asked_of_host = (("phone", "主办单位联系电话"), ("address", "主办单位地址"))
        found += [
            Missing(field, label, "3.13")
            for field, label in asked_of_host
            if not getattr(channel.host, field)
        ]
    return found
