"""意见征集: opinions are read, summed up, and each answered with what was decided and why (5.7)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.urls import reverse

from zhengtong.engine.console.acts import ActView
from zhengtong.engine.console.items import Fact
from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.actions import consultations as actions
from zhengtong.interaction.models.participation import OpinionGroup, Round, RoundKind, RoundState
from zhengtong.interaction.participation import access
from zhengtong.interaction.participation.clocks import page_of
from zhengtong.interaction.queries import rounds as queries
from zhengtong.interaction.screens import round_forms as fields
from zhengtong.interaction.screens.rounds import (
    ACTS,
    DraftRound,
    Revise,
    RoundPage,
    RoundRegister,
    may_handle,
    seen,
)

PER_PAGE = 50


class NewConsultation(DraftRound):
    label = "拟定意见征集"
    kind = RoundKind.CONSULTATION
    form_class = fields.ConsultationForm


class ReviseConsultation(Revise):
    form_class = fields.ConsultationForm


class Opinions(ActView):
    """The opinions that came in; ticked ones are put under a summary. `?all=1` shows those that are decided too."""

    label = "归纳意见"
    explanation = (
        "把内容相同的意见归到一起，再逐类写明采纳情况和理由。公布结果时只公开归纳，不公开意见原文和个人信息。"
    )
    success_message = "已归纳"
    form_class = fields.GroupForm
    template_name = "interaction/opinions.html"
    access = may_handle

    @classmethod
    def offered(cls, person: Any, subject: Round, at: datetime) -> bool:
        return subject.state in {RoundState.OPEN, RoundState.CLOSED}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"one": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        everything = bool(self.request.GET.get("all"))
        rows = self.object.opinions.all() if everything else queries.undecided(self.object)
        page = Paginator(rows.select_related("group").order_by("paragraph", "pk"), PER_PAGE).get_page(
            self.request.GET.get("p")
        )
        given = {"page": page, "everything": everything, "ticked": self.request.POST.getlist("opinions"),
                 "groups": groups(self.object)}  # fmt: skip
        return super().get_context_data(**(given | kwargs))

    def perform(self, group: OpinionGroup | None, summary: str) -> OpinionGroup:
        chosen = [int(one) for one in self.request.POST.getlist("opinions") if one.isdecimal()]
        summed = group.summary if group else summary
        return actions.group_opinions(self.object, chosen, summary=summed, by=self.person, at=self.at)

    def get_success_url(self, done: Any) -> str:
        return page_of(self.object, "opinions")


def groups(one: Round) -> QuerySet[OpinionGroup]:
    return one.groups.annotate(size=Count("opinions")).order_by("-size", "pk")


class ConsultationPage(RoundPage):
    template_name = "interaction/consultation.html"

    def figures(self) -> Iterable[Fact]:
        yield Fact("收到意见", f"{self.object.opinions.count()}条")
        left = queries.left_of(self.object).opinions
        if left:
            opinions = page_of(self.object, "opinions")
            yield Fact("尚未答复采纳情况", f"{left}条，归纳并答复", opinions)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"paragraphs": self.object.paragraphs, "groups": groups(self.object)}
        return super().get_context_data(**(given | kwargs))


class Consultations(RoundRegister):
    name = "interaction_consultations"
    url_prefix = "interaction/consultations"
    kind = RoundKind.CONSULTATION
    icon = "openquote"
    menu_label = "意见征集"
    menu_order = 70
    item_view = ConsultationPage
    new = NewConsultation
    acts = {"opinions": Opinions, **ACTS, "revise": ReviseConsultation}


def may_decide(person: Any, group: OpinionGroup, at: datetime) -> list[Refusal]:
    return access.may_handle(person, group.round.unit, at)


class DecideGroup(ActView):
    label = "答复采纳情况"
    success_message = "已答复"
    form_class = fields.DecisionForm
    model = OpinionGroup
    scope = seen
    access = may_decide
    template_name = "interaction/said.html"

    def get_queryset(self) -> QuerySet[OpinionGroup]:
        return super().get_queryset().select_related("round__unit")

    def get_initial(self) -> dict[str, Any]:
        return {"decision": self.object.decision or "taken", "reason": self.object.reason}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"said": self.object.summary, "originals": self.object.opinions.all()[:PER_PAGE]}
        return super().get_context_data(**(given | kwargs))

    def crumbs(self) -> Any:
        one = self.object.round
        return [("意见征集", reverse("interaction_consultations:index")), (str(one), page_of(one))]

    def get_back_url(self) -> str:
        return page_of(self.object.round, "opinions")

    def perform(self, decision: str, reason: str) -> OpinionGroup:
        return actions.decide_group(self.object, decision=decision, reason=reason, by=self.person, at=self.at)
