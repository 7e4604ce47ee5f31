"""The sites and columns of the portal, read once for a build in a constant number of queries."""

import tomllib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from zhengtong.duties.models import PORTAL, ContentKind, Unit
from zhengtong.duties.queries import office
from zhengtong.duties.rules import business_date
from zhengtong.portal import pieces
from zhengtong.portal.pieces import Column, Emblem, Footer, Link, Site, TopicCard
from zhengtong.publishing.actions.places import TOPICS
from zhengtong.publishing.models import ColumnPage, PortalHome, SubsiteHome, Topic
from zhengtong.publishing.queries import column_path
from zhengtong.registry.queries import SiteIdentity, portal_channel, public_channels, site_identity
from zhengtong.registry.rules import PublicChannel

DATA = Path(__file__).resolve().parents[1] / "data" / "site.toml"
UNREGISTERED = "尚未登记"
COLUMNS_IN_NAVIGATION = 7
TOPICS_TITLE = "专栏专题"
SIBLINGS = 30
CONAC = "https://bszs.conac.cn/"


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """A column where its page stands: `site` is "portal" or the code of the unit whose sub-site it belongs to."""

    code: str
    name: str
    kind: str
    path: str
    site: str
    page: Column
    topic: pieces.Topic | None = None

    @property
    def card(self) -> TopicCard:
        """How a list of topics shows it. Only for a topic."""
        assert self.topic is not None  # noqa: S101 - see above
        return TopicCard(title=self.name, href=self.path, summary=self.page.description, topic=self.topic)


@dataclass(frozen=True)
class Portal:
    """All that pages show besides items. Sites and columns in the order of the tree; units by their order; `at` is when."""

    sites: dict[str, Site]
    columns: dict[str, ColumnPlace]
    units: tuple[Unit, ...]
    at: datetime

    @cached_property
    def register(self) -> tuple[PublicChannel, ...]:
        """What is or was official; read when first asked for, because search has no use for it."""
        return tuple(public_channels(self.at))

    @property
    def main(self) -> Site:
        return self.sites[PORTAL]

    def columns_of(self, site: str) -> list[ColumnPlace]:
        """The ordinary columns of a site."""
        return [place for place in self.columns.values() if place.site == site and place.topic is None]

    def topics_of(self, site: str) -> list[ColumnPlace]:
        """The topics of a site, those that run first, the newest before the older."""
        found = [
            (place, place.topic) for place in self.columns.values() if place.topic and place.site == site
        ]
        found.sort(key=lambda pair: pair[1].opened_on, reverse=True)
        return [place for place, _ in sorted(found, key=lambda pair: pair[1].archived_on is not None)]

    def topics_link(self, site: str) -> Link:
        return Link(TOPICS_TITLE, topics_address(self.sites[site].home))

    def trail_to(self, place: ColumnPlace) -> tuple[Link, ...]:
        """What stands between the home and a column: nothing, or the list of topics."""
        return (self.topics_link(place.site),) if place.topic else ()

    def first_column(self, kind: str, site: str = PORTAL) -> ColumnPlace | None:
        return next((place for place in self.columns_of(site) if place.kind == kind), None)


def topics_address(home: str) -> str:
    """Where the topics of a site are listed, by the address of its home."""
    return f"{home}{TOPICS}/"


@cache
def said() -> dict[str, Any]:
    """The texts of `data/site.toml`."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def read_portal(at: datetime) -> Portal | None:
    """The places as they are now, under the identity registered for that Beijing day; None before the portal is opened."""
    home = PortalHome.objects.first()
    if home is None:
        return None
    units = {sub.unit.code: sub.unit for sub in SubsiteHome.objects.select_related("unit")}
    columns = _columns()
    main = _main_site(home.title, columns, at)
    subsites = {code: _subsite(unit, main, columns) for code, unit in sorted(units.items())}
    ordered = tuple(sorted(units.values(), key=lambda unit: (unit.order, unit.code)))
    return Portal({PORTAL: main, **subsites}, {place.code: place for place in columns}, ordered, at)


def _columns() -> list[ColumnPlace]:
    found = ColumnPage.objects.select_related("column").order_by("path")
    rows = Topic.objects.select_related("column__unit").prefetch_related("joint_units")
    topics = {row.column_id: _topic(row) for row in rows}
    return [_column(page, topics.get(page.column_id)) for page in found]


def _topic(row: Topic) -> pieces.Topic:
    lead, *joint = (unit.name for unit in row.units)
    return pieces.Topic(
        lead=lead, joint=tuple(joint), opened_on=row.column.valid_from, until=row.ends_on, archived_on=row.closed_on
    )  # fmt: skip


def _column(page: ColumnPage, topic: pieces.Topic | None) -> ColumnPlace:
    path = column_path(page)
    words = tuple(
        word for word in page.keywords.replace("，", ",").replace("、", ",").split(",") if word.strip()
    )
    shown = Column(
        name=page.title, href=path, description=page.description, keywords=words, category=page.column_type,
        feed=f"{path}feed.xml",
    )  # fmt: skip
    return ColumnPlace(page.column.code, page.title, page.kind, path, page.column.site, shown, topic)


def origin() -> str:
    """Scheme and host under which the public reads the portal, without a slash at the end."""
    return str(settings.PORTAL_URL or settings.BASE_URL).rstrip("/")


def _main_site(title: str, columns: list[ColumnPlace], at: datetime) -> Site:
    channel = portal_channel()
    known = site_identity(channel, business_date(at)) if channel else _nameless(title)
    own = _in_navigation(PORTAL, "/", columns)
    return Site(
        name=known.name,
        domain=known.domain or urlsplit(origin()).hostname or "localhost",
        id_code=known.site_code or UNREGISTERED,
        origin=origin(),
        footer=_footer(known),
        navigation=(Link("首页", "/"), *own, Link(**said()["voices"][0]), Link("责任单位", "/bm/")),
        superiors=tuple(Link(**link) for link in said()["superiors"]),
        feed="/feed.xml",
    )  # fmt: skip


def _in_navigation(site: str, home: str, columns: list[ColumnPlace]) -> list[Link]:
    """The first columns of a site, and the list of its topics where there are any."""
    own = [place for place in columns if place.site == site]
    links = [Link(place.name, place.path) for place in own if place.topic is None][:COLUMNS_IN_NAVIGATION]
    if any(place.topic for place in own):
        links.append(Link(TOPICS_TITLE, topics_address(home)))
    return links


def _nameless(title: str) -> SiteIdentity:
    """Before the portal stands in the register: its title, and the Office as its host."""
    host = office()
    name, address, phone = (host.name, host.address, host.phone) if host else (title, "", "")
    return SiteIdentity(title, "", "", "", "", "", name, address, phone)


def _footer(known: SiteIdentity) -> Footer:
    return Footer(
        host=known.host_name, phone=known.phone or UNREGISTERED, address=known.address or UNREGISTERED,
        icp=known.icp, police=known.police, emblem=Emblem(known.mark, CONAC) if known.mark else None,
    )  # fmt: skip


def _subsite(unit: Unit, main: Site, columns: list[ColumnPlace]) -> Site:
    """A sub-site stands under the identifiers of the portal, with its own name and host."""
    home = f"/bm/{unit.code}/"
    footer = replace(
        main.footer, host=unit.name, phone=unit.phone or UNREGISTERED, address=unit.address or UNREGISTERED
    )
    return replace(
        main,
        name=unit.name,
        home=home,
        parent=Link(main.name, "/"),
        superiors=(),
        navigation=(Link("首页", home), *_in_navigation(unit.code, home, columns)),
        footer=footer,
        feed=f"{home}feed.xml",
    )


KIND_LABELS = {kind.value: kind.label for kind in ContentKind}
