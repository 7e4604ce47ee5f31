"""Lists: Wagtail's index for registers, with our export, and a plain list page for everything else."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from zhengtong.engine.console.views import ConsoleView, Scope

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"


def as_cell(value: Any) -> Any:
    """A value as a spreadsheet shows it: local time, no formula that a text could smuggle in, 是/否 for a flag."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if value is None or isinstance(value, (int, float)):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


class YesNoFilter(django_filters.ChoiceFilter):
    """A filter for a flag: 是 or 否, where the stock one tells the reader "True". A `method` of it is given "true" or "false"."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[("true", "是"), ("false", "否")], empty_label="全部", **options)

    def filter(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return super().filter(rows, {"true": True, "false": False}.get(value, value))


class CountedPages(WagtailPaginator):
    """How many rows there are, as it is said in Chinese (the stock one says "9 动态、公告")."""

    @property
    def items_count_label(self) -> str:
        return f"共 {self.count} 条"


class ScopedIndexView(generic.IndexView):
    """Wagtail's list; titles lead to the item's page, exports open in Chinese office software."""

    paginator_class = CountedPages
    list_display: Any = ["__str__"]
    new_url_name = ""
    new_label = ""
    links: Sequence[tuple[str, str]] = ()
    custom_value_preprocess: ClassVar[dict[Any, Any]] = {object: {"csv": as_cell, "xlsx": as_cell}}

    def get_filename(self) -> str:
        return f"{self.export_filename}-{timezone.localdate():%Y%m%d}"

    def stream_csv(self, queryset: Any) -> Any:
        yield BOM
        yield from super().stream_csv(queryset)

    def write_csv_response(self, queryset: Any) -> StreamingHttpResponse:
        response = super().write_csv_response(queryset)
        response["Content-Type"] = "text/csv; charset=utf-8"
        response["Content-Disposition"] = content_disposition_header(True, f"{self.get_filename()}.csv")
        return response

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons = [HeaderButton(label, url=reverse(name), icon_name="link") for label, name in self.links]
        if self.new_url_name:
            buttons.append(HeaderButton(self.new_label, url=reverse(self.new_url_name), icon_name="plus"))
        return buttons

    def get_list_buttons(self, instance: Model) -> list[Any]:
        return []

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """The first column leads to the item; a `Column` given first is taken as it is."""
        first, *rest = self.list_display
        lead = first if isinstance(first, BaseColumn) else self._get_custom_column(
            first, TitleColumn, get_url=self.get_inspect_url
        )  # fmt: skip
        return [
            lead,
            *(
                column if isinstance(column, BaseColumn) else self._get_custom_column(column)
                for column in rest
            ),
        ]


class MomentColumn(Column):
    """A date and time as YYYY-MM-DD HH:MM in Shanghai."""

    def get_value(self, instance: Any) -> str:
        value = super().get_value(instance)
        return as_cell(value) if value else ""


class TagColumn(Column):
    """A state in words with its tone: the accessor gives a `Tag`."""

    cell_template_name = "console/tag_cell.html"


@dataclass(frozen=True)
class Cell:
    """What stands in one place of a list page."""

    value: Any
    url: str = ""


@dataclass(frozen=True)
class Show:
    """A column of a list page: `value(row)` is shown (safe HTML allowed), `link(row)` makes it a link.

    `narrow` keeps it on one line; `number` aligns right.
    """

    label: str
    value: Callable[[Any], Any]
    link: Callable[[Any], str] | None = None
    narrow: bool = False
    number: bool = False

    def cell(self, row: Any) -> Cell:
        return Cell(self.value(row), self.link(row) if self.link else "")


class ListView(ConsoleView):
    """A list of our own: `model`, `scope`, `columns`, and where wanted `filter_form` with `narrowed`.

    The scope is required as everywhere; `rows()` is where select_related goes.
    """

    template_name = "console/list.html"
    model: type[Model] | None = None
    scope: ClassVar[Scope | None] = None
    columns: Sequence[Show] = ()
    filter_form: type[forms.Form] | None = None
    empty = "没有需要显示的内容。"
    per_page = 30

    def rows(self) -> QuerySet[Any]:
        if self.model is None or self.scope is None:
            raise TypeError(f"{type(self).__name__} must set `model` and `scope`")
        return type(self).scope(self.model._default_manager.all(), self.person, self.at)  # type: ignore[misc]

    def narrowed(self, rows: QuerySet[Any], asked: dict[str, Any]) -> QuerySet[Any]:
        """The rows that the filter form asks for; `asked` is its cleaned data."""
        return rows

    def page(self, form: forms.Form | None) -> Any:
        rows = self.rows()
        if form is not None and form.is_valid():
            rows = self.narrowed(rows, form.cleaned_data)
        return Paginator(rows, self.per_page).get_page(self.request.GET.get("p"))

    def lines(self, rows: Iterable[Any]) -> list[list[tuple[Show, Cell]]]:
        return [[(column, column.cell(row)) for column in self.columns] for row in rows]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.filter_form(self.request.GET or None) if self.filter_form else None
        page = self.page(form)
        given = {
            "columns": self.columns, "lines": self.lines(page.object_list), "page": page, "filter_form": form,
            "empty": self.empty,
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))
