"""What the public asks for: search, and whether a site or account is one of ours. The pages that are made on demand."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from markupsafe import Markup, escape

from zhengtong.duties.models import PORTAL
from zhengtong.duties.rules import business_date
from zhengtong.portal import pages, rendering
from zhengtong.portal.build.places import KIND_LABELS, Portal, read_portal
from zhengtong.portal.checking import check_page
from zhengtong.portal.models import SearchDocument
from zhengtong.portal.pieces import Filter, Link, Pager
from zhengtong.portal.search import LAST_PAGE, PAGE, Found, Narrowing, find
from zhengtong.tools.search import Query, excerpt, marked, parse

PARAMETERS = ("q", "site", "column", "unit", "kind", "sort", "page")
NEWEST = "date"
UNITS_SHOWN = 40
NOTHING_TO_FIND = "请输入要查找的文字或者数字。"


NOT_OPEN = "门户网站尚未开通。"
LONGEST_ASKED = 500  # an address is longer than a question


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """GET /search/?q=…&page=…&sort=date&kind=…&unit=…&column=…&site=…"""
    portal = read_portal(timezone.now())
    if portal is None:
        return _not_open()
    asked = {name: request.GET.get(name, "").replace("\x00", "").strip()[:100] for name in PARAMETERS}
    return _live(rendering.render_search(search_page(portal, asked)))


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """GET /gfzd/cx/?q=…: is this an official site or account of the district? Says nothing that the built pages do not say."""
    portal = read_portal(timezone.now())
    if portal is None:
        return _not_open()
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_ASKED]
    return _live(rendering.render_check(check_page(portal, text)))


def _live(text: str) -> HttpResponse:
    response = HttpResponse(text)
    response["Cache-Control"] = "no-cache"
    return response


def _not_open() -> HttpResponse:
    return HttpResponse(NOT_OPEN, status=503, content_type="text/plain; charset=utf-8")


def search_page(portal: Portal, asked: dict[str, str]) -> pages.SearchPage:
    """The page that answers these parameters; nonsense in them counts as not given."""
    site = portal.sites.get(asked["site"], portal.main)
    query = parse(asked["q"])
    if not query:
        return pages.SearchPage(site=site, query=asked["q"], refusal=NOTHING_TO_FIND if asked["q"] else "")
    narrowing = Narrowing(
        site=asked["site"] if asked["site"] in portal.sites and asked["site"] != PORTAL else "",
        column=asked["column"] if asked["column"] in portal.columns else "",
        unit=asked["unit"], kind=asked["kind"] if asked["kind"] in KIND_LABELS else "",
        newest_first=asked["sort"] == NEWEST,
    )  # fmt: skip
    number = int(asked["page"]) if asked["page"].isdecimal() and len(asked["page"]) < 5 else 1
    found = find(query, narrowing, number)
    return pages.SearchPage(
        site=site, query=query.text, total=found.total, hits=tuple(_hit(one, query) for one in found.documents),
        pager=_pager(found, number, asked), filters=_filters(found, asked, portal),
    )  # fmt: skip


def _hit(document: SearchDocument, query: Query) -> pages.Hit:
    return pages.Hit(
        title=highlighted(document.title, query), href=document.url, date=business_date(document.published_at),
        excerpt=highlighted(excerpt(document.text, query.terms), query), unit=document.unit_name,
        kind=KIND_LABELS.get(document.kind, ""), document_number=document.document_number, void=document.void,
    )  # fmt: skip


def highlighted(text: str, query: Query) -> Markup:
    """The text, escaped, with the words of the question marked."""
    pieces = marked(text, query.terms)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece) if hit else escape(piece) for piece, hit in pieces
    )


def _pager(found: Found, number: int, asked: dict[str, str]) -> Pager | None:
    count = min(-(-found.total // PAGE), LAST_PAGE)
    if count < 2:
        return None
    return Pager(min(max(number, 1), count), count, _address(asked, page=""), _address(asked, page="{n}"))


def _address(asked: dict[str, Any], **changes: str) -> str:
    values = asked | changes
    return "/search/?" + urlencode({name: values[name] for name in PARAMETERS if values[name]}, safe="{}")


def _filters(found: Found, asked: dict[str, str], portal: Portal) -> tuple[Filter, ...]:
    order = (
        Link("按相关程度", _address(asked, sort="", page=""), current=asked["sort"] != NEWEST),
        Link("按发布时间", _address(asked, sort=NEWEST, page=""), current=asked["sort"] == NEWEST),
    )
    kinds = [(kind, KIND_LABELS.get(kind, kind), hits) for kind, hits in found.kinds]
    units = list(found.units[:UNITS_SHOWN])
    return (
        *_choice("类型", "kind", kinds, asked), *_choice("单位", "unit", units, asked), Filter("排序", order),
        *_column_chosen(asked, portal),
    )  # fmt: skip


def _choice(label: str, name: str, options: list[Any], asked: dict[str, str]) -> list[Filter]:
    if len(options) < 2 and not asked[name]:
        return []
    links = [Link("全部", _address(asked, **{name: "", "page": ""}), current=not asked[name])]
    links += [
        Link(text, _address(asked, **{name: value, "page": ""}), str(hits), value == asked[name])
        for value, text, hits in options
    ]
    return [Filter(label, tuple(links))]


def _column_chosen(asked: dict[str, str], portal: Portal) -> list[Filter]:
    """A question asked within one column can be widened."""
    place = portal.columns.get(asked["column"])
    if place is None:
        return []
    widened = Link("全部", _address(asked, column="", page=""))
    return [Filter("栏目", (widened, Link(place.name, _address(asked, page=""), current=True)))]
