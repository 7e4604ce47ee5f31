"""The lists of a column: newest on its front page, all others on pages numbered from the oldest.

A page of twenty entries, once full, never changes again when something new is published: only the front page, and now and then the
newest numbered page, are written. So an address of a list page shows the same entries for ever, and publishing costs the same in a
column of ten entries and in one of ten thousand. For n entries in y years a column has at most n/20 + n/20 + y + 2 files; lists by
year are built only where a column has more than one page and more than one year. All articles of a column are of one unit (2.3),
so there is no list by unit; those of a topic name their units, and search narrows by unit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from zhengtong.duties.rules import business_date
from zhengtong.portal import feeds, pages, rendering
from zhengtong.portal.build.outputs import Output, column_source, file_of, page
from zhengtong.portal.build.places import SIBLINGS, TOPICS_TITLE, ColumnPlace, Portal
from zhengtong.portal.models import SearchDocument
from zhengtong.portal.pieces import Entry, Filter, Link, StandingPager

PAGE = 20
FEED = 30
SMALL = 400  # up to so many entries all lists of the column are rendered; what does not differ is not written
NEAR = 4  # so many of the newest numbered pages show the one that has just come into being


class Row(NamedTuple):
    """What lists and feeds read of a document: plain values, because a big column has thousands."""

    article_id: int
    title: str
    url: str
    published_at: datetime
    unit_name: str
    document_number: str
    void: str
    summary: str
    source: str


@dataclass(frozen=True)
class Place:
    """Where an item stands in its column, counted from the oldest, and in its year."""

    year: int
    in_column: int
    in_year: int


def entry(row: Row, *, unit: bool = False) -> Entry:
    return Entry(
        title=row.title, href=row.url, date=business_date(row.published_at), unit=row.unit_name if unit else "",
        document_number=row.document_number, void=row.void,
    )  # fmt: skip


def place_of(column: str, article: int, published_at: Any) -> Place:
    """Where this item stands, or would stand if it were public."""
    before = SearchDocument.objects.filter(
        column=column, published_at__lt=published_at
    ) | SearchDocument.objects.filter(column=column, published_at=published_at, article_id__lt=article)
    year = business_date(published_at).year
    return Place(year, before.count(), before.filter(year=year).count())


def numbered(count: int) -> int:
    """How many numbered pages n entries have; the front page keeps between 20 and 39 (fewer while there are no more)."""
    return max(0, count // PAGE - 1)


def column_files(place: ColumnPlace) -> set[str]:
    """Every file that the lists of a column consist of now."""
    years = _years(place.code)
    count = sum(years.values())
    files = {file_of(address) for address in _addresses(place.path, count)} | {place.page.feed}
    if by_year(years):
        files |= {
            file_of(address)
            for year, some in years.items()
            for address in _addresses(f"{place.path}{year}/", some)
        }
    return files


def _addresses(base: str, count: int) -> list[str]:
    return [base, *(f"{base}p{number}.html" for number in range(1, numbered(count) + 1))]


def _years(column: str) -> dict[int, int]:
    """Entries by year, newest year first."""
    rows = (
        SearchDocument.objects.filter(column=column)
        .values_list("year")
        .annotate(Count("pk"))
        .order_by("-year")
    )
    return dict(rows)


def by_year(years: dict[int, int]) -> bool:
    return len(years) > 1 and sum(years.values()) > PAGE


def column_outputs(place: ColumnPlace, portal: Portal, touched: Place | None = None) -> Iterator[Output]:
    """The lists and the feed of a column; with `touched`, those that a change at this place can reach."""
    years = _years(place.code)
    count = sum(years.values())
    if count <= SMALL:
        touched = None
    lists = _Lists(place, portal, years)
    yield from lists.outputs(place.path, None, count, touched.in_column if touched else 0)
    if by_year(years):
        for year, some in years.items():
            first = 0 if touched is None else touched.in_year if touched.year == year else some
            yield from lists.outputs(f"{place.path}{year}/", year, some, first)
    yield Output(place.page.feed, _feed(place, portal), column_source(place.code))


@dataclass(frozen=True)
class _Lists:
    place: ColumnPlace
    portal: Portal
    years: dict[int, int]

    def outputs(self, base: str, year: int | None, count: int, first: int) -> Iterator[Output]:
        """The pages of one list from that of entry `first` on, at least the newest few."""
        last = numbered(count)
        begin = max(1, min(first // PAGE + 1, last - NEAR + 1))
        start = (begin - 1) * PAGE
        rows = self._rows(year, start)
        for number in range(begin, last + 1):
            piece = rows[(number - 1) * PAGE - start : number * PAGE - start]
            yield self._page(base, year, piece, number, last, len(piece))
        yield self._page(base, year, rows[last * PAGE - start :], 0, last, count)

    def _rows(self, year: int | None, start: int) -> list[Row]:
        """Oldest first, from position `start` to the end."""
        found = SearchDocument.objects.filter(column=self.place.code)
        found = found.filter(year=year) if year else found
        return _rows_of(found.order_by("published_at", "article_id")[start:])

    def _page(
        self, base: str, year: int | None, rows: list[Row], number: int, last: int, total: int
    ) -> Output:
        address = f"{base}p{number}.html" if number else base
        named = [f"{year} 年"] if year else []
        named += [f"第 {number} 页"] if number else []
        place, portal = self.place, self.portal
        shown = pages.ColumnPage(
            site=portal.sites[place.site], column=place.page, path=address, trail=portal.trail_to(place), topic=place.topic,
            entries=tuple(entry(row, unit=place.topic is not None) for row in reversed(rows)), total=total,
            narrowed="，".join(named),
            pager=StandingPager(number or StandingPager.FRONT, last + 1, base, f"{base}p{{n}}.html"),
            siblings=_siblings(place, portal), siblings_title=_siblings_title(place, portal),
            filters=() if number else self._filters(year),
        )  # fmt: skip
        return page(address, rendering.render_column(shown), column_source(place.code))

    def _filters(self, chosen: int | None) -> tuple[Filter, ...]:
        if not by_year(self.years):
            return ()
        links = [Link("全部", self.place.path, current=chosen is None)]
        links += [Link(str(year), f"{self.place.path}{year}/", current=year == chosen) for year in self.years]
        return (Filter("年份", tuple(links)),)


def _siblings(place: ColumnPlace, portal: Portal) -> tuple[Link, ...]:
    others = portal.topics_of(place.site) if place.topic else portal.columns_of(place.site)
    return tuple(Link(other.name, other.path) for other in others[:SIBLINGS])


def _siblings_title(place: ColumnPlace, portal: Portal) -> str:
    return TOPICS_TITLE if place.topic else portal.sites[place.site].name


def _rows_of(documents: QuerySet[SearchDocument]) -> list[Row]:
    return [Row._make(values) for values in documents.values_list(*Row._fields)]


def newest(count: int, **which: Any) -> list[Row]:
    found = SearchDocument.objects.filter(**which).order_by("-published_at", "-article_id")
    return _rows_of(found[:count])


def feed_items(documents: list[Row]) -> tuple[feeds.FeedItem, ...]:
    return tuple(
        feeds.FeedItem(
            title=one.title,
            href=one.url,
            published_at=one.published_at,
            summary=one.summary,
            source=one.source,
        )
        for one in documents
    )


def _feed(place: ColumnPlace, portal: Portal) -> bytes:
    site = portal.sites[place.site]
    return feeds.render_feed(
        feeds.Feed(
            site=site, title=f"{place.name} - {site.name}", path=place.page.feed, home=place.path,
            description=place.page.description, items=feed_items(newest(FEED, column=place.code)),
        )
    )  # fmt: skip
