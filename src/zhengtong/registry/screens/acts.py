"""What can be done with a record: enter, admit, correct, set and end identifiers."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse

from zhengtong.duties.models import Unit
from zhengtong.engine.console.acts import ActForm, ActView
from zhengtong.engine.evidence.actions import keep
from zhengtong.engine.refusals import Refusal
from zhengtong.registry import access, actions
from zhengtong.registry.models import Channel, Identifier, RecordState
from zhengtong.registry.models.kinds import IDENTIFIERS_OF
from zhengtong.registry.rules import Particulars
from zhengtong.registry.screens import forms


def by_office(person: Any, subject: Any, at: datetime) -> list[Refusal]:
    return access.may_register(person, at)


class Register(ActForm):
    label = "登记阵地"
    explanation = "登记已经开设的网站、子站、账号和移动客户端。新开设的按开设程序办理。"
    success_message = "已登记"
    form_class = forms.RegisterForm
    access = by_office

    def perform(self, host: Unit, state: str, exception_reason: str, draft: bool, **said: Any) -> Channel:
        told = Particulars(**said | {"functions": tuple(said["functions"])})
        return actions.register(
            told,
            host=host,
            state=state,
            draft=draft,
            exception_reason=exception_reason,
            by=self.person,
            at=self.at,
        )

    def get_success_message(self, done: Channel) -> str:
        return f"已登记，编号{done.code}"

    def get_success_url(self, done: Channel) -> str:
        return reverse("registry_channels:inspect", args=[done.pk])


class Correct(ActView):
    label = "更正登记"
    explanation = "用于改正登记内容。主办单位、类别和状态的变更须按程序办理。"
    success_message = "已更正，原内容留存于登记历史"
    form_class = forms.CorrectForm
    access = access.may_correct
    primary = True

    def fields(self) -> list[str]:
        return access.fields_for(self.person, self.object, self.at)

    def get_initial(self) -> dict[str, Any]:
        return {field: getattr(self.object, field) for field in access.CORRECTABLE}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"correctable": self.fields()}

    def perform(self, reason: str, **changes: Any) -> Channel:
        return actions.correct(self.object, changes, reason=reason, by=self.person, at=self.at)


class Admit(ActView):
    label = "核定入册"
    explanation = "确认登记内容已经核实，由待核转为在册。"
    success_message = "已核定入册"
    access = by_office

    @classmethod
    def offered(cls, person: Any, subject: Channel, at: datetime) -> bool:
        return subject.record_state == RecordState.DRAFT

    def perform(self) -> Channel:
        return actions.admit(self.object, by=self.person, at=self.at)


class SetIdentifier(ActView):
    label = "登记标识"
    success_message = "已登记标识"
    form_class = forms.IdentifierForm
    access = by_office

    @classmethod
    def offered(cls, person: Any, subject: Channel, at: datetime) -> bool:
        return bool(IDENTIFIERS_OF[subject.kind])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"channel": self.object}

    def perform(
        self, kind: str, value: str, valid_from: date, valid_until: date | None, proof: Any
    ) -> Identifier:
        kept = keep(proof.read(), proof.name, by=self.person, at=self.at) if proof else None
        return actions.set_identifier(
            self.object, kind, value, valid_from=valid_from, valid_until=valid_until, evidence=kept, by=self.person,
            at=self.at,
        )  # fmt: skip


class EndIdentifier(ActView):
    label = "终止标识"
    explanation = "标识已注销、放弃或失效的，记录终止日期和原因。原记录保留。"
    success_message = "已终止"
    form_class = forms.EndIdentifierForm
    access = by_office
    danger = True

    @classmethod
    def offered(cls, person: Any, subject: Channel, at: datetime) -> bool:
        return any(one.ended_on is None for one in subject.identifiers.all())

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"channel": self.object}

    def perform(self, identifier: Identifier, on: date, reason: str) -> Identifier:
        return actions.end_identifier(identifier, on=on, reason=reason, by=self.person, at=self.at)
