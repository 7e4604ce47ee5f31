"""问答知识库: what was answered once and holds for everybody, looked over again by a day (5.7)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.duties.models import Unit
from zhengtong.duties.queries import units_seen_by
from zhengtong.duties.rules import business_date
from zhengtong.engine.console.acts import ActForm, ActView
from zhengtong.engine.console.items import Fact, ItemView, Tag
from zhengtong.engine.console.listing import TagColumn
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.refusals import Refusal
from zhengtong.interaction import access, actions, rules
from zhengtong.interaction.models import KnownAnswer
from zhengtong.interaction.queries import known
from zhengtong.interaction.queries.messages import messages_seen_by
from zhengtong.interaction.screens import forms


def state_at(entry: KnownAnswer, at: datetime) -> Tag:
    if entry.ended_at is not None:
        return Tag("已停用")
    return Tag("待复核", "warn") if entry.review_on <= business_date(at) else Tag("在用", "good")


class KnownFilters(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(
        label="状态", method="by_state", empty_label="全部",
        choices=[("current", "在用"), ("review", "待复核"), ("ended", "已停用")],
    )  # fmt: skip
    unit = django_filters.ModelChoiceFilter(
        label="解答单位", queryset=Unit.objects.none(), empty_label="全部"
    )

    class Meta:
        model = KnownAnswer
        fields = ["standing", "unit"]

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.filters["unit"].queryset = units_seen_by(request.user, timezone.now())

    def by_state(self, rows: QuerySet[KnownAnswer], name: str, value: str) -> QuerySet[KnownAnswer]:
        if value == "review":
            return known.due_for_review(rows, timezone.now())
        return rows.filter(ended_at__isnull=value == "current")


class KnownPage(ItemView):
    template_name = "interaction/known.html"

    def get_title(self) -> str:
        return str(self.object.question)

    def kind(self) -> str:
        return "问答知识库"

    def state(self) -> Tag:
        return state_at(self.object, self.at)

    def facts(self) -> Iterable[Fact]:
        entry: KnownAnswer = self.object
        yield Fact("解答单位", entry.unit.name)
        yield Fact("复核日期", entry.review_on)
        yield Fact("录入", f"{entry.entered_by} {timezone.localtime(entry.entered_at):%Y-%m-%d}")
        seen = messages_seen_by(self.person, self.at).filter(pk=entry.grown_from_id).first()
        if seen is not None:
            yield Fact("来自留言", str(seen), reverse("interaction_messages:inspect", args=[seen.pk]))
        if entry.ended_at is not None:
            yield Fact("停用时间", entry.ended_at)
            yield Fact("停用原因", entry.ended_why)

    def subjects(self) -> Sequence[Model]:
        return (self.object,)


def may_end(person: Any, entry: KnownAnswer, at: datetime) -> list[Refusal]:
    return access.may_keep_library(person, entry.unit, at) + rules.why_not_end_public(
        public=entry.ended_at is None, why="…"
    )


class EndKnown(ActView):
    label, form_class, success_message = "停用", forms.EndKnownForm, "已停用"
    explanation = "政策调整、解答不再适用的，停用后另行录入。"
    access = may_end

    @classmethod
    def offered(cls, person: Any, subject: KnownAnswer, at: datetime) -> bool:
        return subject.ended_at is None

    def perform(self, why: str) -> KnownAnswer:
        return actions.forget(self.object, why=why, by=self.person, at=self.at)


def may_enter(person: Any, subject: Any, at: datetime) -> list[Refusal]:
    if access.is_clerk(person, at) or access.whole_units(person, at):
        return []
    return [Refusal("known.wrong_hand", "知识库由各单位承办人员维护，您目前没有相关岗位。", "5.7")]


class EnterKnown(ActForm):
    label, form_class, success_message = "录入问答", forms.KnownForm, "已录入"
    explanation = "写成对所有人适用的问题和解答，不含个人信息；到期由本单位复核。"
    access = may_enter

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"at": self.at}

    def perform(self, unit: Unit, question: str, answer: str) -> KnownAnswer:
        return actions.learn(unit, question=question, answer=answer, by=self.person, at=self.at)

    def get_success_url(self, done: KnownAnswer) -> str:
        return reverse("interaction_known:inspect", args=[done.pk])


class KnownRegister(ScopedModelViewSet):
    model = KnownAnswer
    name = "interaction_known"
    url_prefix = "interaction/known"
    icon = "help"
    menu_section = "interaction"
    menu_label = "问答知识库"
    menu_order = 40
    ordering = ("review_on", "pk")
    search_fields = ("question", "answer")
    filterset_class = KnownFilters
    item_view = KnownPage
    acts = {"end": EndKnown}
    new = EnterKnown
    list_export = ("unit", "question", "answer", "review_on", "ended_at")

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return access.may_open(person, subject, at)

    def get_rows(self) -> QuerySet[KnownAnswer]:
        return KnownAnswer.objects.select_related("unit", "entered_by")

    def scope(self, queryset: QuerySet[KnownAnswer], person: Any, at: datetime) -> QuerySet[KnownAnswer]:
        return known.known_seen_by(queryset, person, at)

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("question", label="问题", get_url=self.item_address),
            Column("unit", label="解答单位", sort_key="unit__order"),
            Column(
                "review_on",
                label="复核日期",
                accessor=lambda row: row.review_on.isoformat(),
                sort_key="review_on",
            ),
            TagColumn("state", label="状态", accessor=lambda row: state_at(row, timezone.now())),
        ]
