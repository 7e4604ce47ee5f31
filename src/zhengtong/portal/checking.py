"""The answer to "is this an official site or account of the district?" in words a citizen understands (1.2, 4.6, 7.3)."""

from collections.abc import Callable

from zhengtong.portal import pages
from zhengtong.portal.build.places import Portal
from zhengtong.portal.build.register import COLUMN, PLACE, list_path, listed
from zhengtong.portal.pieces import Link
from zhengtong.registry.models import ChannelState
from zhengtong.registry.rules import Answer, PublicChannel, Verdict, look_up

TRAIL = (Link(COLUMN.name, PLACE),)
NOT_CONFIRMED = "未在本区登记，不能确认是官方网站、官方账号。"
IMITATES = "其写法与本区官方网站、官方账号相近，请谨防冒用。"
TROUBLES = {
    "several": "所填内容里有不止一个网址。请一次只查一个。",
    "malformed": "所填网址的写法不正常（例如含有“@”“\\”，或者不是以 http 开头），容易使人误认。请不要打开，也不要填写个人信息。",
}
NOTHING_ASKED = "请粘贴网址，或者输入账号、名称。"


def check_page(portal: Portal, text: str) -> pages.CheckPage:
    """The page that answers this text; the start page where nothing was asked."""
    site = portal.main
    if not text:
        return pages.CheckPage(site=site, trail=TRAIL)
    if not any(mark.isalnum() for mark in text):
        return pages.CheckPage(site=site, query=text, refusal=NOTHING_ASKED, trail=TRAIL)
    answer = look_up(text, portal.register)
    verdict, tone, told = WORDS[answer.verdict](answer)
    return pages.CheckPage(
        site=site, query=text, tone=tone, verdict=verdict, told=tuple(told), asked=answer.address,
        found=tuple(listed(portal, one) for one in answer.found),
        alike=tuple(listed(portal, one) for one in answer.alike),
        report=answer.verdict != Verdict.OFFICIAL, more=_more(portal, answer), trail=TRAIL,
    )  # fmt: skip


Words = tuple[str, str, list[str]]


def _official(answer: Answer) -> Words:
    first = answer.found[0]
    what = "官方网站" if first.is_website else f"官方{first.what}"
    told = [_introduced(first)] if len(answer.found) == 1 else []
    told += [f"{one.what}“{one.name}”{note}" for one in answer.found if (note := _state_of(one))]
    if first.is_account and not answer.address:
        only = "、".join(dict.fromkeys(one.what for one in answer.found))
        told.append(f"仅指{only}上的这一账号。其他平台上账号相同的，请另行查询。")
    return f"是本区登记的{what}", "good", told


def _introduced(channel: PublicChannel) -> str:
    since = f"，{channel.opened_on.isoformat()} 开通" if channel.opened_on else ""
    return f"{channel.what}“{channel.name}”，由{channel.host_name}主办{since}。"


def _state_of(channel: PublicChannel) -> str:
    if channel.state == ChannelState.SUSPENDED:
        return "目前暂时下线，暂停更新。"
    return "拟关停，关停前仍为官方。" if channel.state == ChannelState.CLOSING else ""


def _named(answer: Answer) -> Words:
    told = ["名称任何人都可能使用。请核对平台、账号或者网址，与下列登记完全一致的，才是官方网站、官方账号。"]
    return "本区登记有这个名称，请再核对", "warn", told


def _gone(answer: Answer) -> Words:
    first = answer.found[0]
    if answer.former:
        told = [f"这是{first.what}“{first.name}”原来使用的域名，现已停用，可能被他人使用。现用网址见下。"]
        return "原域名已停用，请勿再信", "bad", told
    on = f"已于 {first.closed_on.isoformat()} " if first.closed_on else "已"
    done = "注销" if first.state == ChannelState.CANCELLED else "关停"
    told = [f"{first.what}“{first.name}”由{first.host_name}主办，{on}{done}，不再是官方的。"]
    return f"登记过，但已{done}，请勿再信", "bad", told


def _unknown(answer: Answer) -> Words:
    if answer.trouble in TROUBLES:
        word = "请一次只查一个" if answer.trouble == "several" else "不能确认，请勿打开"
        return word, "warn" if answer.trouble == "several" else "bad", [TROUBLES[answer.trouble]]
    if answer.trouble == "unclear":
        told = [
            f"这是{answer.platform}的地址，但从中看不出是哪个账号。请打开账号主页后复制链接，或者直接输入账号。"
        ]
        return "不能确认", "warn", told
    imitates = [IMITATES] if answer.address and answer.alike else []
    return "未查到", "warn", [NOT_CONFIRMED, *imitates]


WORDS: dict[Verdict, Callable[[Answer], Words]] = {
    Verdict.OFFICIAL: _official,
    Verdict.NAMED: _named,
    Verdict.GONE: _gone,
    Verdict.UNKNOWN: _unknown,
}


def _more(portal: Portal, answer: Answer) -> Link | None:
    """The list of the platform that was asked about, where there is one and nothing was found on it."""
    if answer.found or not answer.platform:
        return None
    there = next(
        (one for one in portal.register if one.official and one.is_account and one.what == answer.platform),
        None,
    )
    return Link(f"查看本区在{answer.platform}的官方账号", list_path(there)) if there else None
