"""What stands before every screen of the console: who is signed in, still sitting, in a post, verified, with a fresh password.

"zhengtong.security.middleware.SafeAnswers"   headers, and nothing of the console kept by browsers
"zhengtong.security.middleware.Doorkeeper"    after the message middleware
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from zhengtong.security import actions, limits, queries, rules
from zhengtong.security.addresses import client_address, client_agent
from zhengtong.security.headers import PERMISSIONS, PUBLIC, console_policy
from zhengtong.security.models import End, Sitting

Handler = Callable[[HttpRequest], HttpResponse]
SITTING = "security.sitting"
SEEN_EVERY = 60  # seconds; a note for each request would be a write for each request

# Reached by anybody signed in, whatever else is missing: the way out, and what pages need in order to be drawn.
ALWAYS = frozenset(
    {"security:login", "security:logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}
)
TO_VERIFY = ALWAYS | {"security:verify"}
TO_CHANGE = ALWAYS | {"security:password"}
TO_ENROL = TO_CHANGE | {"security:enrol", "security:qr"}
# Asked by pages on their own, without anybody doing anything: they do not keep a sitting awake.
BY_ITSELF = {"wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release"}
# Drawn with every page and the same for everybody.
CACHEABLE = frozenset({"wagtailadmin_javascript_catalog", "wagtailadmin_sprite"})

WHY_OVER = {
    End.IDLE: "您已较长时间未操作，系统已自动退出，请重新登录。退出前尚未保存的内容未能提交，请登录后核对。",
    End.ABSOLUTE: "本次登录已达到最长时间，系统已自动退出，请重新登录。退出前尚未保存的内容未能提交，请登录后核对。",
    End.PASSWORD: "您的口令已更换，请用新口令重新登录。",
    End.BY_ONESELF: "您已在别处退出了本次登录，请重新登录。",
    End.BY_ADMINISTRATOR: "安全管理员已结束您的登录，请重新登录；如有疑问请联系安全管理员。",
    End.SIGNED_OUT: "您已退出，请重新登录。",
}


def asks_by_itself(view_name: str) -> None:
    """A room's screen that browsers call on their own (a counter that refreshes): it does not keep a sitting awake."""
    BY_ITSELF.add(view_name)


def is_console(request: HttpRequest) -> bool:
    return request.path.startswith((reverse("wagtailadmin_home"), settings.MEDIA_URL))


class SafeAnswers:
    """The policies on every answer, unless the view has set its own; nothing of the console is kept by browsers."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        name = request.resolver_match.view_name if request.resolver_match else ""
        console = is_console(request)
        if not hasattr(response, "_csp_config"):
            response._csp_config = console_policy(name) if console else PUBLIC
        if console and name not in CACHEABLE:
            response["Cache-Control"] = "private, no-store"
        return response


class Doorkeeper:
    """Lets a signed-in person on, or says what is missing. Outside the console such a person is simply a visitor."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(
            settings.STATIC_URL
        ):
            return None  # nobody signed in; and a look at the session would forbid caching
        if not request.user.is_authenticated:
            return None
        answer = Door(request, timezone.now()).answer()
        if answer is None or is_console(request):
            return answer
        request.user = AnonymousUser()
        return None


class Door:
    """The questions to one request, in their order; each gives the answer that stops it, or None."""

    def __init__(self, request: HttpRequest, at: datetime) -> None:
        self.request, self.at = request, at
        self.person: Any = request.user
        self.name = request.resolver_match.view_name if request.resolver_match else ""

    def answer(self) -> HttpResponse | None:
        return (
            self.over()
            or self.without_post()
            or self.unverified()
            or self.old_password()
            or self.not_enrolled()
        )

    def over(self) -> HttpResponse | None:
        """A sitting that ended, or is over by time."""
        sitting = self.sitting()
        why = End(sitting.ended_why) if sitting.ended_why else rules.why_over(
            sitting.started_at, sitting.last_seen_at, self.at, idle=limits.idle(self.at), absolute=limits.absolute(self.at)
        )  # fmt: skip
        if why is None:
            self.see(sitting)
            return None
        actions.end_sitting(sitting, why, at=self.at)
        return self.sign_out(WHY_OVER[why])

    def sitting(self) -> Sitting:
        known = self.request.session.get(SITTING)
        found = Sitting.objects.filter(pk=known, person_id=self.person.pk).first() if known else None
        if found is None:
            found = actions.begin_sitting(
                self.person,
                address=client_address(self.request),
                agent=client_agent(self.request),
                at=self.at,
            )
            self.request.session[SITTING] = found.pk
        return found

    def see(self, sitting: Sitting) -> None:
        if self.name not in BY_ITSELF and (self.at - sitting.last_seen_at).total_seconds() > SEEN_EVERY:
            actions.see_sitting(sitting, at=self.at)

    def sign_out(self, message: str) -> HttpResponse:
        logout(self.request)
        if self.is_asked_by_script():
            return HttpResponse(message, status=401, content_type="text/plain; charset=utf-8")
        messages.warning(self.request, message)
        login = reverse("wagtailadmin_login")
        if self.request.method != "GET" or self.request.path == login:
            return redirect(login)
        return redirect_to_login(self.request.get_full_path(), login)

    def is_asked_by_script(self) -> bool:
        return self.request.headers.get("X-Requested-With") == "XMLHttpRequest"

    def without_post(self) -> HttpResponse | None:
        """What ends, ends at once: rights follow from the posts held at this moment (clause 2.5, clause 7.4)."""
        if self.name in ALWAYS or self.person.has_perm("wagtailadmin.access_admin"):
            return None
        return render(self.request, "security/no_post.html", {"person": self.person}, status=403)

    def unverified(self) -> HttpResponse | None:
        if self.name in TO_VERIFY or limits.second_factor_policy() == "off" or self.person.is_verified():
            return None
        return self.go("security:verify") if queries.second_factor_of(self.person) else None

    def old_password(self) -> HttpResponse | None:
        if self.name in TO_CHANGE | TO_VERIFY or not self.person.has_usable_password():
            return None
        expired = rules.password_expired(
            self.person.password_changed_at, self.at, limits.password_age(self.at)
        )
        return self.go("security:password") if expired or self.person.must_change_password else None

    def not_enrolled(self) -> HttpResponse | None:
        if self.name in TO_ENROL or limits.second_factor_policy() != "required" or self.person.is_verified():
            return None
        return self.go("security:enrol")

    def go(self, url_name: str) -> HttpResponse:
        if self.is_asked_by_script():
            return HttpResponse("请先完成登录验证。", status=403, content_type="text/plain; charset=utf-8")
        if self.request.method == "GET":
            return redirect_to_login(self.request.get_full_path(), reverse(url_name))
        return redirect(url_name)
