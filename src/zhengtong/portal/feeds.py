"""Feeds, site map and robots file: pure functions to bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.sax.saxutils import escape

from zhengtong.portal.meta import SHANGHAI
from zhengtong.portal.pieces import Site

SITEMAP_LIMIT = 50_000  # addresses in one file, sitemaps.org
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

# What XML 1.0 forbids even when escaped: most control characters, surrogates, two non-characters.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# The English names of RFC 822, whatever the locale of the machine.
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    title: str
    href: str
    published_at: datetime
    summary: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed of the whole site or of one column: ``path`` is its own address, ``home`` the page it follows."""

    site: Site
    title: str
    path: str
    home: str
    description: str
    items: tuple[FeedItem, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """One line of the site map; ``changed_on`` only where it is known."""

    path: str
    changed_on: date | None = None


def text(value: str) -> str:
    """Text for XML: forbidden characters left out, the rest escaped (quotes too)."""
    return escape(FORBIDDEN.sub("", value), {'"': "&quot;"})


def rfc822(at: datetime) -> str:
    local = at.astimezone(SHANGHAI)
    return (
        f"{WEEKDAYS[local.weekday()]}, {local.day:02d} {MONTHS[local.month - 1]} {local.year:04d} "
        f"{local.hour:02d}:{local.minute:02d}:{local.second:02d} +0800"
    )


def render_feed(feed: Feed) -> bytes:
    """RSS 2.0. The build date is that of the newest item: the same items give the same bytes."""
    site = feed.site
    newest = max((item.published_at for item in feed.items), default=None)
    lines = [
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">',
        "<channel>",
        f"<title>{text(feed.title)}</title>",
        f"<link>{text(site.absolute(feed.home))}</link>",
        f"<description>{text(feed.description or feed.title)}</description>",
        "<language>zh-CN</language>",
        f'<atom:link href="{text(site.absolute(feed.path))}" rel="self" type="application/rss+xml"/>',
    ]
    if newest:
        lines.append(f"<lastBuildDate>{rfc822(newest)}</lastBuildDate>")
    lines += [_feed_item(site, item) for item in feed.items]
    return (DECLARATION + "\n".join([*lines, "</channel>", "</rss>"]) + "\n").encode()


def _feed_item(site: Site, item: FeedItem) -> str:
    address = text(site.absolute(item.href))
    summary = f"<description>{text(item.summary)}</description>" if item.summary else ""
    creator = f"<dc:creator>{text(item.source)}</dc:creator>" if item.source else ""
    return (
        f"<item><title>{text(item.title)}</title><link>{address}</link>"
        f'<guid isPermaLink="true">{address}</guid><pubDate>{rfc822(item.published_at)}</pubDate>'
        f"{summary}{creator}</item>"
    )


def render_sitemap(site: Site, addresses: Sequence[Address], limit: int = SITEMAP_LIMIT) -> dict[str, bytes]:
    """sitemap.xml, or an index with its parts where there are more addresses than one file may hold."""
    if len(addresses) <= limit:
        return {"/sitemap.xml": _url_set(site, addresses)}
    parts = [addresses[start : start + limit] for start in range(0, len(addresses), limit)]
    files = {f"/sitemap-{number}.xml": _url_set(site, part) for number, part in enumerate(parts, start=1)}
    places = "\n".join(f"<sitemap><loc>{text(site.absolute(path))}</loc></sitemap>" for path in files)
    index = f"{DECLARATION}<sitemapindex {SITEMAP_SPACE}>\n{places}\n</sitemapindex>\n"
    return {"/sitemap.xml": index.encode(), **files}


def _url_set(site: Site, addresses: Sequence[Address]) -> bytes:
    lines = []
    for address in addresses:
        changed = f"<lastmod>{address.changed_on.isoformat()}</lastmod>" if address.changed_on else ""
        lines.append(f"<url><loc>{text(site.absolute(address.path))}</loc>{changed}</url>")
    return (f"{DECLARATION}<urlset {SITEMAP_SPACE}>\n" + "\n".join([*lines, "</urlset>"]) + "\n").encode()


def render_robots(site: Site, disallow: Sequence[str] = ("/search/", "/gfzd/cx/", "/console/")) -> bytes:
    """robots.txt: everything may be read, except what is live or not public."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in disallow)]
    if not disallow:
        lines.append("Disallow:")
    return "\n".join([*lines, "", f"Sitemap: {site.absolute('/sitemap.xml')}", ""]).encode()
