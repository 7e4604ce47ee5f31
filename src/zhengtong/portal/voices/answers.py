"""公开答复 and 问答库: what was made public by a person's decision, and only while it stands (5.7).

The source is `PublicVersion` without an end, never the message itself; the library is `KnownAnswer` without an end.
"""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhengtong.duties.models import Unit
from zhengtong.duties.rules import business_date
from zhengtong.interaction.models import KnownAnswer, MessageKind, PublicVersion
from zhengtong.portal import rendering as portal_rendering
from zhengtong.portal.pages import NotFoundPage
from zhengtong.portal.pieces import Filter, Link, Pager
from zhengtong.portal.views import highlighted
from zhengtong.portal.voices import entrance, rendering
from zhengtong.portal.voices.pages import Answered, AnswerPage, AnswersPage, Known, LibraryPage
from zhengtong.portal.voices.places import ANSWERS, LIBRARY, VOICES, Standing
from zhengtong.tools.search import Query, excerpt, parse

PAGE = 20
LOOKED_AT = 300  # rows that are weighed for one question
NOTHING_TO_FIND = "请输入要查找的文字。"


def live(text: str, status: int = 200) -> HttpResponse:
    """A page that is the same for everybody."""
    response = HttpResponse(text, status=status)
    response["Cache-Control"] = "no-cache"
    return response


def asked_for(request: HttpRequest, *names: str) -> dict[str, str]:
    return {name: request.GET.get(name, "").replace("\x00", "").strip()[:100] for name in names}


def number_of(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 6 else 1


def public() -> QuerySet[PublicVersion]:
    return PublicVersion.objects.filter(ended_at__isnull=True).select_related("message", "unit")


def containing(query: Query, *fields: str, every: bool = True) -> Q:
    """Rows in which all terms (or any) stand in one of the fields."""
    found = Q()
    for term in terms_of(query):
        one = Q()
        for field in fields:
            one |= Q(**{f"{field}__icontains": term})
        found = found & one if every else found | one
    return found


def terms_of(query: Query) -> list[str]:
    """Words of the question; single characters only where there is nothing longer."""
    terms = ["".join(term) for term in query.terms]
    return [term for term in terms if len(term) > 1] or terms


def answered(version: PublicVersion, query: Query | None = None) -> Answered:
    return Answered(
        title=highlighted(version.title, query) if query else version.title, href=f"{ANSWERS.href}{version.pk}/",
        kind=version.message.get_kind_display(), unit=str(version.unit), date=business_date(version.decided_at),
        excerpt=highlighted(excerpt(f"{version.question} {version.reply}", query.terms), query) if query else "",
    )  # fmt: skip


def pager_of(number: int, total: int, address: Callable[[str], str]) -> Pager | None:
    count = -(-total // PAGE)
    return Pager(min(number, count), count, address(""), address("{n}")) if count > 1 else None


def piece(rows: QuerySet[Any], number: int, total: int) -> list[Any]:
    number = min(number, max(1, -(-total // PAGE)))
    return list(rows[(number - 1) * PAGE : number * PAGE])


# ---- 公开答复 ---------------------------------------------------------------------------------------------


@require_safe
@entrance.stands_somewhere
def answers(request: HttpRequest, where: Standing) -> HttpResponse:
    """/hdjl/gk/?q=…&unit=…&kind=…&page=…"""
    asked = asked_for(request, "q", "unit", "kind", "page")
    units = dict(Unit.objects.filter(pk__in=public().values("unit")).values_list("code", "name"))
    asked["unit"] = asked["unit"] if asked["unit"] in units else ""
    asked["kind"] = asked["kind"] if asked["kind"] in MessageKind.values else ""
    query = parse(asked["q"])
    rows = _narrowed(asked, query)
    total, number = rows.count(), number_of(asked["page"])
    chosen = tuple((name, asked[name]) for name in ("unit", "kind") if asked[name])
    page = AnswersPage(
        site=where.site, query=asked["q"], chosen=chosen, total=total,
        answers=tuple(answered(one, query or None) for one in piece(rows, number, total)),
        narrowed=_in_words(asked, units), filters=_filters(asked, units),
        pager=pager_of(number, total, lambda n: _address(asked, page=n)), trail=(VOICES,),
    )  # fmt: skip
    return live(rendering.render_answers(page))


def _narrowed(asked: dict[str, str], query: Query) -> QuerySet[PublicVersion]:
    rows = public().filter(containing(query, "title", "question", "reply"))
    if asked["unit"]:
        rows = rows.filter(unit__code=asked["unit"])
    if asked["kind"]:
        rows = rows.filter(message__kind=asked["kind"])
    return rows.order_by("-decided_at", "-pk")


def _in_words(asked: dict[str, str], units: dict[str, str]) -> str:
    kind = MessageKind(asked["kind"]).label if asked["kind"] else ""
    return " · ".join(one for one in (asked["q"], units.get(asked["unit"], ""), kind) if one)


def _address(asked: dict[str, str], **changes: str) -> str:
    values = {name: value for name, value in (asked | changes).items() if value}
    return ANSWERS.href + ("?" + urlencode(values, safe="{}") if values else "")


def _filters(asked: dict[str, str], units: dict[str, str]) -> tuple[Filter, ...]:
    return (
        _choice("类别", "kind", [(kind.value, kind.label) for kind in MessageKind], asked),
        *([_choice("单位", "unit", units.items(), asked)] if len(units) > 1 else []),
    )


def _choice(label: str, name: str, options: Iterable[tuple[str, str]], asked: dict[str, str]) -> Filter:
    links = [Link("全部", _address(asked, **{name: "", "page": ""}), current=not asked[name])]
    links += [
        Link(text, _address(asked, **{name: value, "page": ""}), current=value == asked[name])
        for value, text in options
    ]
    return Filter(label, tuple(links))


@require_safe
@entrance.stands_somewhere
def answer(request: HttpRequest, where: Standing, pk: int) -> HttpResponse:
    """/hdjl/gk/12/; 410 for one that is public no more."""
    version = PublicVersion.objects.filter(pk=pk).select_related("message", "unit").first()
    if version is None or version.ended_at is not None:
        lost = portal_rendering.render_not_found(NotFoundPage(site=where.site))
        return live(lost, 410 if version else 404)
    message = version.message
    page = AnswerPage(
        site=where.site, path=f"{ANSWERS.href}{version.pk}/", title=version.title, kind=message.get_kind_display(),
        unit=str(version.unit), question=version.question, reply=version.reply,
        received_on=business_date(message.received_at),
        answered_on=business_date(message.closed_at) if message.closed_at else None, trail=(VOICES, ANSWERS),
    )  # fmt: skip
    return live(rendering.render_answer(page))


# ---- 问答库 -----------------------------------------------------------------------------------------------


@require_safe
@entrance.stands_somewhere
def library(request: HttpRequest, where: Standing) -> HttpResponse:
    """/hdjl/wd/?q=…: entries that answer this, and public answers to others; without a question all entries by unit."""
    asked = asked_for(request, "q", "page")
    if not asked["q"]:
        return live(rendering.render_library(_all_known(where, number_of(asked["page"]))))
    query = parse(asked["q"])
    if not query:
        page = LibraryPage(site=where.site, query=asked["q"], refusal=NOTHING_TO_FIND, trail=(VOICES,))
        return live(rendering.render_library(page))
    known, versions = suggested(query)
    page = LibraryPage(
        site=where.site, query=query.text, known=tuple(_known(one, query) for one in known),
        answers=tuple(answered(one, query) for one in versions), total=len(known) + len(versions), trail=(VOICES,),
    )  # fmt: skip
    return live(rendering.render_library(page))


def _all_known(where: Standing, number: int) -> LibraryPage:
    rows = KnownAnswer.objects.filter(ended_at__isnull=True).select_related("unit")
    total = rows.count()
    return LibraryPage(
        site=where.site, known=tuple(_known(one) for one in piece(rows, number, total)), total=total,
        pager=pager_of(number, total, lambda n: LIBRARY.href + (f"?page={n}" if n else "")), trail=(VOICES,),
    )  # fmt: skip


def _known(entry: KnownAnswer, query: Query | None = None) -> Known:
    return Known(
        question=highlighted(entry.question, query) if query else entry.question, unit=str(entry.unit),
        answer=highlighted(entry.answer, query) if query else entry.answer, anchor=f"wd-{entry.pk}",
    )  # fmt: skip


def suggested(query: Query, most: int = 10) -> tuple[list[KnownAnswer], list[PublicVersion]]:
    """What answers a question best: entries of the library, then public answers; those that have most of its words first."""
    entries = KnownAnswer.objects.filter(ended_at__isnull=True).select_related("unit")
    entries = entries.filter(containing(query, "question", "answer", every=False))[:LOOKED_AT]
    versions = public().filter(containing(query, "title", "question", every=False))[:LOOKED_AT]
    known = _best(query, [(one, one.question, one.answer) for one in entries], most)
    return known, _best(query, [(one, one.title, f"{one.question}{one.reply}") for one in versions], most)


def _best(query: Query, texts: list[tuple[Any, str, str]], most: int) -> list[Any]:
    """Words in the heading count three times; what has less than a third of the question's weight is left out."""
    terms = terms_of(query)
    whole = sum(len(term) for term in terms)
    scored = []
    for row, heading, body in texts:
        has = sum(len(term) for term in terms if term in heading.lower() or term in body.lower())
        named = sum(len(term) for term in terms if term in heading.lower())
        if has * 3 >= whole:
            scored.append((has + 3 * named, row))
    return [row for _, row in sorted(scored, key=lambda pair: -pair[0])[:most]]
