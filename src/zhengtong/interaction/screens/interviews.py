"""在线访谈: questions are sifted, what is said is written and let out entry by entry by two people on one screen (5.7, 5.3)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from zhengtong.engine.console.acts import ActView
from zhengtong.engine.console.items import Fact
from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.actions import interviews as actions
from zhengtong.interaction.models.participation import (
    Asked,
    EntryState,
    LiveEntry,
    Round,
    RoundKind,
    RoundState,
    VisitorQuestion,
)
from zhengtong.interaction.participation import access
from zhengtong.interaction.participation.clocks import page_of
from zhengtong.interaction.queries import results
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


class NewInterview(DraftRound):
    label = "拟定访谈"
    kind = RoundKind.INTERVIEW
    form_class = fields.InterviewForm


class ReviseInterview(Revise):
    form_class = fields.InterviewForm


class Begin(ActView):
    label = "开始访谈"
    explanation = "开始后两人配合：一人录入，另一人逐条审核公开。访谈期间网民仍可提问。"
    success_message = "访谈已开始"
    access = may_handle
    primary = True

    @classmethod
    def offered(cls, person: Any, subject: Round, at: datetime) -> bool:
        return subject.state in {RoundState.OPEN, RoundState.CLOSED}

    def perform(self) -> Round:
        return actions.begin(self.object, by=self.person, at=self.at)

    def get_success_url(self, done: Round) -> str:
        return page_of(done, "live")


def may_take_part(person: Any, one: Round, at: datetime) -> list[Refusal]:
    return access.may_take_part(person, one.unit, at)


class LiveDesk(ActView):
    """Writing and letting out on one screen: what waits at the top, the form, what was said below. Works without scripts."""

    label = "录入"
    title = "访谈实录"
    success_message = "已录入，待另一人审核"
    form_class = fields.EntryForm
    template_name = "interaction/live.html"
    access = may_take_part
    primary = True

    @classmethod
    def offered(cls, person: Any, subject: Round, at: datetime) -> bool:
        return subject.state == RoundState.LIVE

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"one": self.object}

    def get_initial(self) -> dict[str, Any]:
        wrong = self._entry(self.request.GET.get("corrects", ""))
        if wrong is None:
            return {}
        speaker = f"{wrong.speaker}:{wrong.name}"
        return {"corrects": wrong.pk, "speaker": speaker, "text": wrong.text, "question": wrong.question_id}

    def _entry(self, typed: Any) -> LiveEntry | None:
        return self.object.entries.filter(pk=typed).first() if str(typed).isdecimal() else None

    def perform(
        self, speaker: str, text: str, question: VisitorQuestion | None, corrects: int | None
    ) -> LiveEntry:
        kind, _, name = speaker.partition(":")
        return actions.write_entry(
            self.object, speaker=kind, name=name, text=text, question=question, corrects=self._entry(corrects),
            by=self.person, at=self.at,
        )  # fmt: skip

    def get_success_url(self, done: Any) -> str:
        return page_of(self.object, "live")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one: Round = self.object
        entries = one.entries.select_related("written_by", "corrects")
        given = {
            "waiting": entries.filter(state=EntryState.WAITING), "returned": entries.filter(state=EntryState.RETURNED),
            "record": results.record_of(one)[::-1], "correcting": self.request.GET.get("corrects"),
            "unasked": one.asked.filter(state=Asked.WAITING).count(), "questions_url": page_of(one, "questions"),
            "here": page_of(one, "live"),
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))


class Questions(ActView):
    """What visitors asked, those that wait first; each has its own page to be decided on."""

    label = "筛选网民提问"
    template_name = "interaction/questions.html"
    access = may_handle

    @classmethod
    def offered(cls, person: Any, subject: Round, at: datetime) -> bool:
        return subject.state in {RoundState.OPEN, RoundState.CLOSED, RoundState.LIVE}

    http_method_names: ClassVar[list[str]] = [
        "get",
        "head",
        "options",
    ]  # nothing is decided on the list itself

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = list(self.object.asked.select_related("decided_by"))
        order = [Asked.WAITING, Asked.PUT, Asked.DECLINED]
        given = {"asked": sorted(found, key=lambda one: (order.index(Asked(one.state)), one.pk))}
        return super().get_context_data(**(given | kwargs))


class InterviewPage(RoundPage):
    template_name = "interaction/interview.html"

    def figures(self) -> Iterable[Fact]:
        one: Round = self.object
        yield Fact("网民提问", f"{one.asked.count()}条，采用{one.asked.filter(state=Asked.PUT).count()}条")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"record": results.record_of(self.object)} | kwargs))


class Interviews(RoundRegister):
    name = "interaction_interviews"
    url_prefix = "interaction/interviews"
    kind = RoundKind.INTERVIEW
    icon = "comment"
    menu_label = "在线访谈"
    menu_order = 80
    item_view = InterviewPage
    new = NewInterview
    acts = {"live": LiveDesk, "questions": Questions, "begin": Begin, **ACTS, "revise": ReviseInterview}


def may_sift(person: Any, question: VisitorQuestion, at: datetime) -> list[Refusal]:
    return access.may_handle(person, question.round.unit, at)


class Sift(ActView):
    label = "筛选提问"
    success_message = "已筛选"
    form_class = fields.SiftForm
    model = VisitorQuestion
    scope = seen
    access = may_sift
    template_name = "interaction/said.html"

    def get_queryset(self) -> QuerySet[VisitorQuestion]:
        return super().get_queryset().select_related("round__unit")

    def get_initial(self) -> dict[str, Any]:
        return {"decision": Asked.PUT.value, "said": self.object.text}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"said": self.object.text} | kwargs))

    def crumbs(self) -> Any:
        one = self.object.round
        return [("在线访谈", reverse("interaction_interviews:index")), (str(one), page_of(one))]

    def get_back_url(self) -> str:
        return page_of(self.object.round, "questions")

    def perform(self, decision: str, said: str) -> VisitorQuestion:
        return actions.sift(self.object, decision=decision, said=said, by=self.person, at=self.at)


def may_let_out(person: Any, entry: LiveEntry, at: datetime) -> list[Refusal]:
    return access.may_take_part(person, entry.round.unit, at)


class ReviewEntry(ActView):
    """From the live desk: one click lets it out; returning asks for a reason here."""

    label = "审核实录"
    success_message = "已审核"
    form_class = fields.EntryReviewForm
    model = LiveEntry
    scope = seen
    access = may_let_out
    template_name = "interaction/said.html"

    def get_queryset(self) -> QuerySet[LiveEntry]:
        return super().get_queryset().select_related("round__unit")

    def get_initial(self) -> dict[str, Any]:
        return {"outcome": "no" if self.request.GET.get("return") else "yes"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"said": self.object.text} | kwargs))

    def get_back_url(self) -> str:
        return page_of(self.object.round, "live")

    def perform(self, outcome: str, reason: str) -> LiveEntry:
        return actions.review_entry(
            self.object, let_out=outcome == "yes", reason=reason, by=self.person, at=self.at
        )
