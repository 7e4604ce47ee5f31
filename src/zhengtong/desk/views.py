"""The first page, the district, a unit."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from zhengtong.desk import access, overview, sheet, standing
from zhengtong.desk.lines import RUNS_A_UNIT, Asking, Line, desk_of
from zhengtong.desk.unit import in_review, lacking, pressing
from zhengtong.desk.work.procedures import RECEIPT
from zhengtong.duties.models import PostKind, Unit
from zhengtong.duties.queries import missing_systems, open_units, responsible, units_of
from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.pages import refused
from zhengtong.engine.console.views import ConsoleView, SubjectView
from zhengtong.engine.notify.queries import unread_for

LAST_PUBLISHED = 10
SHOWN = 20  # lines of a list on the first page; the rest is behind a link
NOTHING_ELSE = "除上列事项外，没有等待他人办理的事项。"
WEEKDAYS = "一二三四五六日"


class MyWork(ConsoleView):
    """我的工作: what must I do now, what is late or about to be, what waits for others."""

    title = "我的工作"
    template_name = "desk/work.html"
    access = everyone

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asking = Asking(self.person, self.at)
        desk = desk_of(asking)
        district = access.looks_over_district(self.person, self.at)
        given = {
            "today": self._today(),
            "posts": [post.acting_as for post in asking.posts],
            "unread": unread_for(self.person).count(),
            "lists": self._lists(desk),
            "late_above": sum(line.is_late(self.at) for line in desk.todo),
            "alarms": standing.alarms(asking),
            "standings": standing.standings(asking),
            "strip": self._district() if district else self._units(asking),
            "co_supervises": asking.holds(PostKind.CO_SUPERVISOR),
            "receipts": sum(line.act == RECEIPT for line in desk.todo),
        }
        return super().get_context_data(**(given | kwargs))

    def _today(self) -> str:
        now = localtime(self.at)
        return f"{now.year}年{now.month}月{now.day}日　星期{WEEKDAYS[now.weekday()]}"

    def _lists(self, desk: Any) -> list[dict[str, Any]]:
        return [
            _shown("todo", "现在要办", desk.todo, "目前没有需要您办理的事项。"),
            _shown("time", "已逾期或将到期", desk.time, "没有逾期或即将到期的时限。"),
            _shown(
                "waiting", "等待他人", desk.waiting, NOTHING_ELSE if desk.time else "没有等待他人办理的事项。"
            ),
        ]

    def _district(self) -> dict[str, Any]:
        counts = overview.total(overview.rows(open_units(self.at), self.at))
        return strip(
            "全区", reverse("desk:overview"), [("全区合计", "", overview.cells(counts, None, self.at))]
        )

    def _units(self, asking: Asking) -> dict[str, Any] | None:
        found = overview.rows(asking.run_units, self.at)
        lines = [
            (
                str(row.unit),
                reverse("desk:unit", args=[row.unit.pk]),
                overview.cells(row.counts, row.unit, self.at),
            )
            for row in found
        ]
        return strip("本单位", lines[0][1], lines) if lines else None


def strip(label: str, url: str, lines: Sequence[Any]) -> dict[str, Any]:
    """A small overview on the first page."""
    return {"label": label, "url": url, "lines": lines, "headings": overview.HEADINGS}


def _shown(name: str, label: str, lines: list[Line], empty: str) -> dict[str, Any]:
    return {
        "name": name, "label": label, "lines": lines[:SHOWN], "count": len(lines), "empty": empty,
        "more": max(len(lines) - SHOWN, 0),
    }  # fmt: skip


class Overview(ConsoleView):
    """全区总览: units down, duties across."""

    title = "全区总览"
    template_name = "desk/overview.html"
    access = access.may_see_district

    def rows(self) -> list[overview.Row]:
        found = overview.rows(open_units(self.at), self.at)
        return [row for row in found if overview.is_troubled(row)] if self.only_troubled() else found

    def only_troubled(self) -> bool:
        return self.request.GET.get("only") == "troubled"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") == "xlsx":
            return sheet.as_xlsx(self.rows(), self.at)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.rows()
        groups = [(label, [self._line(row) for row in members]) for label, members in overview.grouped(found)]
        given = {
            "headings": overview.HEADINGS,
            "groups": groups,
            "total": overview.cells(overview.total(found), None, self.at),
            "units": len(found),
            "only_troubled": self.only_troubled(),
        }
        return super().get_context_data(**(given | kwargs))

    def _line(self, row: overview.Row) -> tuple[Unit, list[overview.Cell]]:
        return row.unit, overview.cells(row.counts, row.unit, self.at)


class UnitOverview(SubjectView):
    """One unit: its row, and the lists behind the numbers."""

    model = Unit
    scope = access.units_for
    access = access.may_see_unit
    template_name = "desk/unit.html"

    def get_title(self) -> str:
        return f"{self.object}总览"

    def crumbs(self) -> Iterable[tuple[str, str]]:
        if access.looks_over_district(self.person, self.at):
            return [("全区总览", reverse("desk:overview"))]
        return [("我的工作", reverse("wagtailadmin_home"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unit = self.object
        (row,) = overview.rows([unit], self.at)
        given = {
            "unit": unit,
            "headings": overview.HEADINGS,
            "cells": overview.cells(row.counts, unit, self.at),
            "answers": responsible(unit, self.at),
            "review": in_review(unit, self.at),
            "pressing": pressing(unit, self.at),
            "missing": [system.label for system in missing_systems(unit)],
            "lacking": lacking(unit, self.at),
            "published": overview.published_since(self.at)
            .filter(article__unit=unit)
            .select_related("article")[:10],
            "others": access.units_for(open_units(self.at), self.person, self.at).exclude(pk=unit.pk)
            if not access.looks_over_district(self.person, self.at)
            else [],
        }
        return super().get_context_data(**(given | kwargs))

    def _published(self) -> Any:
        """The newest first."""
        found = overview.published_since(self.at).filter(article__unit=self.object)
        return found.order_by("-first_published_at", "-pk")[:LAST_PUBLISHED]


def own_unit(request: HttpRequest) -> HttpResponse:
    """本单位总览: the page of the first unit that the person runs; refused where there is none."""
    now = timezone.now()
    units = units_of(request.user, now, RUNS_A_UNIT)
    if not units:
        return refused(request, [access.NOT_UNIT], what="本单位总览")
    return HttpResponseRedirect(reverse("desk:unit", args=[units[0].pk]))
