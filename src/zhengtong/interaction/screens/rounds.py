"""What the registers of surveys, consultations and interviews have in common: the page of one, and its acts (5.7, 5.3)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.duties.queries import sees_district
from zhengtong.duties.rules import business_date
from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.acts import ActForm, ActView
from zhengtong.engine.console.items import Fact, ItemView, Tag
from zhengtong.engine.console.listing import TagColumn
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.evidence.actions import keep
from zhengtong.engine.evidence.queries import exhibits_of
from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.actions import rounds as actions
from zhengtong.interaction.models.participation import Round, RoundKind, RoundState
from zhengtong.interaction.participation import access
from zhengtong.interaction.participation.clocks import page_of
from zhengtong.interaction.queries import rounds as queries
from zhengtong.interaction.rules import rounds as rules
from zhengtong.interaction.screens import round_forms as fields

TONES = {
    RoundState.SUBMITTED: "wait", RoundState.APPROVED: "wait", RoundState.OPEN: "good", RoundState.LIVE: "good",
    RoundState.CLOSED: "warn", RoundState.FINISHED: "plain", RoundState.DROPPED: "plain", RoundState.DRAFT: "plain",
}  # fmt: skip


def tag_of(one: Round) -> Tag:
    return Tag(one.state_told, TONES[RoundState(one.state)])


def may_handle(person: Any, one: Round, at: datetime) -> list[Refusal]:
    return access.may_handle(person, one.unit, at)


def may_review(person: Any, one: Round, at: datetime) -> list[Refusal]:
    own = one.drafted_by_id == person.pk
    return [*access.may_review(person, one.unit, at), *rules.why_not_review(one.state, own=own)]


def may_publish(person: Any, one: Round, at: datetime) -> list[Refusal]:
    return [*access.may_review(person, one.unit, at), *actions.why_not_publish(one, person)]


def may_change(person: Any, one: Round, at: datetime) -> list[Refusal]:
    return [*access.may_handle(person, one.unit, at), *rules.why_not_change(one.state)]


class DraftRound(ActForm):
    """A new draft; the kind is the register's."""

    kind: RoundKind
    form_class: type[fields.RoundForm] = fields.RoundForm
    success_message = "已保存草稿，请核对后送审"
    explanation = "草稿只有本单位可见。送审后由本单位审核人员或负责人审核，按所填日期自动开始和截止。"
    access = access.may_draft_somewhere

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": access.units_to_draft_for(self.person, self.at)}

    def get_form(self) -> Any:
        form = super().get_form()
        if form.is_bound and form.is_valid():
            self.told = form.told()
        return form

    def get_initial(self) -> dict[str, Any]:
        return {"opens_on": business_date(self.at)}

    def perform(self, unit: Any, **typed: Any) -> Round:
        return actions.draft(self.kind, unit, self.told, by=self.person, at=self.at)

    def get_success_url(self, done: Round) -> str:
        return page_of(done)


class Revise(ActView):
    label = "修改"
    success_message = "已保存修改"
    form_class: type[fields.RoundForm] = fields.RoundForm
    access = may_change

    @classmethod
    def offered(cls, person: Any, subject: Round, at: datetime) -> bool:
        return subject.state == RoundState.DRAFT

    def get_initial(self) -> dict[str, Any]:
        return fields.initial_of(self.object)

    def perform(self, **typed: Any) -> Round:
        return actions.revise(self.object, rules.Told(**typed), by=self.person, at=self.at)


class AttachFile(ActView):
    label = "增加附件"
    success_message = "已增加附件"
    form_class = fields.FileForm
    access = may_change

    @classmethod
    def offered(cls, person: Any, subject: Round, at: datetime) -> bool:
        return subject.state == RoundState.DRAFT

    def perform(self, label: str, file: Any) -> None:
        kept = keep(file.read(), file.name, by=self.person, at=self.at)
        actions.attach_file(self.object, kept, label=label, by=self.person, at=self.at)


class Submit(ActView):
    label = "送审"
    explanation = "送审后内容不能修改；需要修改的，由审核人员退回。"
    success_message = "已送审"
    access = may_change
    primary = True

    @classmethod
    def offered(cls, person: Any, subject: Round, at: datetime) -> bool:
        return subject.state == RoundState.DRAFT

    def perform(self) -> Round:
        return actions.submit(self.object, by=self.person, at=self.at)


class Approve(ActView):
    label = "审核通过"
    explanation = "请核对全部内容。通过后按所填日期自动开始，开始日期已到的立即开始。"
    success_message = "已审核通过"
    access = may_review
    primary = True

    @classmethod
    def offered(cls, person: Any, subject: Round, at: datetime) -> bool:
        return subject.state == RoundState.SUBMITTED

    def perform(self) -> Round:
        return actions.approve(self.object, by=self.person, at=self.at)


def may_return(person: Any, one: Round, at: datetime) -> list[Refusal]:
    return [*access.may_review(person, one.unit, at), *rules.why_not_review(one.state, own=False)]


class SendBack(ActView):
    label = "退回修改"
    success_message = "已退回"
    form_class = fields.ReasonForm
    access = may_return

    @classmethod
    def offered(cls, person: Any, subject: Round, at: datetime) -> bool:
        return subject.state == RoundState.SUBMITTED

    def perform(self, reason: str) -> Round:
        return actions.send_back(self.object, reason=reason, by=self.person, at=self.at)


class Drop(ActView):
    label = "撤回"
    explanation = "开始之前可以撤回，撤回后不再开展，记录保留。"
    success_message = "已撤回"
    form_class = fields.ReasonForm
    danger = True
    access = may_handle

    @classmethod
    def offered(cls, person: Any, subject: Round, at: datetime) -> bool:
        return subject.state in {RoundState.DRAFT, RoundState.SUBMITTED, RoundState.APPROVED}

    def perform(self, reason: str) -> Round:
        return actions.drop(self.object, reason=reason, by=self.person, at=self.at)


def _is_over(one: Round) -> bool:
    return one.state == (RoundState.LIVE if one.kind == RoundKind.INTERVIEW else RoundState.CLOSED)


class Conclude(ActView):
    label = "拟定结果"
    explanation = "写明收到多少、主要意见和处理情况。由另一人审核后公布。"
    success_message = "已拟定结果，待审核公布"
    form_class = fields.ConclusionForm
    access = may_handle

    @classmethod
    def offered(cls, person: Any, subject: Round, at: datetime) -> bool:
        return _is_over(subject)

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.object.conclusion}

    def perform(self, text: str) -> Round:
        return actions.conclude(self.object, text=text, by=self.person, at=self.at)


class Publish(ActView):
    label = "审核并公布结果"
    explanation = "公布后即办结，不能再改。"
    success_message = "结果已公布"
    access = may_publish
    primary = True

    @classmethod
    def offered(cls, person: Any, subject: Round, at: datetime) -> bool:
        return _is_over(subject)

    def perform(self) -> Round:
        return actions.publish_result(self.object, by=self.person, at=self.at)


ACTS: dict[str, type[ActView]] = {
    "submit": Submit, "revise": Revise, "attach": AttachFile, "approve": Approve, "return": SendBack,
    "conclude": Conclude, "publish": Publish, "drop": Drop,
}  # fmt: skip


class RoundPage(ItemView):
    """What will be or is public, who answers for it, what came in, what can be done."""

    template_name = "interaction/round.html"

    def kind(self) -> str:
        return str(self.object.get_kind_display())

    def state(self) -> Tag:
        return tag_of(self.object)

    def facts(self) -> Iterable[Fact]:
        one: Round = self.object
        yield Fact("主办单位", one.unit.name)
        yield Fact("起止日期", f"{one.opens_on}至{one.closes_on}")
        if one.kind == RoundKind.INTERVIEW:
            yield Fact("访谈时间", one.held_at)
            yield Fact("访谈嘉宾", "、".join(one.guest_list))
        if one.short_why:
            yield Fact("缩短期限的理由", one.short_why)
        yield Fact("联系方式", one.contact)
        if one.returned_why:
            yield Fact("退回或撤回理由", one.returned_why)
        yield Fact("拟稿人", str(one.drafted_by or "系统"))
        if one.reviewed_by:
            yield Fact("审核人", str(one.reviewed_by))
        if one.finished_by:
            yield Fact("结果审核人", str(one.finished_by))
        if one.is_public:
            yield Fact("公开网址", settings.PORTAL_URL + one.path, settings.PORTAL_URL + one.path)
        yield from self.figures()

    def figures(self) -> Iterable[Fact]:
        """What came in, for the kind of round."""
        return ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one: Round = self.object
        given = {
            "introduction": one.introduction.splitlines(), "conclusion": one.conclusion.splitlines(),
            "files": [exhibit.label for exhibit in exhibits_of(one)],
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))


class RoundRegister(ScopedModelViewSet):
    """One kind of round. Everybody may open the list; what is not the own unit's is not in it (2.3)."""

    model = Round
    kind: RoundKind
    menu_section = "interaction"
    ordering = ("-opens_on", "-pk")
    search_fields = ("title",)
    list_filter = ("state",)
    list_export = (
        "title",
        "unit",
        "opens_on",
        "closes_on",
        "state_told",
        "opened_at",
        "closed_at",
        "finished_at",
    )
    export_headings = {"state_told": "状态"}

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return everyone(person, subject, at)

    def get_rows(self) -> QuerySet[Round]:
        people = ("drafted_by", "reviewed_by", "finished_by")
        return Round.objects.filter(kind=self.kind).select_related("unit", *people)

    def scope(self, queryset: QuerySet[Round], person: Any, at: datetime) -> QuerySet[Round]:
        return queries.rounds_seen_by(queryset, person, at)

    def may(self, person: Any, at: datetime) -> bool:
        """The menu shows it to whoever has something to do with it."""
        return sees_district(person, at) or bool(access.units_that_see(person, at))

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("title", label="标题", sort_key="title", get_url=self.item_address),
            Column("unit", label="主办单位"),
            Column("window", label="起止日期", accessor=lambda one: f"{one.opens_on}至{one.closes_on}"),
            TagColumn("state", label="状态", accessor=tag_of, sort_key="state"),
        ]


def seen(rows: QuerySet[Any], person: Any, at: datetime, *, state: str = "") -> QuerySet[Any]:
    """What hangs on rounds that the person sees."""
    mine = queries.rounds_seen_by(Round.objects.all(), person, at)
    return rows.filter(round__in=mine.filter(state=state) if state else mine)
