"""What can be done with a custody from its page."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse

from zhengtong.duties.models import Person
from zhengtong.engine.console.acts import ActForm, ActView
from zhengtong.engine.evidence.actions import keep
from zhengtong.engine.refusals import Refusal, Refused
from zhengtong.registry.models import Channel
from zhengtong.security import access, actions
from zhengtong.security.models import Custody, Handover
from zhengtong.security.queries import custody as queries
from zhengtong.security.rules import custody as rules
from zhengtong.security.rules.custody import Safeguards
from zhengtong.security.views import custody_forms as forms

NO_SECRETS = "本系统只登记由谁保管、如何重置，不保存任何口令。"


def page(custody: Custody) -> str:
    return reverse("security_custodies:inspect", args=[custody.pk])


def may_take(person: Any, subject: Any, at: datetime) -> list[Refusal]:
    if queries.hosts_kept_by(person, at).exists():
        return []
    message = "账号口令保管由主办单位网站（新媒体）管理员或区政府办公室经办人员登记，您现无此权限。"
    return [Refusal("custody.not_yours", message, "7.2")]


def may_keep(person: Any, custody: Custody, at: datetime) -> list[Refusal]:
    return (
        access.may_keep_custody(person, custody.channel.host, at)
        + rules.why_ended(custody)
        + rules.why_under_way(queries.open_handover(custody))
    )


def may_restate(person: Any, custody: Custody, at: datetime) -> list[Refusal]:
    standing = queries.standing_of(custody.custodian, custody.channel.host, at)
    return may_keep(person, custody, at) + rules.why_gone(custody, standing)


def may_hand_over(person: Any, custody: Custody, at: datetime) -> list[Refusal]:
    return (
        access.may_hand_over(person, custody, at)
        + rules.why_ended(custody)
        + rules.why_under_way(queries.open_handover(custody))
    )


def may_confirm(person: Any, custody: Custody, at: datetime) -> list[Refusal]:
    going = queries.open_handover(custody)
    return access.may_confirm(person, going) if going else rules.why_not_withdraw(going)


def may_withdraw(person: Any, custody: Custody, at: datetime) -> list[Refusal]:
    going = queries.open_handover(custody)
    return access.may_withdraw(person, custody, going, at) + rules.why_not_withdraw(going)


def may_note(person: Any, custody: Custody, at: datetime) -> list[Refusal]:
    return access.may_note_change(person, custody, at) + rules.why_ended(custody)


def safeguards(
    method: str, second_factor: bool, bound_to: str, resetter: Person | None, resetter_named: str, password_changed_on: date
) -> Safeguards:  # fmt: skip
    return Safeguards(method, password_changed_on, second_factor, bound_to, resetter, resetter_named)


class Take(ActForm):
    label = "登记保管"
    explanation = f"{NO_SECRETS}一个阵地的一项凭证只有一个现行保管人。"
    success_message = "已登记"
    form_class = forms.TakeForm
    access = may_take

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {"hosts": queries.hosts_kept_by(self.person, self.at), "at": self.at}
        return super().get_form_kwargs() | given

    def perform(
        self, channel: Channel, what: str, custodian: Person, since: date | None, **told: Any
    ) -> Custody:
        return actions.take_custody(
            channel, what, custodian, safeguards(**told), since=since, by=self.person, at=self.at
        )

    def get_success_url(self, done: Custody) -> str:
        return page(done)

    def get_back_url(self) -> str:
        return reverse("security_custodies:index")


class OfCurrent(ActView):
    """An act that makes sense while the custody lasts."""

    @classmethod
    def offered(cls, person: Any, subject: Any, at: datetime) -> bool:
        return subject.ended_at is None


class OfHandover(ActView):
    """An act that makes sense while a handover waits."""

    @classmethod
    def offered(cls, person: Any, subject: Any, at: datetime) -> bool:
        return bool(subject.going)


class Confirm(OfHandover):
    label = "确认接收"
    explanation = (
        f"请先更换口令（或重新绑定），再填写更换日期并确认。确认后原保管人的保管即时终止。{NO_SECRETS}"
    )
    form_class = forms.ConfirmForm
    success_message = "已确认接收，现由您保管"
    access = may_confirm
    primary = True

    def perform(self, password_changed_on: date, declared: bool, signed: Any) -> Custody:
        going = queries.open_handover(self.object)
        if going is None:
            raise Refused(rules.why_not_withdraw(going))
        kept = keep(signed.read(), signed.name, by=self.person, at=self.at) if signed else None
        return actions.confirm_handover(
            going, declared=declared, password_changed_on=password_changed_on, evidence=kept, by=self.person, at=self.at
        )  # fmt: skip

    def get_success_url(self, done: Custody) -> str:
        return page(done)


class HandOver(OfCurrent):
    label = "移交"
    explanation = (
        "发起后由接收人更换口令并确认；确认前仍由原保管人负责。口令请当面或以保密方式交接，不得写入本系统。"
    )
    form_class = forms.HandOverForm
    success_message = "已发起移交，待接收人确认"
    access = may_hand_over
    primary = True

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"custody": self.object, "at": self.at}

    def perform(self, to: Person, reason: str) -> Handover:
        return actions.hand_over(self.object, to, reason=reason, by=self.person, at=self.at)


class Withdraw(OfHandover):
    label = "撤回移交"
    explanation = "接收人尚未确认的移交可以撤回或退回，原保管人继续保管。"
    form_class = forms.ReasonForm
    success_message = "已撤回"
    access = may_withdraw

    def perform(self, reason: str) -> Handover:
        return actions.withdraw_handover(self.object, reason=reason, by=self.person, at=self.at)


class Changed(OfCurrent):
    label = "登记口令更换"
    explanation = f"更换口令（或重新绑定）后登记日期，更换期限重新计算。{NO_SECRETS}"
    form_class = forms.ChangedForm
    success_message = "已登记更换日期"
    access = may_note

    def perform(self, on: date) -> Custody:
        return actions.note_password_changed(self.object, on=on, by=self.person, at=self.at)


class Restate(OfCurrent):
    label = "更改保管方式"
    explanation = "用于启用双因素认证、另定重置人、更换绑定等；原登记留存，保管人不变。更换保管人请办理移交。"
    form_class = forms.RestateForm
    success_message = "已更改，原登记留存"
    access = may_restate

    def get_initial(self) -> dict[str, Any]:
        custody = self.object
        given = vars(Safeguards.of(custody))
        return given | {"resetter": custody.resetter_id}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"custody": self.object, "at": self.at}

    def perform(self, reason: str, **told: Any) -> Custody:
        return actions.restate(self.object, safeguards(**told), reason=reason, by=self.person, at=self.at)

    def get_success_url(self, done: Custody) -> str:
        return page(done)


class Release(OfCurrent):
    label = "终止保管"
    explanation = "用于阵地已关停、凭证已注销等情形。此后再由他人保管的，须先更换口令。更换保管人请办理移交。"
    form_class = forms.ReasonForm
    success_message = "已终止"
    access = may_keep
    danger = True

    def perform(self, reason: str) -> Custody:
        return actions.release(self.object, reason=reason, by=self.person, at=self.at)
