"""What the public pages show: one frozen dataclass for each kind of page.

The builder fills them from rows; ``rendering`` turns them into HTML. They hold finished values only, so that
a page depends on nothing but its own dataclass: the same input gives the same bytes.

- An address (``href``, ``path``) is root-relative ("/bm/qfzggw/tzgg/") or, outside the platform, absolute.
- A moment (``published_at``) is an aware datetime, shown in Asia/Shanghai as YYYY-MM-DD HH:MM.
- A ``date`` is a date of business, shown as YYYY-MM-DD.
- Empty text means "there is none" and the page leaves the place out, unless the field says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from zhengtong.portal.blocks import Attachment, Block, Text
from zhengtong.portal.pieces import (
    Column,
    Contact,
    Entry,
    Filter,
    Link,
    LinkGroup,
    Listed,
    ListedGroup,
    Pager,
    Panel,
    Particular,
    Site,
    Topic,
    TopicCard,
    refuse_risky,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    site: Site
    path: str = "/"
    policies: Panel
    notices: Panel
    news: Panel
    services: tuple[Link, ...] = ()
    services_href: str = ""
    units: tuple[LinkGroup, ...] = ()
    units_href: str = "/bm/"
    often_sought: tuple[Link, ...] = ()
    topics: tuple[TopicCard, ...] = ()
    topics_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsiteHomePage:
    """The front page of a unit: what it does, how to reach it, its columns, its topics."""

    site: Site
    path: str
    introduction: Text
    contact: Contact | None = None
    panels: tuple[Panel, ...] = ()
    services: tuple[Link, ...] = ()
    services_href: str = ""
    topics: tuple[TopicCard, ...] = ()
    topics_href: str = ""
    official: tuple[Listed, ...] = ()
    trail: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPage:
    """One page of a column's list. ``children`` are its sub-columns, shown with their newest; ``siblings``
    the columns beside it. ``narrowed`` says in words what a filter left ("2025 年 · 区教委"). ``topic`` makes it a topic's."""

    site: Site
    column: Column
    path: str
    trail: tuple[Link, ...]
    entries: tuple[Entry, ...]
    total: int
    pager: Pager
    siblings: tuple[Link, ...] = ()
    siblings_title: str = ""
    filters: tuple[Filter, ...] = ()
    narrowed: str = ""
    children: tuple[Panel, ...] = ()
    topic: Topic | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What article, policy document and guide share. ``unit`` answers for it; ``image`` is an address for META.

    Raises ValueError where META would be empty, or where ``published_at`` is not aware.
    """

    site: Site
    column: Column
    path: str
    trail: tuple[Link, ...]
    title: str
    published_at: datetime
    source: str
    author: str = ""
    editor: str = ""
    unit: str = ""
    keywords: tuple[str, ...] = ()
    description: str = ""
    image: str = ""
    attachments: tuple[Attachment, ...] = ()
    related: tuple[Entry, ...] = ()

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.source.strip():
            raise ValueError(
                "title and source must not be empty: META ArticleTitle and ContentSource show them"
            )
        if self.published_at.tzinfo is None:
            raise ValueError("published_at must be aware: it is shown in Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage(Item):
    """News, notices: anything with a text, a time and a source. ``source_href`` is the original of a repost."""

    body: tuple[Block, ...]
    subtitle: str = ""
    source_href: str = ""

    def __post_init__(self) -> None:
        super(ArticlePage, self).__post_init__()
        refuse_risky(self.source_href)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """Whether a document holds: ``label`` in words (现行有效, 已废止, 已失效, 已修改).

    ``void`` puts the red bar across the top, with ``note`` (when and by what) and the document that took its place.
    """

    label: str
    void: bool = False
    note: str = ""
    successor: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPage(Item):
    """A policy document. An empty number or date shows as 无: the card always has its six lines."""

    body: tuple[Block, ...]
    document_number: str
    issuer: str
    written_on: date | None
    validity: Validity
    index_number: str
    subject: str = ""
    effective_on: date | None = None
    interpretations: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideElements:
    """The nine elements of a service guide after its name (figures.md W6b). An empty one says so on the page."""

    legal_basis: tuple[Block, ...] = ()
    conditions: tuple[Block, ...] = ()
    materials: tuple[Block, ...] = ()
    place: tuple[Block, ...] = ()
    agency: tuple[Block, ...] = ()
    fees: tuple[Block, ...] = ()
    hours: tuple[Block, ...] = ()
    phone: tuple[Block, ...] = ()
    steps: tuple[Block, ...] = ()

    @property
    def named(self) -> tuple[tuple[str, str, tuple[Block, ...]], ...]:
        """Anchor, name and text of each, in the order of the indicator."""
        return (
            ("yiju", "设定依据", self.legal_basis),
            ("tiaojian", "申请条件", self.conditions),
            ("cailiao", "办理材料", self.materials),
            ("didian", "办理地点", self.place),
            ("jigou", "办理机构", self.agency),
            ("shoufei", "收费标准", self.fees),
            ("shijian", "办理时间", self.hours),
            ("dianhua", "联系电话", self.phone),
            ("liucheng", "办理流程", self.steps),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage(Item):
    """A service guide; ``title`` is the 事项名称, ``apply`` the way to do it online, ``summary`` one sentence."""

    elements: GuideElements
    summary: str = ""
    apply: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapPage:
    site: Site
    path: str
    groups: tuple[LinkGroup, ...]
    trail: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsPage:
    """All topics of a site, those that run before those that are archived."""

    site: Site
    path: str
    title: str
    current: tuple[TopicCard, ...]
    archived: tuple[TopicCard, ...] = ()
    trail: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsPage:
    """All responsible units with their sub-sites; ``note`` of a link is the unit's telephone or what it does."""

    site: Site
    path: str
    groups: tuple[LinkGroup, ...]
    title: str = "责任单位"
    lead: str = ""
    trail: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One result. ``title`` and ``excerpt`` may be Markup with <mark> around the words found."""

    title: Text
    href: str
    date: date
    excerpt: Text = ""
    unit: str = ""
    kind: str = ""
    document_number: str = ""
    void: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """Search results. An empty ``query`` shows how to search; ``refusal`` says in words why nothing was looked for."""

    site: Site
    path: str = "/search/"
    query: str = ""
    total: int = 0
    hits: tuple[Hit, ...] = ()
    pager: Pager | None = None
    filters: tuple[Filter, ...] = ()
    refusal: str = ""
    often_sought: tuple[Link, ...] = ()
    trail: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SimplePage:
    """Text that is not an article: about, accessibility, contact, how to report an error."""

    site: Site
    path: str
    title: str
    body: tuple[Block, ...] = ()
    lead: str = ""
    contact: Contact | None = None
    trail: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundPage:
    site: Site
    path: str = "/404.html"
    often_sought: tuple[Link, ...] = ()
    trail: tuple[Link, ...] = ()


# ---- the public register (1.2, 4.6, 7.3) ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPage:
    """Official sites and accounts by unit, all or those of one kind (``narrowed`` in words); ``gone`` those to trust no more."""

    site: Site
    column: Column
    path: str
    groups: tuple[ListedGroup, ...]
    gone: tuple[Listed, ...]
    filters: tuple[Filter, ...] = ()
    narrowed: str = ""
    trail: tuple[Link, ...] = ()

    @property
    def total(self) -> int:
        return sum(len(group.entries) for group in self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPage:
    """One official site or account. ``code`` is the drawing of a QR code that leads to this very page."""

    site: Site
    column: Column
    path: str
    listed: Listed
    number: str
    facts: tuple[Particular, ...]
    code: Markup
    trail: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """The answer to "is this one of yours?". ``tone`` is "good", "warn", "bad" or "" before anything was asked.

    ``asked`` says what the question was taken for (an address); ``alike`` are official ones that are not what was asked.
    """

    site: Site
    path: str = "/gfzd/cx/"
    query: str = ""
    tone: str = ""
    verdict: str = ""
    told: tuple[str, ...] = ()
    asked: str = ""
    found: tuple[Listed, ...] = ()
    alike: tuple[Listed, ...] = ()
    more: Link | None = None
    report: bool = False
    refusal: str = ""
    trail: tuple[Link, ...] = ()
