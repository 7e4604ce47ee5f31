"""What the Office and the units do with a message on its way: one screen a verb."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from zhengtong.duties.models import Person, Unit
from zhengtong.duties.rules import business_date
from zhengtong.engine.console.acts import ActView
from zhengtong.engine.refusals import Refusal, Refused
from zhengtong.interaction import actions
from zhengtong.interaction.actions.forwarding import lead_of, return_until
from zhengtong.interaction.actions.pausing import latest_pause
from zhengtong.interaction.models import CitizenMessage, Forwarding, MessageState
from zhengtong.interaction.queries import routing
from zhengtong.interaction.queries.messages import messages_seen_by
from zhengtong.interaction.screens import forms, reasons


class OfMessage(ActView):
    """An act on a message; `states` are those in which it makes sense at all."""

    states: Sequence[str] = (MessageState.RECEIVED, MessageState.HANDLING)

    @classmethod
    def offered(cls, person: Any, subject: CitizenMessage, at: datetime) -> bool:
        return subject.state in cls.states


class OfForm(OfMessage):
    """With a form that asks for units."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"at": self.at}


class OfLetter(OfMessage):
    @classmethod
    def offered(cls, person: Any, subject: CitizenMessage, at: datetime) -> bool:
        return super().offered(person, subject, at) and not subject.is_correction


class OfHandled(OfMessage):
    states = (MessageState.HANDLING,)


class Forward(OfForm):
    label, form_class, success_message = "转办", forms.ForwardForm, "已转办"
    template_name = "interaction/forward.html"
    access = reasons.forward
    primary = True

    def get_initial(self) -> dict[str, Any]:
        return {"unit": self.request.GET.get("unit", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"proposals": routing.proposals(self.object, self.at), "message": self.object}
        return super().get_context_data(**(given | kwargs))

    def perform(self, unit: Unit, person: Person | None, note: str) -> Forwarding:
        proposed = [one.kept() for one in routing.proposals(self.object, self.at)]
        return actions.forward(
            self.object, unit, person=person, note=note, suggested=proposed, by=self.person, at=self.at
        )


class Acknowledge(OfHandled):
    label, success_message = "签收", "已签收，请在期限内办理答复"
    access = reasons.acknowledge
    primary = True

    @classmethod
    def offered(cls, person: Any, subject: CitizenMessage, at: datetime) -> bool:
        found = super().offered(person, subject, at)
        return found and not any(
            one.code == "acknowledge.twice" for one in reasons.acknowledge(person, subject, at)
        )

    def perform(self) -> Forwarding:
        return actions.acknowledge(self.object, by=self.person, at=self.at)


class SendBack(OfForm):
    label, form_class, success_message = "退回", forms.SendBackForm, "已退回区政府办公室重新转办"
    access = reasons.send_back
    states = (MessageState.HANDLING,)

    @property
    def explanation(self) -> str:  # type: ignore[override]
        lead = lead_of(self.object)
        until = f"最迟{business_date(return_until(lead)):%Y-%m-%d}退回。" if lead else ""
        return f"不属本单位职责的，退回区政府办公室重新转办，答复期限不变。{until}"

    def perform(self, why: str, right_unit: Unit | None) -> Forwarding:
        return actions.send_back(self.object, why=why, right_unit=right_unit, by=self.person, at=self.at)


class AskJoint(OfForm):
    label, form_class, success_message = "请协办", forms.JointForm, "已请协办单位提出意见"
    explanation = "协办单位在期限内提出意见，由主办单位汇总后答复。"
    access = reasons.ask_joint
    states = (MessageState.HANDLING,)

    def perform(self, unit: Unit, note: str) -> Forwarding:
        return actions.ask_joint(self.object, unit, note=note, by=self.person, at=self.at)


class GiveOpinion(OfMessage):
    label, form_class, success_message = "提出协办意见", forms.TextForm, "已提出协办意见"
    access = reasons.give_opinion
    primary = True

    @classmethod
    def offered(cls, person: Any, subject: CitizenMessage, at: datetime) -> bool:
        return reasons.opinion_asked(person, subject, at) is not None

    def perform(self, text: str) -> Forwarding:
        owed = reasons.opinion_asked(self.person, self.object, self.at)
        if owed is None:
            raise Refused(reasons.give_opinion(self.person, self.object, self.at))
        return actions.give_opinion(owed, text=text, by=self.person, at=self.at)


class EndJoint(OfHandled):
    label, form_class, success_message = "终止协办", forms.EndJointForm, "已终止协办"
    explanation = "协办单位逾期未提出意见、影响答复的，可以终止协办。"
    access = reasons.end_joint

    @classmethod
    def offered(cls, person: Any, subject: CitizenMessage, at: datetime) -> bool:
        return super().offered(person, subject, at) and reasons.open_joints(subject).exists()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"joints": reasons.open_joints(self.object)}

    def perform(self, forwarding: Forwarding) -> Forwarding:
        return actions.end_joint(forwarding, by=self.person, at=self.at)


class Sort(OfLetter):
    label, form_class, success_message = "调整类别", forms.SortForm, "已调整类别，期限已重新计算"
    explanation = "类别决定答复期限；调整后自收到之日起按新类别重新计算。"
    access = reasons.sort

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.object.kind}

    def perform(self, kind: str) -> CitizenMessage:
        return actions.sort(self.object, kind, by=self.person, at=self.at)


class FindComplex(OfLetter):
    label, form_class, success_message = "认定情况复杂", forms.WhyForm, "已认定，期限已重新计算"
    access = reasons.find_complex

    def perform(self, why: str) -> CitizenMessage:
        return actions.find_complex(self.object, why=why, by=self.person, at=self.at)


class AskPause(OfHandled):
    label, form_class, success_message = "申请暂停计时", forms.PauseForm, "已申请，待区政府办公室审批"
    access = reasons.ask_pause

    @property
    def explanation(self) -> str:  # type: ignore[override]
        return f"暂停计时须经区政府办公室同意；审批前期限照常计算。一次最迟暂停至{latest_pause(self.at)}。"

    def perform(self, why: str, until: date | None) -> Any:
        return actions.ask_pause(self.object, why=why, until=until, by=self.person, at=self.at)


class DecidePause(OfHandled):
    label, form_class, success_message = "审批暂停计时", forms.DecidePauseForm, "已审批"
    template_name = "interaction/decide_pause.html"
    access = reasons.decide_pause
    primary = True

    @classmethod
    def offered(cls, person: Any, subject: CitizenMessage, at: datetime) -> bool:
        asked = reasons.open_pause(subject)
        return asked is not None and asked.decided_at is None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"pause": reasons.open_pause(self.object)} | kwargs))

    def perform(self, allow: bool, note: str) -> Any:
        asked = reasons.open_pause(self.object)
        if asked is None:
            raise Refused(reasons.decide_pause(self.person, self.object, self.at))
        return actions.decide_pause(asked, allow=allow, note=note, by=self.person, at=self.at)


class Resume(OfHandled):
    label, success_message = "恢复计时", "已恢复计时"
    access = reasons.resume

    @classmethod
    def offered(cls, person: Any, subject: CitizenMessage, at: datetime) -> bool:
        asked = reasons.open_pause(subject)
        return asked is not None and asked.is_running

    def perform(self) -> Any:
        return actions.resume(self.object, by=self.person, at=self.at)


class Decline(OfMessage):
    label, form_class, success_message = "不予办理", forms.DeclineForm, "已作不予办理处理"
    access = reasons.decline
    danger = True

    def perform(self, why: str) -> CitizenMessage:
        return actions.decline(self.object, why=why, by=self.person, at=self.at)


class Merge(OfMessage):
    label, form_class, success_message = "并件", forms.MergeForm, "已并件"
    explanation = "并入后不再单独办理，本件留言人查询时看到所并入留言的答复。"
    access = reasons.merge

    def get_initial(self) -> dict[str, Any]:
        return {
            "into": self.request.GET.get("into", "")[:20],
            "why": "反映同一事项" if "into" in self.request.GET else "",
        }

    def perform(self, into: str, why: str) -> CitizenMessage:
        other = messages_seen_by(self.person, self.at).filter(number=into.strip()).first()
        if other is None:
            message = "没有该编号的留言，请核对编号。"
            raise Refused([Refusal("merge.unknown", message, "5.7")])
        return actions.merge(self.object, other, why=why, by=self.person, at=self.at)

    def get_success_url(self, done: CitizenMessage) -> str:
        return reverse(self.item_url_name, args=[done.merged_into_id])
