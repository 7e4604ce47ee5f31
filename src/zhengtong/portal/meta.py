"""META tags of the national guide (figures.md section 2.5): 3 on a home page, 7 on a column page, 10 on an article."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

from zhengtong.portal.pages import ChannelPage, ColumnPage, Item, RegisterPage
from zhengtong.portal.pieces import Column, Site

Tags = tuple[tuple[str, str], ...]

# The PRC has had one time zone without summer time since 1992; a fixed offset needs no zone database.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def minute(at: datetime) -> str:
    """A moment as the guide wants it shown: YYYY-MM-DD HH:MM, Asia/Shanghai."""
    return at.astimezone(SHANGHAI).isoformat(sep=" ", timespec="minutes")[:16]


def iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def site_tags(site: Site) -> Tags:
    return (
        ("SiteName", site.official_name or site.name),
        ("SiteDomain", site.domain),
        ("SiteIDCode", site.id_code),
    )


def column_tags(column: Column) -> Tags:
    return (
        ("ColumnName", column.name),
        ("ColumnDescription", column.description.strip() or column.name),
        ("ColumnKeywords", _joined(column.keywords) or column.name),
        ("ColumnType", column.category.strip() or column.name),
    )


def item_tags(page: Item) -> Tags:
    """The three that an article must carry, and those of the optional five that have a value."""
    optional = (
        ("Keywords", _joined(page.keywords)),
        ("Author", page.author.strip()),
        ("Description", page.description.strip()),
        ("Image", page.site.absolute(page.image) if page.image else ""),
        ("Url", page.site.absolute(page.path)),
    )
    return (
        ("ArticleTitle", page.title),
        ("PubDate", minute(page.published_at)),
        ("ContentSource", page.source),
        *((name, value) for name, value in optional if value),
    )


def tags(page: object, site: Site) -> Tags:
    """All META tags of a page, by its kind."""
    if isinstance(page, Item):
        return site_tags(site) + column_tags(page.column) + item_tags(page)
    if isinstance(page, ColumnPage | RegisterPage | ChannelPage):
        return site_tags(site) + column_tags(page.column)
    return site_tags(site)


def _joined(words: Iterable[str]) -> str:
    return ",".join(word.strip() for word in words if word.strip())
