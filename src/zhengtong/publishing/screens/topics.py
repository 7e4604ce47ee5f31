"""专栏专题: the topics a unit takes part in, opened and archived here (3.2)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.duties import access as duties_access
from zhengtong.duties.models import PORTAL, Unit
from zhengtong.duties.queries import open_units, units_of
from zhengtong.duties.screens.columns import may_add, site_told, sites_for
from zhengtong.engine.console.acts import ActForm, ActView
from zhengtong.engine.console.items import Fact, ItemView, Tag
from zhengtong.engine.console.listing import TagColumn
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.refusals import Refusal
from zhengtong.publishing import actions, queries, topics
from zhengtong.publishing.models import Topic
from zhengtong.publishing.screens.articles import may_open


class TopicForm(forms.Form):
    title = forms.CharField(label="专题名称", max_length=80)
    slug = forms.CharField(
        label="网址名", max_length=30, help_text="小写字母、数字和连字符，如 kaixue；网址为 /zt/kaixue/"
    )
    summary = forms.CharField(
        label="专题简介",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="公开显示，200字以内",
    )
    site = forms.ChoiceField(
        label="所在站点",
        help_text="涉及多个单位的，设在门户网站或牵头单位子站；只涉及一个单位的，设在门户网站或本单位子站",
    )
    lead = forms.ModelChoiceField(Unit.objects.none(), label="牵头单位（主办单位）", empty_label="请选择")
    joint = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="联办单位", required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "zt-columns"}),
        help_text="联办单位在本专题内自行拟稿、审校和发布，只能看到本单位的草稿",
    )  # fmt: skip
    ends_on = forms.DateField(
        label="计划截止日期", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.CharField(label="设置事由", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    field_order = ("title", "slug", "summary", "reason", "site", "lead", "ends_on", "joint")

    def __init__(
        self,
        *args: Any,
        sites: list[tuple[str, str]],
        leads: QuerySet[Unit],
        units: QuerySet[Unit],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = sites
        self.fields["lead"].queryset, self.fields["joint"].queryset = leads, units


class ClosingForm(forms.Form):
    reason = forms.CharField(
        label="归档原因", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class OpenTopic(ActForm):
    label, form_class, success_message, primary = "开设专题", TopicForm, "已开设，门户页面随即更新", True
    explanation = "重大活动、专项工作不单独开设网站，在门户网站或子站开设专栏专题。"
    access = may_add

    def get_form_kwargs(self) -> dict[str, Any]:
        sites, units = sites_for(self.person, self.at), open_units(self.at).order_by("order", "code")
        own = [unit.pk for unit in units_of(self.person, self.at, {"site_manager"})]
        leads = units if any(code == PORTAL for code, _ in sites) else units.filter(pk__in=own)
        return super().get_form_kwargs() | {"sites": sites, "leads": leads, "units": units}

    def perform(
        self, title: str, slug: str, summary: str, site: str, lead: Unit, joint: Iterable[Unit], ends_on: date | None,
        reason: str,
    ) -> Topic:  # fmt: skip
        return actions.open_topic(
            title=title, slug=slug, summary=summary, site=site, lead=lead, joint=list(joint), ends_on=ends_on,
            reason=reason, by=self.person, at=self.at,
        )  # fmt: skip

    def get_success_url(self, done: Topic) -> str:
        return reverse("topics:inspect", args=[done.pk])


def why_not_close(person: Any, topic: Topic, at: datetime) -> list[Refusal]:
    return duties_access.may_keep_columns(person, topic.column.site, topic.column.unit, at)


class CloseTopic(ActView):
    label, form_class, success_message, danger = "归档", ClosingForm, "已归档，门户页面随即更新", True
    explanation = "归档后专题页面和已公开的内容保留供查阅，不再接收新稿件。"
    access = why_not_close

    @classmethod
    def offered(cls, person: Any, subject: Topic, at: datetime) -> bool:
        return subject.closed_on is None

    def perform(self, reason: str) -> Topic:
        return actions.close_topic(self.object, reason=reason, by=self.person, at=self.at)


def state_of(topic: Topic) -> Tag:
    return Tag("已归档", "plain") if topic.closed_on else Tag("在用", "good")


class TopicPage(ItemView):
    def state(self) -> Tag:
        return state_of(self.object)

    def facts(self) -> Iterable[Fact]:
        topic: Topic = self.object
        lead, *joint = topic.units
        address = queries.column_path(topic.column.page)
        yield Fact("网址", address, address)
        yield Fact("所在站点", site_told(topic.column))
        yield Fact("专题简介", topic.column.page.description)
        yield Fact("牵头单位" if joint else "主办单位", lead)
        if joint:
            yield Fact("联办单位", "、".join(str(unit) for unit in joint))
        yield Fact("设置事由", topic.reason)
        yield Fact("开设日期", topic.column.valid_from)
        if topic.ends_on:
            yield Fact("计划截止日期", topic.ends_on)
        if topic.closed_on:
            yield Fact("归档日期", topic.closed_on)


class TopicRegister(ScopedModelViewSet):
    model = Topic
    name = "topics"
    url_prefix = "openness/topics"
    icon = "folder-open-inverse"
    menu_section = "openness"
    menu_label = "专栏专题"
    menu_order = 20
    ordering = ("-column__valid_from", "-pk")
    search_fields = ("column__name",)
    item_view = TopicPage
    new = OpenTopic
    acts = {"close": CloseTopic}
    list_export = ("column.name", "column.site", "column.unit", "column.valid_from", "ends_on", "closed_on")
    export_headings = {
        "column.name": "专题", "column.site": "站点", "column.unit": "牵头单位", "column.valid_from": "开设日期",
        "closed_on": "归档日期",
    }  # fmt: skip

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return may_open(person, subject, at)

    def get_rows(self) -> QuerySet[Topic]:
        return Topic.objects.select_related("column__unit", "column__page").prefetch_related("joint_units")

    def scope(self, queryset: QuerySet[Topic], person: Any, at: datetime) -> QuerySet[Topic]:
        return topics.seen_by(queryset, person, at)

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn(
                "name",
                label="专题",
                accessor="column.name",
                sort_key="column__name",
                get_url=self.item_address,
            ),
            Column(
                "site", label="站点", accessor=lambda topic: site_told(topic.column), sort_key="column__site"
            ),
            Column(
                "units", label="参与单位", accessor=lambda topic: "、".join(str(unit) for unit in topic.units)
            ),
            Column("opened", label="开设日期", accessor="column.valid_from", sort_key="column__valid_from"),
            TagColumn("state", label="状态", accessor=state_of),
        ]
