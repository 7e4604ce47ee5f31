"""What public pages are put together from: links, the site around every page, lists, contacts.

The conventions for addresses, moments and dates are those of ``pages``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from zhengtong.portal.blocks import Image

# Anything with a scheme that is not one of these could run as a script.
RISKY_HREF = re.compile(r"(?!https?:|mailto:|tel:)[^/?#]*:", re.IGNORECASE)


def refuse_risky(href: str) -> None:
    """Raises ValueError for an address such as javascript: or data:."""
    if RISKY_HREF.match(href.strip()):
        raise ValueError(f"not an address a public page may link to: {href[:60]!r}")


@dataclass(frozen=True, slots=True)
class Link:
    """A way somewhere. ``note`` in words beside it; ``current`` marks where one is. Raises ValueError for a script."""

    text: str
    href: str
    note: str = ""
    current: bool = False

    def __post_init__(self) -> None:
        refuse_risky(self.href)


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links under one name; ``href`` when the name itself leads somewhere."""

    title: str
    links: tuple[Link, ...]
    href: str = ""


# ---- the site around every page ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Emblem:
    """The 党政机关网站标识: where it is verified, its number, and its picture if the office has filed one with us."""

    number: str
    href: str
    image: Image | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """What the national guide asks at the foot of every page (figures.md section 2.4).

    An empty number shows as 尚未登记: a page never hides that one is missing.
    """

    host: str
    phone: str
    address: str
    operator: str = ""
    postcode: str = ""
    email: str = ""
    emblem: Emblem | None = None
    icp: str = ""
    police: str = ""
    police_href: str = "https://beian.mps.gov.cn/"
    links: tuple[LinkGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteNotice:
    """A line above the content of every page: suspension, migration, emergency. ``urgent`` sets it in red."""

    text: str
    href: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A portal or a sub-site. A sub-site has a ``parent``, and its parent's ``domain`` and ``id_code``.

    ``origin`` is scheme and host without a slash at the end; ``official_name`` is META SiteName where it is
    not ``name``. ``mourning`` turns every page grey. Raises ValueError where META would be empty.
    """

    name: str
    domain: str
    id_code: str
    origin: str
    footer: Footer
    home: str = "/"
    official_name: str = ""
    parent: Link | None = None
    navigation: tuple[Link, ...] = ()
    superiors: tuple[Link, ...] = ()
    notice: SiteNotice | None = None
    mourning: bool = False
    search: str = "/search/"
    correction: str = "/jiucuo/"
    letters: str = "/hdjl/xx/"
    enquiry: str = "/hdjl/cx/"
    voices: str = "/hdjl/"
    sitemap: str = "/sitemap/"
    accessibility: str = "/wza/"
    register: str = "/gfzd/"
    check: str = "/gfzd/cx/"
    feed: str = ""

    def __post_init__(self) -> None:
        for label, value in (("name", self.name), ("domain", self.domain), ("id_code", self.id_code)):
            if not value.strip():
                raise ValueError(f"Site.{label} is empty: META tags of the national guide must not be empty")

    def absolute(self, path: str) -> str:
        """The address with host of a root-relative path; an absolute one stays as it is."""
        return self.origin + path if path.startswith("/") else path


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The column (栏目) a page belongs to. What META needs and nobody filled in falls back to the name."""

    name: str
    href: str
    description: str = ""
    keywords: tuple[str, ...] = ()
    category: str = ""
    feed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a topic (专题) says of itself beside its column: who leads, who joins, from when to when.

    ``until`` is the planned last day; ``archived_on`` the day since which nothing new comes.
    """

    lead: str
    joint: tuple[str, ...] = ()
    opened_on: date
    until: date | None = None
    archived_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCard:
    """A topic in a list of topics."""

    title: str
    href: str
    summary: str
    topic: Topic


# ---- pieces of pages --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a list. ``kind`` in words (通知公告); ``void`` in words when it no longer holds (已废止)."""

    title: str
    href: str
    date: date
    unit: str = ""
    kind: str = ""
    document_number: str = ""
    void: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A named list with the way to all of it."""

    title: str
    href: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a list, as links to built pages; ``current`` marks the chosen one, ``note`` may hold a count."""

    label: str
    options: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Pager:
    """Page ``current`` of ``count``. ``rest`` holds "{n}" where the number goes; ``first`` is the address of page 1."""

    # Whether a page may say of how many it is one: those that stand for ever may not.
    counted: ClassVar[bool] = True

    current: int
    count: int
    first: str
    rest: str

    def href(self, number: int) -> str:
        return self.first if number == 1 else self.rest.replace("{n}", str(number))

    def name(self, number: int) -> str:
        return str(number)

    def spoken(self, number: int) -> str:
        return f"第 {number} 页"

    @property
    def previous(self) -> str:
        """The address of the page before; empty on the first."""
        return self.href(self.current - 1) if self.current > 1 else ""

    @property
    def following(self) -> str:
        """The address of the page after; empty on the last."""
        return self.href(self.current + 1) if self.current < self.count else ""

    @property
    def shown(self) -> tuple[int, ...]:
        """The numbers worth a link, in order; 0 stands for a gap."""
        near = {1, self.count, *range(self.current - 2, self.current + 3)}
        numbers = sorted(number for number in near if 1 <= number <= self.count)
        shown: list[int] = []
        for number in numbers:
            if shown and number == shown[-1] + 2:
                shown.append(number - 1)
            elif shown and number > shown[-1] + 1:
                shown.append(0)
            shown.append(number)
        return tuple(shown)


@dataclass(frozen=True, slots=True)
class StandingPager(Pager):
    """Pages numbered from the oldest, behind a front page with the newest: what a number shows never changes again.

    ``count`` includes the front page, whose ``current`` is FRONT. Numbers run down, from newer to older.
    """

    FRONT: ClassVar[int] = -1
    counted: ClassVar[bool] = False

    def href(self, number: int) -> str:
        return self.first if number == self.FRONT else self.rest.replace("{n}", str(number))

    def name(self, number: int) -> str:
        return "最新" if number == self.FRONT else str(number)

    def spoken(self, number: int) -> str:
        return "最新一页" if number == self.FRONT else f"第 {number} 页"

    @property
    def last(self) -> int:
        return self.count - 1

    @property
    def previous(self) -> str:
        """The address of the newer page; empty on the front page."""
        if self.current == self.FRONT:
            return ""
        return self.first if self.current == self.last else self.href(self.current + 1)

    @property
    def following(self) -> str:
        """The address of the older page; empty on the oldest."""
        older = self.last if self.current == self.FRONT else self.current - 1
        return self.href(older) if older >= 1 else ""

    @property
    def shown(self) -> tuple[int, ...]:
        """The numbers worth a link; which ones depends on newer pages only near the newest."""
        current = self.last + 1 if self.current == self.FRONT else self.current
        near = [number for number in range(current + 2, current - 3, -1) if 1 <= number <= self.last]
        shown = [self.FRONT, *([0] if near and near[0] < self.last else []), *near]
        if near and near[-1] > 1:
            shown += [1] if near[-1] == 2 else [0, 1]
        return tuple(shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How to reach an office. ``hours`` in words."""

    office: str
    phone: str
    address: str
    hours: str = ""
    postcode: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One official site or account as the public register shows it. ``what`` in words (微信公众号); ``state`` in words where it
    is not simply 正常; ``since`` the day it was opened, ``gone_on`` the day it was closed or cancelled."""

    name: str
    href: str
    what: str
    host: str
    host_href: str = ""
    account: str = ""
    address: str = ""
    certified: str = ""
    since: date | None = None
    state: str = ""
    gone_on: date | None = None

    def __post_init__(self) -> None:
        refuse_risky(self.address)


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """What one unit answers for; ``anchor`` is where a link to the unit leads."""

    title: str
    anchor: str
    entries: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Particular:
    """One line of a record: ``href`` where the value can be verified or called."""

    label: str
    value: str
    href: str = ""
