"""The public register: every official site and account on a list by unit, on a list of its kind, and on a page of its own.

A page of its own stands for ever: a poster may carry its QR code, so what has closed says so there. Lists show what stands, and for
some time (parameter `register.gone_listed.days`) what has gone. Everything follows from the register and the day alone, so these
pages change only with the verbs that `subscriptions` names for the whole site, and with the date in the nightly build.
"""

from collections.abc import Iterator
from itertools import groupby

import segno
from markupsafe import Markup

from zhengtong.duties.rules import business_date
from zhengtong.portal import pages, rendering
from zhengtong.portal.build.outputs import Output, page
from zhengtong.portal.build.places import Portal
from zhengtong.portal.pieces import Column, Filter, Link, Listed, ListedGroup, Particular
from zhengtong.registry.models import ChannelKind, ChannelState, IdentifierKind
from zhengtong.registry.rules import PublicChannel
from zhengtong.regulation import parameter

REGISTER_NAME = "官方网站和新媒体查询"
REGISTER_SOURCE = "register"
PLACE = "/gfzd/"
WEBSITES = "wangzhan"
COLUMN = Column(
    name="官方网站和政务新媒体",
    href=PLACE,
    description="本区登记在册的政府网站、子站、政务新媒体账号和移动客户端。名单以外的，请先查询核实。",
    keywords=("官方网站", "政务新媒体", "官方账号", "查询核实"),
    category="政务公开",
)
ICP, POLICE = "https://beian.miit.gov.cn/", "https://beian.mps.gov.cn/"
# What is said of a state that is not simply 正常.
STATES = {
    ChannelState.NORMAL.value: "",
    ChannelState.SUSPENDED.value: "暂时下线",
    ChannelState.CLOSING.value: "拟关停，关停前仍为官方",
}


def register_outputs(portal: Portal) -> Iterator[Output]:
    """The lists and the page of each channel."""
    for kind in ("", *_kinds(portal)):
        yield page(_list_path(kind), rendering.render_register(_list(portal, kind)), REGISTER_SOURCE)
    for channel in portal.register:
        yield page(path_of(channel), rendering.render_channel(_channel(portal, channel)), REGISTER_SOURCE)


def register_addresses(portal: Portal) -> list[str]:
    """For the site map: the lists, and the pages of what stands."""
    lists = [_list_path(kind) for kind in ("", *_kinds(portal))]
    return [*lists, *(path_of(channel) for channel in portal.register if channel.official)]


def official_of(portal: Portal, unit: str) -> tuple[Listed, ...]:
    """The official accounts of a unit, for its sub-site."""
    return tuple(
        listed(portal, one)
        for one in portal.register
        if one.host_code == unit and one.official and one.is_new_media
    )


def path_of(channel: PublicChannel) -> str:
    return f"{PLACE}{channel.code}.html"


def listed(portal: Portal, channel: PublicChannel) -> Listed:
    sub = portal.sites.get(channel.host_code)
    return Listed(
        name=channel.name, href=path_of(channel), what=channel.what, host=channel.host_name,
        host_href=sub.home if sub else "", account=channel.handle, address=channel.url, certified=channel.certified,
        since=channel.opened_on, state=STATES.get(channel.state, channel.state_label), gone_on=channel.closed_on,
    )  # fmt: skip


# ---- lists ------------------------------------------------------------------------------------------------


def kind_of(channel: PublicChannel) -> str:
    """Under which list it stands: all websites on one, each platform on one, the app on one."""
    return WEBSITES if channel.is_website else channel.platform or ChannelKind.APP.value


def list_path(channel: PublicChannel) -> str:
    return _list_path(kind_of(channel))


def _list_path(kind: str) -> str:
    return f"{PLACE}lb/{kind}/" if kind else PLACE


def _kinds(portal: Portal) -> dict[str, str]:
    """The lists by kind that have something to show, with their names; websites first, the largest platforms next."""
    shown = [one for one in portal.register if one.official]
    names = {kind_of(one): "网站" if one.is_website else one.what for one in shown}
    counts = {kind: sum(kind_of(one) == kind for one in shown) for kind in names}
    return {
        kind: names[kind] for kind in sorted(names, key=lambda kind: (kind != WEBSITES, -counts[kind], kind))
    }


def _list(portal: Portal, kind: str) -> pages.RegisterPage:
    of_kind = [one for one in portal.register if not kind or kind_of(one) == kind]
    groups = _groups(portal, [one for one in of_kind if one.official])
    kinds = _kinds(portal)
    return pages.RegisterPage(
        site=portal.main, column=COLUMN, path=_list_path(kind), groups=groups, gone=_gone(portal, of_kind),
        filters=(_by_kind(portal, kinds, kind), *_by_unit(groups)), narrowed=kinds.get(kind, ""),
        trail=(Link(COLUMN.name, PLACE),) if kind else (),
    )  # fmt: skip


def _groups(portal: Portal, channels: list[PublicChannel]) -> tuple[ListedGroup, ...]:
    """By host unit, each unit once: the portal heads the register, and with it its host."""
    order = {code: place for place, code in enumerate(dict.fromkeys(one.host_code for one in channels))}
    by_unit = groupby(
        sorted(channels, key=lambda one: order[one.host_code]), key=lambda one: (one.host_code, one.host_name)
    )
    return tuple(
        ListedGroup(name, f"dw-{code}", tuple(listed(portal, one) for one in those))
        for (code, name), those in by_unit
    )


def _gone(portal: Portal, channels: list[PublicChannel]) -> tuple[Listed, ...]:
    day = business_date(portal.at)
    days = parameter("register.gone_listed.days", on=day).number
    gone = [one for one in channels if not one.official and one.went_within(days, day)]
    gone.sort(key=lambda one: (one.closed_on or day, one.code), reverse=True)
    return tuple(listed(portal, one) for one in gone)


def _by_kind(portal: Portal, kinds: dict[str, str], chosen: str) -> Filter:
    shown = [kind_of(one) for one in portal.register if one.official]
    links = [Link("全部", PLACE, str(len(shown)), current=not chosen)]
    links += [
        Link(name, _list_path(kind), str(shown.count(kind)), current=kind == chosen)
        for kind, name in kinds.items()
    ]
    return Filter("类别", tuple(links))


def _by_unit(groups: tuple[ListedGroup, ...]) -> list[Filter]:
    links = tuple(Link(group.title, f"#{group.anchor}", str(len(group.entries))) for group in groups)
    return [Filter("单位", links)] if len(links) > 1 else []


# ---- one of them ------------------------------------------------------------------------------------------


def _channel(portal: Portal, channel: PublicChannel) -> pages.ChannelPage:
    path = path_of(channel)
    return pages.ChannelPage(
        site=portal.main, column=COLUMN, path=path, listed=listed(portal, channel), number=channel.code,
        facts=tuple(_facts(portal, channel)), code=qr_code(portal.main.absolute(path)),
        trail=(Link(COLUMN.name, PLACE),),
    )  # fmt: skip


def qr_code(address: str) -> Markup:
    """The address as a drawing for the page itself: strict policy, so no style and no picture from elsewhere."""
    drawn = segno.make(address, error="m").svg_inline(border=4, omitsize=True, dark="#000", light="#fff")
    return Markup(drawn)  # noqa: S704 - paths drawn by segno; the address is not in it as text


def _facts(portal: Portal, channel: PublicChannel) -> Iterator[Particular]:
    """Particulars in the order people look for them; what is not registered is left out, but for what must be there."""
    if channel.is_account:
        yield Particular("平台", channel.what)
        yield Particular("账号标识", channel.handle)
        yield Particular("认证主体", channel.certified or "尚未登记")
    if channel.url:
        yield Particular(
            "网址" if channel.is_website else "账号主页", channel.url, channel.url if channel.official else ""
        )
    yield Particular("主办单位", channel.host_name, _home_of(portal, channel))
    if channel.operator_name:
        yield Particular("承办单位", channel.operator_name)
    yield Particular("开通日期", channel.opened_on.isoformat() if channel.opened_on else "尚未登记")
    if channel.closed_on:
        yield Particular("关停（注销）日期", channel.closed_on.isoformat())
    if channel.functions:
        yield Particular("功能", "、".join(channel.functions))
    yield from _identifiers(portal, channel)


def _home_of(portal: Portal, channel: PublicChannel) -> str:
    return portal.sites[channel.host_code].home if channel.host_code in portal.sites else ""


def _identifiers(portal: Portal, channel: PublicChannel) -> Iterator[Particular]:
    """Numbers by which a site can be verified elsewhere; a sub-site stands under those of the portal."""
    borne, suffix = channel, ""
    if channel.kind == ChannelKind.SUBSITE:
        borne = next(
            (one for one in portal.register if one.kind == ChannelKind.PORTAL and one.official), channel
        )
        suffix = "（随门户网站）"
    links = {IdentifierKind.ICP.value: ICP, IdentifierKind.POLICE.value: POLICE}
    left_out = {IdentifierKind.CERTIFICATION.value} | ({"domain", "domain_cn"} if suffix else set())
    for kind, value in borne.identifiers.items():
        if kind not in left_out:
            yield Particular(IdentifierKind(kind).label, f"{value}{suffix}", links.get(kind, ""))
