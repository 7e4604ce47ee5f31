"""来电登记: the Office enters what a caller says. The code is shown once, to be read out; it is neither kept nor logged."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from zhengtong.engine.console.acts import ActForm
from zhengtong.engine.refusals import Refusal, Refused
from zhengtong.interaction import access, actions, gate
from zhengtong.interaction.models import CitizenMessage
from zhengtong.interaction.rules.reception import Said
from zhengtong.interaction.screens import forms

PURPOSE = "call"


def may_take(person: Any, subject: Any, at: Any) -> list[Refusal]:
    return access.may_take_in(person, at)


class TakeCall(ActForm):
    """Done is a page, not a redirect: a redirect would have to keep the code somewhere."""

    label, form_class = "来电登记", forms.CallForm
    explanation = "登记后显示查询码，请当场读给来电人；查询码只显示一次，系统不保存。"
    access = may_take

    def get_initial(self) -> dict[str, Any]:
        return {"token": gate.issue(PURPOSE, self.at)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.show(form)
        try:
            made, code = self.perform(**form.cleaned_data)
        except Refused as refusal:
            return self.show(form, list(refusal.refusals), status=409)
        return self.told(made, code)

    def perform(self, said: Said, token: str) -> tuple[CitizenMessage, str]:
        nonce = gate.nonce_of(token, PURPOSE, self.at)
        return actions.take_call(said, nonce=nonce, by=self.person, at=self.at)

    def told(self, made: CitizenMessage, code: str) -> HttpResponse:
        given = self.get_context_data(message=made, code=code)
        response: HttpResponse = self.response_class(
            self.request, "interaction/call_taken.html", given, using=self.template_engine
        )
        patch_cache_control(response, private=True, no_store=True)
        return response

    def get_back_url(self) -> str:
        return reverse("interaction_messages:index")
