"""公开答复: left the letter as it is, right what the public would read, with what the machine masked and why; a person decides."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from zhengtong.interaction import actions
from zhengtong.interaction.actions.afterwards import last_answer
from zhengtong.interaction.models import CitizenMessage, KnownAnswer, MessageState, PublicVersion
from zhengtong.interaction.rules.masking import Proposal, proposal
from zhengtong.interaction.screens import forms, reasons
from zhengtong.interaction.screens.acts import OfMessage

FIELDS = {"title": "标题", "question": "来信", "reply": "答复"}


def originals(message: CitizenMessage) -> dict[str, str]:
    """The texts that would become public, as they stand."""
    sent = last_answer(message)
    return {"title": message.title, "question": message.body, "reply": sent.text if sent else ""}


def proposed(message: CitizenMessage) -> dict[str, Proposal]:
    return {name: proposal(text) for name, text in originals(message).items()}


def found_in(proposals: dict[str, Proposal]) -> list[dict[str, str]]:
    """What was masked, with the place where it stood."""
    return [one | {"field": FIELDS[name]} for name, made in proposals.items() for one in made.found]


class OfAnswered(OfMessage):
    states = (MessageState.ANSWERED,)


class MakePublic(OfAnswered):
    label, form_class, success_message = "公开答复", forms.PublicForm, "已公开"
    template_name = "interaction/make_public.html"
    access = reasons.make_public

    @classmethod
    def offered(cls, person: Any, subject: CitizenMessage, at: datetime) -> bool:
        return super().offered(person, subject, at) and not reasons.is_public(subject)

    def get_initial(self) -> dict[str, Any]:
        return {name: made.text for name, made in proposed(self.object).items()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = [(label, originals(self.object)[name]) for name, label in FIELDS.items()]
        given = {"message": self.object, "originals": told, "found": found_in(proposed(self.object))}
        return super().get_context_data(**(given | kwargs))

    def perform(self, title: str, question: str, reply: str, checked: bool) -> PublicVersion:
        return actions.make_public(
            self.object, title=title, question=question, reply=reply, proposed=found_in(proposed(self.object)),
            checked=checked, by=self.person, at=self.at,
        )  # fmt: skip


class EndPublic(OfAnswered):
    label, form_class, success_message = "停止公开", forms.WhyForm, "已停止公开"
    access = reasons.end_public
    danger = True

    @classmethod
    def offered(cls, person: Any, subject: CitizenMessage, at: datetime) -> bool:
        return super().offered(person, subject, at) and reasons.is_public(subject)

    def perform(self, why: str) -> PublicVersion:
        return actions.end_public(self.object, why=why, by=self.person, at=self.at)


class Learn(OfAnswered):
    label, form_class, success_message = "录入知识库", forms.LearnForm, "已录入问答知识库"
    explanation = "整理为对所有人适用的问题和解答，不含个人信息；到期由本单位复核。"
    template_name = "interaction/learn.html"
    access = reasons.learn

    def get_initial(self) -> dict[str, Any]:
        made = proposed(self.object)
        return {"question": made["title"].text, "answer": made["reply"].text}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"message": self.object} | kwargs))

    def perform(self, question: str, answer: str) -> KnownAnswer:
        return actions.learn(
            self.object.unit,
            question=question,
            answer=answer,
            grown_from=self.object,
            by=self.person,
            at=self.at,
        )

    def get_success_url(self, done: KnownAnswer) -> str:
        return reverse("interaction_known:inspect", args=[done.pk])
