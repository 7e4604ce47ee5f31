"""在线调查: questions are drafted, repetitions looked at, words picked, results with bars (5.7)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime

from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.acts import ActView
from zhengtong.engine.console.items import Fact
from zhengtong.engine.console.listing import ListView, Show
from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.actions import rounds as actions
from zhengtong.interaction.actions import surveys
from zhengtong.interaction.models.participation import (
    Question,
    QuestionKind,
    Round,
    RoundKind,
    RoundState,
    Words,
)
from zhengtong.interaction.participation import access
from zhengtong.interaction.participation.clocks import page_of
from zhengtong.interaction.queries import results
from zhengtong.interaction.queries import rounds as queries
from zhengtong.interaction.screens import round_forms as fields
from zhengtong.interaction.screens.rounds import (
    ACTS,
    DraftRound,
    Revise,
    RoundPage,
    RoundRegister,
    may_change,
    may_handle,
    seen,
)


class NewSurvey(DraftRound):
    label = "拟定调查"
    kind = RoundKind.SURVEY


class AddQuestion(ActView):
    label = "增加题目"
    success_message = "已增加题目"
    form_class = fields.QuestionForm
    access = may_change

    @classmethod
    def offered(cls, person: Any, subject: Round, at: datetime) -> bool:
        return subject.state == RoundState.DRAFT

    def get_initial(self) -> dict[str, Any]:
        return {"kind": QuestionKind.SINGLE.value}

    def perform(self, kind: str, text: str, options: list[str], most: int | None, required: bool) -> Any:
        return actions.add_question(
            self.object, kind=kind, text=text, options=options, most=most or 0, required=required, by=self.person,
            at=self.at,
        )  # fmt: skip


class Repetitions(ActView):
    label = "核定疑似重复答卷"
    explanation = (
        "同一来访标记（地址和浏览器的加密摘要，不能还原）下超过规定份数的答卷列在这里。"
        "一个单位多人共用一个出口的属正常情形，请结合作答内容和时间判断。"
    )
    success_message = "已核定"
    form_class = fields.RepetitionForm
    access = may_handle
    MOST = 200

    @classmethod
    def offered(cls, person: Any, subject: Round, at: datetime) -> bool:
        return results.tally(subject).suspected > 0

    def get_form_kwargs(self) -> dict[str, Any]:
        found = results.suspects(self.object)[: self.MOST]
        choices = [
            (one.pk, f"第{one.pk}号答卷，标记{one.mark[:6]}，{localtime(one.at):%Y-%m-%d %H:%M:%S}")
            for one in found
        ]
        return super().get_form_kwargs() | {"choices": choices}

    def get_initial(self) -> dict[str, Any]:
        return {
            "count_them": "no",
            "replies": list(results.suspects(self.object).values_list("pk", flat=True)[: self.MOST]),
        }

    def perform(self, replies: list[int], count_them: str) -> int:
        return surveys.decide_repetitions(
            self.object, replies, count_them=count_them == "yes", by=self.person, at=self.at
        )


class SurveyPage(RoundPage):
    template_name = "interaction/survey.html"

    def figures(self) -> Iterable[Fact]:
        found = results.tally(self.object)
        yield Fact("收到答卷", f"{found.total}份")
        if found.total != found.counted:
            said = f"计入{found.counted}份，疑似重复{found.suspected}份，不计入{found.left_out}份"
            yield Fact("其中", said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one: Round = self.object
        drafting = one.state == RoundState.DRAFT and not may_change(self.person, one, self.at)
        given = {
            "outcomes": results.outcomes(one), "drafting": drafting, "with_results": one.opened_at is not None,
            "words_url": reverse("interaction_words", args=[one.pk]),
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))


class Surveys(RoundRegister):
    name = "interaction_surveys"
    url_prefix = "interaction/surveys"
    kind = RoundKind.SURVEY
    icon = "tick-inverse"
    menu_label = "在线调查"
    menu_order = 60
    item_view = SurveyPage
    new = NewSurvey
    acts = {"question": AddQuestion, "repetitions": Repetitions, **ACTS, "revise": Revise}


def may_remove(person: Any, question: Question, at: datetime) -> list[Refusal]:
    return may_change(person, question.round, at)


class RemoveQuestion(ActView):
    """A question of a draft, from the survey's page."""

    label = "删除题目"
    success_message = "已删除题目"
    danger = True
    model = Question
    scope = seen
    access = may_remove

    def get_queryset(self) -> QuerySet[Question]:
        return super().get_queryset().select_related("round__unit")

    def get_back_url(self) -> str:
        return page_of(self.object.round)

    def crumbs(self) -> Any:
        return [(str(self.object.round), page_of(self.object.round))]

    def perform(self) -> str:
        back = self.get_back_url()
        actions.remove_question(self.object, by=self.person, at=self.at)
        return back

    def get_success_url(self, done: str) -> str:
        return done


def words_seen(rows: QuerySet[Any], person: Any, at: datetime) -> QuerySet[Any]:
    return rows.filter(reply__round__in=seen(Question.objects.all(), person, at).values("round"))


class WordsList(ListView):
    """What was written to the open questions of one survey, with what of it is public."""

    title = "填空答案"
    model = Words
    scope = words_seen
    access = everyone
    empty = "尚无填空答案。"
    columns = (
        Show("题目", lambda row: f"第{row.question.order}题", narrow=True),
        Show("填写内容", lambda row: row.text),
        Show("公开内容", lambda row: row.shown or "未公开"),
        Show(
            "办理",
            lambda row: "选定公开",
            link=lambda row: reverse("interaction_pick", args=[row.pk]),
            narrow=True,
        ),
    )

    @cached_property
    def survey(self) -> Round:
        """Raises Http404 for a survey that the person does not see."""
        mine = queries.rounds_seen_by(Round.objects.filter(kind=RoundKind.SURVEY), self.person, self.at)
        found = mine.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def reasons(self) -> list[Refusal]:
        _ = self.survey
        return super().reasons()

    def rows(self) -> QuerySet[Words]:
        found = super().rows().filter(question__round=self.survey)
        return found.select_related("question").order_by("question__order", "pk")

    def crumbs(self) -> Any:
        return [("在线调查", reverse("interaction_surveys:index")), (str(self.survey), page_of(self.survey))]


def may_pick(person: Any, words: Words, at: datetime) -> list[Refusal]:
    return access.may_handle(person, words.reply.round.unit, at)


class PickWords(ActView):
    label = "选定公开"
    success_message = "已保存"
    form_class = fields.WordsForm
    model = Words
    scope = words_seen
    access = may_pick
    template_name = "interaction/said.html"

    def get_queryset(self) -> QuerySet[Words]:
        return super().get_queryset().select_related("reply__round__unit", "question")

    def get_initial(self) -> dict[str, Any]:
        return {"shown": self.object.shown or self.object.text}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"said": self.object.text} | kwargs))

    def get_subtitle(self) -> str:
        return str(self.object.question)

    def get_back_url(self) -> str:
        return reverse("interaction_words", args=[self.object.question.round_id])

    def perform(self, shown: str) -> Words:
        return surveys.pick_words(self.object, shown=shown, by=self.person, at=self.at)
