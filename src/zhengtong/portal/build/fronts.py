"""Everything that is not an item or a column: home, sub-site homes, units, site map, statements, feeds, addresses, assets."""

from collections.abc import Iterator
from typing import Any

from zhengtong.duties.models import PORTAL, ContentKind, Unit
from zhengtong.duties.models.kinds import UnitKind
from zhengtong.duties.rules import business_date
from zhengtong.portal import feeds, pages, rendering
from zhengtong.portal.blocks import Block, Heading, ListBlock, Paragraph
from zhengtong.portal.build.lists import FEED, Row, entry, feed_items, newest
from zhengtong.portal.build.outputs import SITE_SOURCE, Output, page
from zhengtong.portal.build.places import KIND_LABELS, UNREGISTERED, ColumnPlace, Portal, said
from zhengtong.portal.build.register import REGISTER_NAME, official_of, register_addresses
from zhengtong.portal.models import SearchDocument
from zhengtong.portal.pieces import Contact, Link, LinkGroup, Panel, Site, TopicCard

ON_HOME = 7
ON_SUBSITE = 6
SERVICES = 8
TOPICS_ON_HOME = 6
GROUPS = (("街道", UnitKind.STREET), ("镇", UnitKind.TOWN))


def changing_outputs(portal: Portal, sites: set[str]) -> Iterator[Output]:
    """What any published item can change: the homes and feeds of these sites, and the list of all addresses."""
    yield page("/", rendering.render_home(_home(portal)), SITE_SOURCE)
    yield Output("/feed.xml", _feed(portal, PORTAL), SITE_SOURCE)
    for unit in portal.units:
        if unit.code in sites:
            home = portal.sites[unit.code].home
            yield page(home, rendering.render_subsite_home(_subsite(portal, unit)), SITE_SOURCE)
            yield Output(portal.sites[unit.code].feed, _feed(portal, unit.code), SITE_SOURCE)
    for path, content in feeds.render_sitemap(portal.main, list(_addresses(portal))).items():
        yield Output(path, content, SITE_SOURCE)


def standing_outputs(portal: Portal) -> Iterator[Output]:
    """What only a change of places or of the register can change."""
    site = portal.main
    yield page("/bm/", rendering.render_units(_units(portal)), SITE_SOURCE)
    for code in sites_with_topics(portal):
        yield page(portal.topics_link(code).href, rendering.render_topics(_topics(portal, code)), SITE_SOURCE)
    groups = _site_map(portal)
    yield page(
        "/sitemap/",
        rendering.render_sitemap_page(pages.SitemapPage(site=site, path="/sitemap/", groups=groups)),
        SITE_SOURCE,
    )
    for told in said()["pages"]:
        yield page(told["path"], rendering.render_simple(_statement(portal, told)), SITE_SOURCE)
    yield page("/404.html", rendering.render_not_found(pages.NotFoundPage(site=site)), SITE_SOURCE)
    yield Output("/robots.txt", feeds.render_robots(site), SITE_SOURCE)
    for path, content in sorted(rendering.assets().files.items()):
        yield Output(path, content, SITE_SOURCE)


# ---- homes ------------------------------------------------------------------------------------------------


def _home(portal: Portal) -> pages.HomePage:
    guides = newest(SERVICES, kind=ContentKind.GUIDE)
    column = portal.first_column(ContentKind.GUIDE)
    return pages.HomePage(
        site=portal.main,
        policies=_panel_of_kind(portal, ContentKind.POLICY),
        notices=_panel_of_kind(portal, ContentKind.NOTICE),
        news=_panel_of_kind(portal, ContentKind.NEWS),
        services=_services(guides),
        services_href=column.path if column else "",
        units=_unit_groups(portal),
        topics=_running(portal, PORTAL),
        topics_href=portal.topics_link(PORTAL).href,
    )


def _running(portal: Portal, site: str) -> tuple[TopicCard, ...]:
    """The newest topics that are not archived."""
    cards = [place.card for place in portal.topics_of(site)]
    return tuple(card for card in cards if card.topic.archived_on is None)[:TOPICS_ON_HOME]


def _panel_of_kind(portal: Portal, kind: ContentKind) -> Panel:
    """The first column of the kind on the main site; where there is none, the newest of the kind from the sub-sites."""
    place = portal.first_column(kind)
    if place:
        return _panel(place, ON_HOME)
    rows = newest(ON_HOME, kind=kind)
    return Panel(KIND_LABELS[kind.value], "/sitemap/", tuple(entry(row, unit=True) for row in rows))


def _panel(place: ColumnPlace, count: int) -> Panel:
    rows = newest(count, column=place.code)
    return Panel(place.name, place.path, tuple(entry(row) for row in rows))


def _services(guides: list[Row]) -> tuple[Link, ...]:
    return tuple(Link(guide.title, guide.url, guide.unit_name) for guide in guides)


def _subsite(portal: Portal, unit: Unit) -> pages.SubsiteHomePage:
    site = portal.sites[unit.code]
    columns = portal.columns_of(unit.code)
    guides = portal.first_column(ContentKind.GUIDE, unit.code)
    return pages.SubsiteHomePage(
        site=site,
        path=site.home,
        introduction=said()["subsite_introduction"].format(site=unit.name),
        contact=_contact(site),
        panels=tuple(_panel(place, ON_SUBSITE) for place in columns if place.kind != ContentKind.GUIDE),
        services=_services(newest(SERVICES, site=unit.code, kind=ContentKind.GUIDE)),
        services_href=guides.path if guides else "",
        topics=_running(portal, unit.code),
        topics_href=portal.topics_link(unit.code).href,
        official=official_of(portal, unit.code),
    )


def _contact(site: Site) -> Contact:
    return Contact(office=site.footer.host, phone=site.footer.phone, address=site.footer.address)


def _feed(portal: Portal, code: str) -> bytes:
    site = portal.sites[code]
    rows = newest(FEED) if code == PORTAL else newest(FEED, site=code)
    return feeds.render_feed(
        feeds.Feed(
            site=site, title=site.name, path=site.feed, home=site.home, description=f"{site.name}最新信息",
            items=feed_items(rows),
        )
    )  # fmt: skip


# ---- standing pages ---------------------------------------------------------------------------------------


def _unit_groups(portal: Portal, *, phones: bool = False) -> tuple[LinkGroup, ...]:
    named = {kind.value: title for title, kind in GROUPS}
    groups: dict[str, list[Link]] = {"部门和单位": [], "街道": [], "镇": []}
    for unit in portal.units:
        note = (unit.phone or UNREGISTERED) if phones else ""
        groups[named.get(unit.kind, "部门和单位")].append(Link(unit.short_name, f"/bm/{unit.code}/", note))
    return tuple(LinkGroup(title, tuple(links)) for title, links in groups.items() if links)


def _units(portal: Portal) -> pages.UnitsPage:
    lead = "各责任单位的子站和联系电话。" if portal.units else "尚未开设子站。"
    return pages.UnitsPage(site=portal.main, path="/bm/", groups=_unit_groups(portal, phones=True), lead=lead)


def sites_with_topics(portal: Portal) -> list[str]:
    return [code for code in portal.sites if portal.topics_of(code)]


def _topics(portal: Portal, code: str) -> pages.TopicsPage:
    link, cards = portal.topics_link(code), [place.card for place in portal.topics_of(code)]
    return pages.TopicsPage(
        site=portal.sites[code], path=link.href, title=link.text,
        current=tuple(card for card in cards if card.topic.archived_on is None),
        archived=tuple(card for card in cards if card.topic.archived_on is not None),
    )  # fmt: skip


def _site_map(portal: Portal) -> tuple[LinkGroup, ...]:
    about = tuple(Link(told["title"], told["path"]) for told in said()["pages"])
    checking = Link(REGISTER_NAME, portal.main.register)
    groups = [_columns_group(portal, PORTAL, "/")]
    groups += [_columns_group(portal, unit.code, portal.sites[unit.code].home) for unit in portal.units]
    voices = tuple(Link(**link) for link in said()["voices"])
    groups.append(LinkGroup(voices[0].text, voices[1:], voices[0].href))
    return (*groups, LinkGroup("关于本网站", (Link("责任单位", "/bm/"), checking, *about)))


def _columns_group(portal: Portal, code: str, home: str) -> LinkGroup:
    links = [Link(place.name, place.path) for place in portal.columns_of(code)]
    topics = portal.topics_of(code)
    links += [portal.topics_link(code)] if topics else []
    links += [Link(place.name, place.path) for place in topics]
    return LinkGroup(portal.sites[code].name, tuple(links), home)


def _statement(portal: Portal, told: dict[str, Any]) -> pages.SimplePage:
    footer = portal.main.footer
    filled = {"host": footer.host, "phone": footer.phone, "address": footer.address, "site": portal.main.name}
    body = tuple(block for part in told.get("body", ()) for block in _part(part, filled))
    return pages.SimplePage(
        site=portal.main, path=told["path"], title=told["title"], lead=told["lead"].format(**filled), body=body,
        contact=_contact(portal.main) if told.get("contact") else None,
    )  # fmt: skip


def _part(part: dict[str, Any], filled: dict[str, str]) -> Iterator[Block]:
    yield Heading(2, part["heading"])
    yield from (Paragraph(text.format(**filled)) for text in part.get("text", ()))
    if "items" in part:
        yield ListBlock(tuple(part["items"]))


# ---- addresses --------------------------------------------------------------------------------------------


def _addresses(portal: Portal) -> Iterator[feeds.Address]:
    """Every page that a search engine may show, items in the order of their publication."""
    fixed = ["/", "/bm/", "/sitemap/", *(told["path"] for told in said()["pages"])]
    fixed += [link["href"] for link in said()["voices"]]
    fixed += [portal.sites[unit.code].home for unit in portal.units]
    fixed += [place.path for place in portal.columns.values()]
    fixed += [portal.topics_link(code).href for code in sites_with_topics(portal)]
    fixed += register_addresses(portal)
    yield from (feeds.Address(path) for path in fixed)
    rows = SearchDocument.objects.order_by("published_at", "article_id").values_list("url", "published_at")
    yield from (feeds.Address(url, business_date(at)) for url, at in rows.iterator(chunk_size=2000))
