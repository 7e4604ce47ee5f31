"""办理统计: what came in and how it was answered, month by month, as it was frozen (5.7); and the front page of 互动交流."""

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhengtong.interaction.models import MonthlyFigures, Satisfaction
from zhengtong.portal.voices import entrance, rendering
from zhengtong.portal.voices.answers import answered, asked_for, live, public
from zhengtong.portal.voices.pages import Bar, FiguresPage, FrontPage
from zhengtong.portal.voices.places import FIGURES, VOICES, Standing

MONTHS = 24
NEWEST = 6


@require_safe
@entrance.stands_somewhere
def figures(request: HttpRequest, where: Standing) -> HttpResponse:
    """/hdjl/tj/?month=2026-10; the newest month where none, or an unknown one, is asked for."""
    rows = list(MonthlyFigures.objects.order_by("-month")[:MONTHS])
    asked = asked_for(request, "month")["month"]
    chosen = next((row for row in rows if f"{row.month:%Y-%m}" == asked), rows[0] if rows else None)
    page = FiguresPage(site=where.site, trail=(VOICES,))
    if chosen is not None:
        page = FiguresPage(
            site=where.site, months=_bars([(name(row), row.figures["all"], _href(row)) for row in rows]), chosen=name(chosen),
            counted_at=chosen.made_at, told=_told(chosen), kinds=_lines(chosen, "kinds"), units=_lines(chosen, "units"),
            trail=(VOICES,),
        )  # fmt: skip
    return live(rendering.render_figures(page))


def name(row: MonthlyFigures) -> str:
    return f"{row.month.year}年{row.month.month}月"


def _href(row: MonthlyFigures) -> str:
    return f"{FIGURES.href}?month={row.month:%Y-%m}"


def _lines(row: MonthlyFigures, by: str) -> tuple[Bar, ...]:
    return _bars([(label, found, "") for label, found in row.figures.get(by, {}).items()])


def _bars(lines: list[tuple[str, dict[str, Any], str]]) -> tuple[Bar, ...]:
    """Lengths beside the longest of these lines."""
    longest = max([found["received"] for _, found, _ in lines] or [0]) or 1
    return tuple(
        Bar(
            name=label, received=found["received"], answered=found["answered"], late=found["late"],
            days="" if found["days"] is None else f"{found['days']:g}", satisfied=_satisfied(found["satisfied"]),
            received_share=round(100 * found["received"] / longest),
            answered_share=round(100 * found["answered"] / longest), href=href,
        )
        for label, found, href in lines
    )  # fmt: skip


def _satisfied(ratings: dict[str, int]) -> str:
    """The share of ratings that are 满意 or 基本满意; empty where nobody rated."""
    whole = sum(ratings.values())
    content = ratings.get(Satisfaction.GOOD, 0) + ratings.get(Satisfaction.FAIR, 0)
    return f"{round(100 * content / whole)}%" if whole else ""


def _told(row: MonthlyFigures) -> tuple[str, ...]:
    found = row.figures["all"]
    if not found["received"]:
        return (f"{name(row)}没有收到留言。",)
    told = f"{name(row)}收到留言{found['received']}件，截至统计时已答复{found['answered']}件，正在办理{found['open']}件"
    told += f"，不予办理{found['declined']}件，合并办理{found['merged']}件；逾期{found['late']}件。"
    return (told,)


@require_safe
@entrance.stands_somewhere
def front(request: HttpRequest, where: Standing) -> HttpResponse:
    """/hdjl/: leads everywhere, also while the database does not answer."""
    try:
        newest = tuple(answered(one) for one in public().order_by("-decided_at", "-pk")[:NEWEST])
        last = MonthlyFigures.objects.order_by("-month").first()
    except DatabaseError:
        newest, last = (), None
    told = _told(last)[0] if last else ""
    return live(rendering.render_front(FrontPage(site=where.site, answers=newest, told=told)))
