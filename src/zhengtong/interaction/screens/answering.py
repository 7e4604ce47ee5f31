"""The answer, and the correction behind it: written by one hand, let out by another (5.3, 5.7)."""

from datetime import datetime
from typing import Any

from zhengtong.interaction import actions
from zhengtong.interaction.actions.answering import writing
from zhengtong.interaction.models import Answer as AnswerText
from zhengtong.interaction.models import AnswerState, CitizenMessage, Fix, KnownAnswer
from zhengtong.interaction.queries.fixes import done_fix, pending_fix
from zhengtong.interaction.queries.messages import messages_seen_by
from zhengtong.interaction.screens import forms, reasons
from zhengtong.interaction.screens.acts import OfHandled

THANKS = "您好：您反映的“{page}”页面中“{was}”有误，经核实情况属实，现已更正为“{became}”。感谢您对政府网站工作的监督和支持。"
REMOVED = (
    "您好：您反映的“{page}”页面中“{was}”有误，经核实情况属实，现已删去。感谢您对政府网站工作的监督和支持。"
)


def polite(message: CitizenMessage, fix: Fix) -> str:
    """The usual answer to a correction that is done."""
    said = THANKS if fix.became else REMOVED
    return said.format(page=message.page_title or message.page, was=fix.was, became=fix.became)


def taken_over(message: CitizenMessage, person: Any, at: datetime, asked: str) -> str:
    """The text behind a link "?take=known:12" or "?take=answer:34", if it exists for this person; else empty."""
    what, _, key = asked.partition(":")
    if not key.isdigit():
        return ""
    if what == "known":
        found = KnownAnswer.objects.filter(pk=key, ended_at__isnull=True).first()
        return found.answer if found else ""
    if what == "answer":
        seen = messages_seen_by(person, at)
        sent = AnswerText.objects.filter(pk=key, state=AnswerState.SENT, message__in=seen).first()
        return sent.text if sent else ""
    return ""


def prefilled(message: CitizenMessage, person: Any, at: datetime, asked: str) -> dict[str, Any]:
    """What stands in the form when it is opened: what was asked to be taken over, else the draft, else what a fix says."""
    mine, fix = writing(message), done_fix(message)
    given: dict[str, Any] = {"step": "save"}
    if mine is not None:
        given |= {"text": mine.text, "quoted_before": mine.quoted_before, "quoted_after": mine.quoted_after}
    if fix is not None and not given.get("quoted_before"):
        given |= {"quoted_before": fix.was, "quoted_after": fix.became}
        given["text"] = given.get("text") or polite(message, fix)
    taken = taken_over(message, person, at, asked)
    return given | ({"text": taken} if taken else {})


class Answer(OfHandled):
    """The form itself stands on the message's page; here it is shown again where something stands against it."""

    label, form_class = "拟写答复", forms.AnswerForm
    template_name = "interaction/answer.html"
    access = reasons.answer

    def get_initial(self) -> dict[str, Any]:
        return prefilled(self.object, self.person, self.at, self.request.GET.get("take", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"message": self.object} | kwargs))

    def perform(self, text: str, quoted_before: str, quoted_after: str, step: str) -> AnswerText:
        """The draft is kept even where it cannot be handed in yet."""
        made = actions.draft_answer(
            self.object, text=text, quoted_before=quoted_before, quoted_after=quoted_after, by=self.person, at=self.at
        )  # fmt: skip
        return actions.submit_answer(self.object, by=self.person, at=self.at) if step == "submit" else made

    def get_success_message(self, done: AnswerText) -> str:
        return "已送审，待审核人审定" if done.state == AnswerState.SUBMITTED else "已保存草稿"


class Submit(OfHandled):
    label, success_message = "答复送审", "已送审，待审核人审定"
    access = reasons.submit

    @classmethod
    def offered(cls, person: Any, subject: CitizenMessage, at: datetime) -> bool:
        mine = writing(subject)
        return (
            super().offered(person, subject, at) and mine is not None and mine.state != AnswerState.SUBMITTED
        )

    def perform(self) -> AnswerText:
        return actions.submit_answer(self.object, by=self.person, at=self.at)


class OfReview(OfHandled):
    """Makes sense while an answer waits to be reviewed."""

    @classmethod
    def offered(cls, person: Any, subject: CitizenMessage, at: datetime) -> bool:
        mine = writing(subject)
        return (
            super().offered(person, subject, at) and mine is not None and mine.state == AnswerState.SUBMITTED
        )


class Send(OfReview):
    label, form_class, success_message = "审定并答复", forms.SendForm, "已答复，网民凭查询码可以看到答复"
    access = reasons.send
    primary = True

    def perform(self, note: str) -> AnswerText:
        return actions.send_answer(self.object, note=note, by=self.person, at=self.at)


class ReturnAnswer(OfReview):
    label, form_class, success_message = "退回答复", forms.WhyForm, "已退回拟稿人修改"
    access = reasons.return_answer

    def perform(self, why: str) -> AnswerText:
        return actions.return_answer(self.object, why=why, by=self.person, at=self.at)


class OfCorrection(OfHandled):
    @classmethod
    def offered(cls, person: Any, subject: CitizenMessage, at: datetime) -> bool:
        return (
            super().offered(person, subject, at) and subject.is_correction and subject.article_id is not None
        )


class CorrectArticle(OfCorrection):
    label, form_class, success_message = "更正稿件", forms.FixForm, "更正已送审，经三审三校发布后即可答复"
    explanation = "按小幅更正送审：只改动下列文字，稿件其他内容不变，审校、发布后再答复网民。"
    access = reasons.fix

    @classmethod
    def offered(cls, person: Any, subject: CitizenMessage, at: datetime) -> bool:
        return super().offered(person, subject, at) and pending_fix(subject) is None

    def get_initial(self) -> dict[str, Any]:
        return {"was": self.object.words}

    def perform(self, was: str, became: str) -> Fix:
        return actions.begin_fix(self.object, was=was, became=became, by=self.person, at=self.at)


class GiveUpFix(OfCorrection):
    label, form_class, success_message = "放弃更正", forms.WhyForm, "已放弃本次更正"
    explanation = "送审件仍在审校中的，请另行撤回送审。"
    access = reasons.give_up_fix

    @classmethod
    def offered(cls, person: Any, subject: CitizenMessage, at: datetime) -> bool:
        return super().offered(person, subject, at) and pending_fix(subject) is not None

    def perform(self, why: str) -> Fix:
        return actions.give_up_fix(self.object, why=why, by=self.person, at=self.at)
