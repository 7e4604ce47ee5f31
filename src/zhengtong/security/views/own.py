"""账号安全: what everybody sees and does about the own account."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.acts import ActForm
from zhengtong.engine.console.views import ConsoleView
from zhengtong.engine.refusals import Refusal, Refused
from zhengtong.security import actions, limits, queries
from zhengtong.security.actions.second_factor import why_not_enrolled, why_not_remove
from zhengtong.security.forms import OwnPassword
from zhengtong.security.middleware import SITTING
from zhengtong.security.models import Sitting
from zhengtong.security.views.entrance import show_codes


class Own(ConsoleView):
    title = "账号安全"
    subtitle = "口令、双因素认证和登录情况，只对本人显示"
    template_name = "security/own.html"
    access = everyone

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changed = self.person.password_changed_at
        given = {
            "expires_at": changed + limits.password_age(self.at) if changed else None,
            "device": queries.second_factor_of(self.person),
            "codes_left": queries.recovery_codes_left(self.person),
            "policy": limits.second_factor_policy(),
            "why_not_remove": why_not_remove(self.person),
            "sittings": queries.open_sittings(self.person, self.at),
            "this": self.request.session.get(SITTING),
            "sign_ins": queries.sign_ins_of(self.person),
        }
        return super().get_context_data(**(given | kwargs))


def may_renew_codes(person: Any, subject: Any, at: datetime) -> list[Refusal]:
    return why_not_enrolled(person)


def may_remove(person: Any, subject: Any, at: datetime) -> list[Refusal]:
    return why_not_remove(person)


class WithPassword(ActForm):
    """An act on the own second factor: the password is asked once more."""

    form_class = OwnPassword

    def get_form(self) -> Any:
        return OwnPassword(self.request, **self.get_form_kwargs())

    def get_back_url(self) -> str:
        return reverse("security:own")


class RenewCodes(WithPassword):
    access = may_renew_codes
    label = "重新生成恢复码"
    explanation = "新的恢复码只显示一次，原有恢复码立即作废。"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.show(form)
        try:
            codes = actions.renew_recovery_codes(self.person, by=self.person, at=self.at)
        except Refused as refusal:
            return self.show(form, list(refusal.refusals), status=409)
        return show_codes(request, codes, self.get_back_url())


class RemoveSecondFactor(WithPassword):
    access = may_remove
    label = "停用双因素认证"
    explanation = "停用后，仅凭口令即可登录。更换手机的无需停用，重新绑定即可。"
    success_message = "双因素认证已停用"
    danger = True

    def perform(self, current: str) -> None:
        actions.remove_second_factor(self.person, by=self.person, at=self.at)


@require_POST
def end_sitting(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out elsewhere; somebody else's sitting is not there."""
    if not request.user.is_authenticated:
        raise Http404
    sitting = get_object_or_404(Sitting, pk=pk, person=request.user)
    actions.end_one_sitting(sitting, by=request.user, at=timezone.now())
    messages.success(request, "该处登录已退出。")
    return HttpResponseRedirect(reverse("security:own"))


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Called while somebody types: the sitting was noted as seen on the way here."""
    return HttpResponse(status=204 if request.user.is_authenticated else 401)
