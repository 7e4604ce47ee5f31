"""办理回执: the lists that go back to the national correction box and to 12345, and what each of them told."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.engine.console.acts import ActForm
from zhengtong.engine.console.items import Fact, ItemView
from zhengtong.engine.console.listing import MomentColumn
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.refusals import Refusal
from zhengtong.interaction import access, actions
from zhengtong.interaction.models import ReceiptList, Source
from zhengtong.interaction.queries.receipts import ASSUMED, FIELDS, columns_of, counts

SCOPES = [("new", "新办结的（此前未导出过回执）"), ("all", "全部已办结的")]


class ReceiptForm(forms.Form):
    source = forms.ChoiceField(label="回执对象", choices=[(one.value, one.label) for one in FIELDS])
    which = forms.ChoiceField(label="范围", choices=SCOPES, widget=forms.RadioSelect, initial="new")


class Make(ActForm):
    title, label, template_name = "导出办理回执", "导出回执", "interaction/receipts_make.html"
    success_message = "已导出，请下载回执文件"
    form_class = ReceiptForm

    @staticmethod
    def access(person: Any, subject: Any, at: datetime) -> list[Refusal]:  # type: ignore[override]
        return access.may_take_in(person, at)

    def get_initial(self) -> dict[str, Any]:
        return {"which": "new"}

    def perform(self, source: str, which: str) -> ReceiptList:
        return actions.make_receipts(source, only_new=which == "new", by=self.person, at=self.at)

    def get_success_url(self, done: ReceiptList) -> str:
        return reverse("interaction_receipts:inspect", args=[done.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = [(Source(source).label, *numbers) for source, numbers in counts().items()]
        return super().get_context_data(**({"counted": counted, "assumed": ASSUMED} | kwargs))


class ReceiptPage(ItemView):
    template_name = "interaction/receipts.html"

    def facts(self) -> Iterable[Fact]:
        made: ReceiptList = self.object
        yield Fact("回执对象", made.get_source_display())
        yield Fact("范围", "新办结的" if made.only_new else "全部已办结的")
        yield Fact("件数", f"{made.count}")
        yield Fact("各栏次序", "、".join(heading for heading, _ in columns_of(made.source)))
        yield Fact("导出人", f"{made.made_by}")
        yield Fact("导出时间", made.made_at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        file = reverse("evidence_download", args=[self.object.evidence_id])
        return super().get_context_data(**({"assumed": ASSUMED, "file": file} | kwargs))


class ReceiptRegister(ScopedModelViewSet):
    model = ReceiptList
    name = "interaction_receipts"
    url_prefix = "interaction/receipts"
    icon = "download"
    menu_section = "interaction"
    menu_label = "办理回执"
    menu_order = 230
    ordering = ("-made_at",)
    item_view = ReceiptPage
    new = Make
    list_filter = ("source",)
    list_export = ()

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return access.may_take_in(person, at)

    def scope(self, queryset: QuerySet[ReceiptList], person: Any, at: datetime) -> QuerySet[ReceiptList]:
        return queryset if access.is_clerk(person, at) else queryset.none()

    def get_rows(self) -> QuerySet[ReceiptList]:
        return ReceiptList.objects.select_related("made_by", "evidence")

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("get_source_display", label="回执对象", get_url=self.item_address),
            Column("count", label="件数"),
            Column("only_new", label="范围", accessor=lambda one: "新办结的" if one.only_new else "全部"),
            Column("made_by", label="导出人"),
            MomentColumn("made_at", label="导出时间"),
        ]
