"""注销复查: accounts that were cancelled are looked for again (4.8)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.duties.rules import business_date
from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.acts import ActView
from zhengtong.engine.console.items import Fact, ItemView, Tag
from zhengtong.engine.console.listing import TagColumn
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.evidence.actions import keep
from zhengtong.engine.refusals import Refusal
from zhengtong.newmedia import access, actions, queries
from zhengtong.newmedia.models import Finding, Recheck
from zhengtong.registry.platforms import kind_label


def tag_of(recheck: Recheck) -> Tag:
    if recheck.finding == Finding.BACK:
        return Tag(recheck.get_finding_display(), "bad")
    if recheck.finding:
        return Tag(recheck.get_finding_display(), "good")
    return Tag("待复查", "wait")


class RecheckForm(forms.Form):
    finding = forms.ChoiceField(
        label="复查结果", required=False, choices=Finding.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="复查说明", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="账号重新出现的，写明访问地址和处理要求。",
    )  # fmt: skip
    proof = forms.FileField(label="平台检索结果截图", required=False)


def may_note(person: Any, recheck: Recheck, at: datetime) -> list[Refusal]:
    found = access.why_not_recheck(person, at)
    if recheck.done_at is not None:
        found.append(Refusal("recheck.done", "该复查已办理，无须重复办理。", "4.8"))
    elif recheck.planned_on > business_date(at):
        message = f"尚未到复查日期（{recheck.planned_on}），请届时办理。"
        found.append(Refusal("recheck.early", message, "4.8"))
    return found


class NoteRecheck(ActView):
    label = "登记复查结果"
    explanation = "请到平台检索该账号名称和账号标识，核实是否仍可访问。"
    success_message = "已登记复查结果"
    form_class = RecheckForm
    access = may_note
    primary = True

    @classmethod
    def offered(cls, person: Any, subject: Recheck, at: datetime) -> bool:
        return subject.done_at is None

    def perform(self, finding: str, note: str, proof: Any) -> Recheck:
        kept = keep(proof.read(), proof.name, by=self.person, at=self.at) if proof else None
        return actions.note_recheck(
            self.object, finding=finding, note=note, proof=kept, by=self.person, at=self.at
        )


class RecheckPage(ItemView):
    def state(self) -> Tag:
        return tag_of(self.object)

    def facts(self) -> Iterable[Fact]:
        one: Recheck = self.object
        channel = one.channel
        yield Fact("账号", channel, reverse("registry_channels:inspect", args=[channel.pk]))
        yield Fact("平台", kind_label(channel.kind, channel.platform))
        yield Fact("账号标识", channel.handle)
        yield Fact("主办单位", channel.host.name)
        yield Fact("注销办件", one.case, reverse("cases:inspect", args=[one.case_id]))
        yield Fact("复查日期", one.planned_on)
        if one.done_at:
            yield Fact("复查时间", one.done_at)
            yield Fact("复查人", str(one.done_by))
            yield Fact("复查说明", one.note)


class RecheckRegister(ScopedModelViewSet):
    model = Recheck
    name = "newmedia_rechecks"
    url_prefix = "newmedia/rechecks"
    icon = "search"
    menu_section = "newmedia"
    menu_label = "注销复查"
    menu_order = 40
    ordering = ("planned_on",)
    search_fields = ("channel__name", "channel__code", "note")
    list_filter = ("finding",)
    item_view = RecheckPage
    acts = {"note": NoteRecheck}
    list_export = ("channel", "planned_on", "finding", "note", "done_at")

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return everyone(person, subject, at)

    def get_rows(self) -> QuerySet[Recheck]:
        return Recheck.objects.select_related("channel__host", "case", "done_by")

    def scope(self, queryset: QuerySet[Recheck], person: Any, at: datetime) -> QuerySet[Recheck]:
        return queries.rechecks_seen_by(queryset, person, at)

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("channel", label="账号", sort_key="channel__name", get_url=self.item_address),
            Column(
                "platform",
                label="平台",
                accessor=lambda one: kind_label(one.channel.kind, one.channel.platform),
            ),
            Column("host", label="主办单位", accessor=lambda one: one.channel.host),
            Column(
                "planned_on",
                label="复查日期",
                sort_key="planned_on",
                accessor=lambda one: f"{one.planned_on:%Y-%m-%d}",
            ),
            TagColumn("finding", label="结果", accessor=tag_of, sort_key="finding"),
        ]
