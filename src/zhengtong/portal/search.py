"""Search over what is public: one question, its hits, and the ways to narrow it."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from zhengtong.portal.indexes import Match, index
from zhengtong.portal.models import SearchDocument
from zhengtong.tools.search import Query

FILTERS = ("site", "column", "unit", "kind")
PAGE = 20
LAST_PAGE = 50  # nobody reads further; a deep offset only costs


@dataclass(frozen=True)
class Found:
    """`total` documents in all; those of the page asked for; how many there are of each kind and unit under this question."""

    total: int = 0
    documents: tuple[SearchDocument, ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    units: tuple[tuple[str, str, int], ...] = ()
    loosened: bool = False


@dataclass(frozen=True)
class Narrowing:
    """Only documents of this site, column, unit, kind; an empty value leaves it open. Newest first instead of best first."""

    site: str = ""
    column: str = ""
    unit: str = ""
    kind: str = ""
    newest_first: bool = False

    def conditions(self, *leaving_out: str) -> tuple[str, list[str]]:
        chosen = [
            (name, getattr(self, name)) for name in FILTERS if getattr(self, name) and name not in leaving_out
        ]
        return "".join(f' AND d."{name}" = %s' for name, _ in chosen), [value for _, value in chosen]


def find(query: Query, narrowing: Narrowing, page: int = 1) -> Found:
    """All words first; where nothing has all of them, any of them (`loosened`); at last, where words were indexed, the texts."""
    if not query:
        return Found()
    page = min(max(page, 1), LAST_PAGE)
    for every in (True, False):
        match = index().match(query, every=every)
        if _count(match, Narrowing()):
            return _found(match, narrowing, page, loosened=not every)
        if len(query.terms) == 1:
            break
    if query.numbers or index().complete:
        return Found()
    return _by_characters(query, narrowing, page)


def _found(match: Match, narrowing: Narrowing, page: int, *, loosened: bool) -> Found:
    total = _count(match, narrowing)
    ranked = not narrowing.newest_first and (match.most_ranked is None or total <= match.most_ranked)
    kinds = _grouped(match, narrowing, "kind", "d.kind")
    units = _grouped(match, narrowing, "unit", "d.unit, d.unit_name")
    return Found(total, _page(match, narrowing, page, ranked), kinds, units, loosened)


def _count(match: Match, narrowing: Narrowing) -> int:
    more, values = narrowing.conditions()
    rows = _rows(
        f"SELECT COUNT(*) FROM {match.tables} WHERE {match.condition}{more}",  # noqa: S608
        [*match.parameters, *values],
    )
    return rows[0][0]


def _page(match: Match, narrowing: Narrowing, page: int, ranked: bool) -> tuple[SearchDocument, ...]:
    more, values = narrowing.conditions()
    order = f"{match.best_first}, d.published_at DESC, d.id" if ranked else "d.published_at DESC, d.id"
    rows = _rows(
        f"SELECT d.id FROM {match.tables} WHERE {match.condition}{more} "  # noqa: S608
        f"ORDER BY {order} LIMIT %s OFFSET %s",
        [
            *match.parameters,
            *values,
            *(match.best_first_parameters if ranked else ()),
            PAGE,
            (page - 1) * PAGE,
        ],
    )
    keys = [key for (key,) in rows]
    documents = SearchDocument.objects.in_bulk(keys)
    return tuple(documents[key] for key in keys)


def _grouped(match: Match, narrowing: Narrowing, name: str, columns: str) -> tuple[Any, ...]:
    more, values = narrowing.conditions(name)
    return tuple(
        _rows(
            f"SELECT {columns}, COUNT(*) AS hits FROM {match.tables} WHERE {match.condition}{more} "  # noqa: S608
            f"GROUP BY {columns} ORDER BY hits DESC, {columns}",
            [*match.parameters, *values],
        )
    )


def _rows(sql: str, parameters: list[Any]) -> list[Any]:
    """`sql` is made of names known here; whatever a visitor typed is among the parameters."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _by_characters(query: Query, narrowing: Narrowing, page: int) -> Found:
    """The last way, for what the dictionary cuts otherwise in a text than in a question: read the texts themselves."""
    wanted = Q()
    for term in query.terms:
        word = "".join(term)
        wanted &= Q(title__icontains=word) | Q(text__icontains=word)
    chosen = {name: getattr(narrowing, name) for name in FILTERS if getattr(narrowing, name)}
    found = SearchDocument.objects.filter(wanted, **chosen).order_by("-published_at", "pk")
    return Found(found.count(), tuple(found[(page - 1) * PAGE : page * PAGE]))
