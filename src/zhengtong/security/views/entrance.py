"""The way in and out: signing in, the locked page, the second factor, a new password, its first enrolment."""

from base64 import b32encode
from typing import Any

import segno
from axes.helpers import get_client_username
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import RedirectURLMixin, redirect_to_login
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, View
from django_otp import login as remember_device
from wagtail.admin.views import account

from zhengtong.duties.models import Person
from zhengtong.engine.refusals import Refused
from zhengtong.security import actions, limits, queries, rules
from zhengtong.security.addresses import client_address, client_agent
from zhengtong.security.forms import ChangePassword, Code
from zhengtong.security.middleware import SITTING
from zhengtong.security.models import End, Outcome, Sitting


class SignIn(account.LoginView):
    """Wagtail's sign-in, with every attempt written down and a sitting begun."""

    template_name = "security/login.html"

    def form_valid(self, form: Any) -> HttpResponse:
        before = self.request.session.get(SITTING)
        response = super().form_valid(form)
        at = timezone.now()
        end_former(before, at)
        self.note(form, Outcome.SIGNED_IN, at)
        sitting = actions.begin_sitting(
            self.request.user, address=client_address(self.request), agent=client_agent(self.request), at=at
        )
        self.request.session[SITTING] = sitting.pk
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        if NON_FIELD_ERRORS in form.errors and form.cleaned_data.get("username"):
            self.note_failure(form)
        return super().form_invalid(form)

    def note_failure(self, form: Any) -> None:
        """django-axes has judged: it counted this failure, or did not even look because the account is locked."""
        at = timezone.now()
        counted = getattr(self.request, "axes_failures_since_start", None) is not None
        locked = bool(getattr(self.request, "axes_locked_out", False))
        person = self.note(form, Outcome.LOCKED if locked and not counted else Outcome.FAILED, at)
        if locked and counted and person is not None:
            actions.note_lock(person, address=client_address(self.request), at=at)

    def note(self, form: Any, outcome: Outcome, at: Any) -> Person | None:
        name = form.cleaned_data["username"]
        person = Person.objects.filter(username=name).first()
        actions.note_sign_in(
            name,
            person,
            outcome,
            address=client_address(self.request),
            agent=client_agent(self.request),
            at=at,
        )
        return person


def end_former(number: int | None, at: Any) -> None:
    """The sitting in which somebody signed in anew."""
    sitting = Sitting.objects.filter(pk=number).first() if number else None
    if sitting:
        actions.end_sitting(sitting, End.SIGNED_OUT, at=at)


class SignOut(account.LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        end_former(request.session.get(SITTING), timezone.now())
        return super().post(request, *args, **kwargs)


def locked(request: HttpRequest, answer: Any = None, credentials: Any = None) -> HttpResponse:
    """429: the account is locked, until when, and whom to ask. The same for a name that nobody has (`AXES_LOCKOUT_CALLABLE`)."""
    at = timezone.now()
    until = queries.locked_until(get_client_username(request, credentials) or "", at) or at + limits.lockout(
        at
    )
    context = {"until": until, "failures": limits.failures_allowed(at)}
    response = render(request, "security/locked.html", context, status=429)
    response["Retry-After"] = str(max(int((until - at).total_seconds()) + 1, 1))
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its proof of origin, mostly one left open in another sitting (`CSRF_FAILURE_VIEW`)."""
    return render(request, "security/stale_form.html", status=403)


class Card(RedirectURLMixin, FormView):
    """A card without the menu, for somebody signed in; goes on to where the person wanted to go."""

    template_name = "security/card.html"
    title = ""
    explanation: Any = ""
    button = "确定"

    @method_decorator(sensitive_post_parameters())
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("wagtailadmin_home"), reverse("wagtailadmin_login"))
        self.at = timezone.now()
        self.person: Any = request.user
        return super().dispatch(request, *args, **kwargs)

    def get_default_redirect_url(self) -> str:
        return reverse("wagtailadmin_home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {
            "title": self.title, "explanation": self.explanation, "button": self.button, "person": self.person,
            "next": self.get_redirect_url(), "back": reverse("security:own") if self.is_voluntary() else "",
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))

    def is_voluntary(self) -> bool:
        """Whether the person may as well go back, nothing being asked of them."""
        return False

    def refused(self, form: Any, refusal: Refused) -> HttpResponse:
        for each in refusal.refusals:
            form.add_error(None, each.message)
        return self.form_invalid(form)


class Verify(Card):
    """The second factor after signing in (clause 7.2): a code of the authenticator, or a recovery code."""

    title = "双因素认证"
    explanation = "请输入手机身份验证器显示的6位验证码。手机不在身边的，可输入一个恢复码；均无法使用的，请联系安全管理员重置。"
    button = "验证"
    form_class = Code

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.person.is_verified() or queries.second_factor_of(self.person) is None:
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            verified = actions.verify(self.person, form.cleaned_data["code"], at=self.at)
        except Refused as refusal:
            self.note(Outcome.NOT_VERIFIED)
            return self.refused(form, refusal)
        self.note(Outcome.VERIFIED)
        self.request.session.cycle_key()
        remember_device(self.request, verified.device)
        if verified.codes_left is not None:
            messages.warning(
                self.request,
                f"已使用恢复码登录，尚余{verified.codes_left}个。手机遗失的，请尽快在“账号安全”重新绑定。",
            )
        return super().form_valid(form)

    def note(self, outcome: Outcome) -> None:
        actions.note_sign_in(
            self.person.username, self.person, outcome, address=client_address(self.request),
            agent=client_agent(self.request), at=self.at,
        )  # fmt: skip


class Password(Card):
    """A new password: of one's own accord, because it is too old, or because it was issued by somebody else."""

    title = "更换口令"
    button = "更换口令"
    form_class = ChangePassword
    template_name = "security/password.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(explanation=self.why(), **kwargs)

    def is_voluntary(self) -> bool:
        age = limits.password_age(self.at)
        expired = rules.password_expired(self.person.password_changed_at, self.at, age)
        return not (expired or self.person.must_change_password)

    def why(self) -> str:
        days = limits.password_age(self.at).days
        if self.person.must_change_password:
            return "您的口令由管理员设置，请换成只有本人知道的口令后继续。"
        return f"口令每{days}天更换一次。更换后，在其他设备上的登录将全部退出。"

    def form_valid(self, form: Any) -> HttpResponse:
        sitting = self.request.session.get(SITTING)
        try:
            changed = actions.change_password(
                self.person, form.cleaned_data["new"], by=self.person, at=self.at, sitting=sitting
            )
        except Refused as refusal:
            return self.refused(form, refusal)
        update_session_auth_hash(self.request, changed)
        messages.success(self.request, "口令已更换，其他设备上的登录已全部退出。")
        return super().form_valid(form)


class Enrol(Card):
    """Binding an authenticator: scan, type the first code, keep the recovery codes, which are shown this once."""

    title = "绑定身份验证器"
    button = "完成绑定"
    form_class = Code
    template_name = "security/enrol.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actions.begin_enrolment(self.person)
        return super().get(request, *args, **kwargs)

    def is_voluntary(self) -> bool:
        return limits.second_factor_policy() != "required" or self.person.is_verified()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pending = queries.pending_second_factor_of(self.person)
        return super().get_context_data(secret=spoken(pending) if pending else "", **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            device, codes = actions.confirm_enrolment(
                self.person, form.cleaned_data["code"], by=self.person, at=self.at
            )
        except Refused as refusal:
            return self.refused(form, refusal)
        self.request.session.cycle_key()
        remember_device(self.request, device)
        return show_codes(self.request, codes, self.get_success_url())


def spoken(device: Any) -> str:
    """The secret as authenticators take it, in groups of four letters."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def show_codes(request: HttpRequest, codes: list[str], onwards: str) -> HttpResponse:
    return render(request, "security/codes.html", {"codes": codes, "onwards": onwards})


class Picture(View):
    """The QR code of the authenticator that waits to be confirmed, for its owner alone."""

    def get(self, request: HttpRequest) -> HttpResponse:
        pending = queries.pending_second_factor_of(request.user) if request.user.is_authenticated else None
        if pending is None:
            raise Http404
        drawn = segno.make(pending.config_url, error="m").svg_inline(
            scale=5, border=2, dark="#000", light="#fff"
        )
        svg = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        return HttpResponse(svg, content_type="image/svg+xml")
