"""Clauses 3.1, 3.2, 3.8, 3.11 and 3.12 as pure functions: facts and days come in, every refusal comes out."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from zhengtong.engine.refusals import Refusal

SPECIAL = "special"
LISTED_AT_MOST = 20


@dataclass(frozen=True)
class Earlier:
    """A suspension of the same site in the same year that counted."""

    down_on: date
    number: str


def why_not_a_site(why: str) -> list[Refusal]:
    """No website for an event or a campaign: a topic page instead (3.2)."""
    if why != SPECIAL:
        return []
    message = "重大活动或专项工作原则上不单独开设网站，请改为申请开设专栏专题。"
    return [Refusal("opening.special", message, "3.2")]


def why_not_offline(
    *, down: date | None, back: date | None, today: date, days: int, most: int, earlier: Collection[Earlier]
) -> list[Refusal]:
    """A host takes its site offline at most `most` times a year and `days` days (3.11)."""
    found = []
    if len(earlier) >= most:
        told = "、".join(f"{one.down_on}（{one.number}）" for one in earlier)
        message = f"该网站本年度已临时下线{len(earlier)}次：{told}。临时下线每年不得超过{most}次，请在下一年度申请。"
        found.append(Refusal("suspension.used", message, "3.11"))
    if down is None or back is None:
        return found
    if down < today:
        found.append(Refusal("suspension.past", f"下线日期{down}早于今日，请重新填写。", "3.11"))
    if back <= down:
        found.append(Refusal("suspension.back_first", "计划恢复日期应晚于下线日期，请重新填写。", "3.11"))
    if back > down + timedelta(days=days):
        last = down + timedelta(days=days)
        message = f"下线时间不得超过{days}天，自{down}起最迟于{last}恢复，请调整计划恢复日期。"
        found.append(Refusal("suspension.too_long", message, "3.11"))
    return found


def why_not_state(label: str, current: str, wanted: Mapping[str, str], clause: str) -> list[Refusal]:
    """A procedure that only fits some states of the site."""
    if current in wanted:
        return []
    message = f"该网站现为“{label}”，本程序适用于“{'、'.join(wanted.values())}”的网站。"
    return [Refusal("site.state", message, clause)]


@dataclass(frozen=True)
class Item:
    """A line of the list of the old site's content: its number in the file, title, address, and why it is not moved."""

    line: int
    title: str
    old_url: str = ""
    left_out: str = ""


@dataclass(frozen=True)
class Account:
    """Where the content went: (item, new address) for what was found, items explained, items lost."""

    moved: tuple[tuple[Item, str], ...]
    explained: tuple[Item, ...]
    lost: tuple[Item, ...]


def plain_title(title: str) -> str:
    """A title without what differs between two systems: width, blanks, punctuation, case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title)).lower()


def account_for(items: Iterable[Item], public: Mapping[str, str]) -> Account:
    """Find every item of the old site among what is public now; `public` is plain title → address (3.8)."""
    moved: list[tuple[Item, str]] = []
    explained: list[Item] = []
    lost: list[Item] = []
    for item in items:
        found = public.get(plain_title(item.title), "")
        if found:
            moved.append((item, found))
        else:
            (explained if item.left_out else lost).append(item)
    return Account(tuple(moved), tuple(explained), tuple(lost))


def why_not_accounted(account: Account) -> list[Refusal]:
    """Nothing of the old site may be lost unexplained (3.8)."""
    if not account.moved and not account.explained and not account.lost:
        return [
            Refusal(
                "content.empty", "内容清单中没有可识别的条目，请核对表头（标题、原网址、不迁移理由）。", "3.8"
            )
        ]
    if not account.lost:
        return []
    named = "；".join(f"第{item.line}行“{item.title}”" for item in account.lost[:LISTED_AT_MOST])
    more = f"，等{len(account.lost)}条" if len(account.lost) > LISTED_AT_MOST else ""
    message = f"以下内容未在门户网站或子站找到，请补充迁移，或在清单中注明不迁移理由：{named}{more}。"
    return [Refusal("content.lost", message, "3.8")]


def why_not_slogan(slogan: str, reason: str) -> list[Refusal]:
    """Normally no slogan; one needs a reason (3.7)."""
    if slogan and not reason:
        return [Refusal("slogan.no_reason", "政府网站一般不设置宣传语，确需设置的，请写明理由。", "3.7")]
    return []
