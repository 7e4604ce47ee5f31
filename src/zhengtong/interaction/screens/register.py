"""网民留言: the list of messages with what is due first at the top, its filters and its export without personal data."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.duties.models import Unit
from zhengtong.duties.queries import units_seen_by
from zhengtong.engine.console.listing import MomentColumn, ScopedIndexView, TagColumn, YesNoFilter
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.refusals import Refusal
from zhengtong.interaction import access
from zhengtong.interaction.models import OPEN, CitizenMessage, MessageKind, MessageState, Pause, Source
from zhengtong.interaction.queries import due
from zhengtong.interaction.queries.board import NARROWING, SOON
from zhengtong.interaction.queries.messages import messages_seen_by
from zhengtong.interaction.screens import acts, answering, public
from zhengtong.interaction.screens.message import MessagePage
from zhengtong.interaction.screens.tags import due_of, state_of

STANDING = [
    ("open", "办理中（含待转办）"), *((one.value, one.label) for one in MessageState),
]  # fmt: skip


class MessageFilters(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(
        label="状态", method="by_state", choices=STANDING, empty_label="全部"
    )
    due = django_filters.ChoiceFilter(
        label="期限", method="by_due", choices=[("late", "已逾期"), ("soon", "将到期")], empty_label="全部"
    )
    kind = django_filters.ChoiceFilter(label="类别", choices=MessageKind.choices, empty_label="全部")
    source = django_filters.ChoiceFilter(label="来源", choices=Source.choices, empty_label="全部")
    unit = django_filters.ModelChoiceFilter(
        label="主办单位", queryset=Unit.objects.none(), empty_label="全部"
    )
    again = YesNoFilter(label="重新办理", method="by_reopening")
    about = django_filters.ChoiceFilter(
        label="需要关注", method="by_concern", choices=[(code, one.label) for code, one in NARROWING.items()],
        empty_label="全部",
    )  # fmt: skip

    class Meta:
        model = CitizenMessage
        fields = ["standing", "due", "kind", "source", "unit", "again", "about"]

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.at = timezone.now()
        self.filters["unit"].queryset = units_seen_by(request.user, self.at)

    def by_state(self, rows: QuerySet[CitizenMessage], name: str, value: str) -> QuerySet[CitizenMessage]:
        return rows.filter(state__in=sorted(OPEN)) if value == "open" else rows.filter(state=value)

    def by_due(self, rows: QuerySet[CitizenMessage], name: str, value: str) -> QuerySet[CitizenMessage]:
        """By the limit that ends first; needs the annotations of `with_due`."""
        if value == "late":
            return rows.filter(due_next__lte=self.at)
        return rows.filter(due_next__gt=self.at, due_next__lte=self.at + SOON)

    def by_reopening(self, rows: QuerySet[CitizenMessage], name: str, value: str) -> QuerySet[CitizenMessage]:
        return rows.filter(reopened__gt=0) if value == "true" else rows.filter(reopened=0)

    def by_concern(self, rows: QuerySet[CitizenMessage], name: str, value: str) -> QuerySet[CitizenMessage]:
        """What stands behind a number of the board; of a unit where the unit is chosen as well."""
        unit = self.data.get("of", "")
        return NARROWING[value].narrow(rows, int(unit) if unit.isdigit() else None, self.at)


# Heading → what stands below it in an export. No name, number or address of the writer, and not what they wrote.
EXPORTED: dict[str, Callable[[Any], Any]] = {
    "留言编号": lambda row: row.number,
    "类别": lambda row: row.get_kind_display(),
    "标题": lambda row: row.title,
    "来源": lambda row: row.get_source_display(),
    "来源编号": lambda row: row.source_number,
    "收到时间": lambda row: row.received_at,
    "主办单位": lambda row: row.unit.name if row.unit else "",
    "办理状态": lambda row: row.get_state_display(),
    "答复期限": lambda row: row.answer_due,
    "办结时间": lambda row: row.closed_at,
    "重新办理次数": lambda row: row.reopened,
    "情况复杂": lambda row: row.complex,
}


class MessageIndex(ScopedIndexView):
    """The clocks of a page of rows are read in one query."""

    list_export = tuple(EXPORTED)

    def get_heading(self, queryset: Any, field: str) -> str:
        return field

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {heading: tell(item) for heading, tell in EXPORTED.items()}

    def order_queryset(self, queryset: Any) -> Any:
        """What presses most comes first, unless a column is chosen to order by."""
        if self.request.GET.get("ordering"):
            return super().order_queryset(queryset)
        return due.most_pressing_first(queryset)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        rows = context["object_list"]
        clocks = due.clocks_by_message(rows)
        for row in rows:
            row.clock, row.seen_at = clocks.get(row.pk), self.at
        return context


class MessageRegister(ScopedModelViewSet):
    """A unit sees what it has or had to do with, the Office and the supervisors everything (2.3)."""

    model = CitizenMessage
    name = "interaction_messages"
    url_prefix = "interaction/messages"
    icon = "mail"
    menu_section = "interaction"
    menu_label = "网民留言"
    menu_order = 10
    ordering = ("-received_at",)
    search_fields = ("number", "title", "body", "source_number")
    filterset_class = MessageFilters
    index_view_class = MessageIndex
    item_view = MessagePage
    acts = {
        "acknowledge": acts.Acknowledge,
        "forward": acts.Forward,
        "answer": answering.Answer,
        "submit": answering.Submit,
        "send": answering.Send,
        "return-answer": answering.ReturnAnswer,
        "opinion": acts.GiveOpinion,
        "decide-pause": acts.DecidePause,
        "correct": answering.CorrectArticle,
        "give-up-fix": answering.GiveUpFix,
        "send-back": acts.SendBack,
        "joint": acts.AskJoint,
        "end-joint": acts.EndJoint,
        "pause": acts.AskPause,
        "resume": acts.Resume,
        "sort": acts.Sort,
        "complex": acts.FindComplex,
        "merge": acts.Merge,
        "decline": acts.Decline,
        "make-public": public.MakePublic,
        "end-public": public.EndPublic,
        "learn": public.Learn,
    }
    list_export = tuple(EXPORTED)

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return access.may_open(person, subject, at)

    def get_rows(self) -> QuerySet[CitizenMessage]:
        stands_still = Pause.objects.filter(message=OuterRef("pk"), allowed=True, ended_at__isnull=True)
        rows = CitizenMessage.objects.select_related(
            "unit", "person", "column__unit", "merged_into", "article"
        )
        return due.with_due(rows).annotate(paused=Exists(stands_still))

    def scope(
        self, queryset: QuerySet[CitizenMessage], person: Any, at: datetime
    ) -> QuerySet[CitizenMessage]:
        return messages_seen_by(person, at, queryset)

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("title", label="标题", get_url=self.item_address),
            Column("number", label="编号", sort_key="number", classname="zt-narrow"),
            Column("kind", label="类别", accessor="get_kind_display", sort_key="kind", classname="zt-narrow"),
            Column("unit", label="主办单位", accessor=lambda row: row.unit or "", sort_key="unit__order"),
            MomentColumn("received_at", label="收到时间", sort_key="received_at", classname="zt-narrow"),
            TagColumn("state", label="状态", accessor=state_of),
            TagColumn("due", label="期限", accessor=due_of),
        ]
