from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from wagtail import hooks

from zhengtong.engine.console import menu
from zhengtong.security import limits
from zhengtong.security.views import custody_stories
from zhengtong.security.views.accounts import Accounts, SignIns
from zhengtong.security.views.custody import Custodies, HandoverSheet


def everybody(person: Any, at: Any) -> bool:
    return True


menu.add("security", "账号安全", "security:own", may=everybody, order=10, icon="key")


@hooks.register("register_admin_viewset")
def registers() -> list[Any]:
    return [Accounts(), SignIns(), Custodies()]


custody_stories.tell()


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    own = [path("<int:pk>/", HandoverSheet.as_view(), name="sheet")]
    return [
        path("security/handover-sheets/", include((own, "security_handover"), namespace="security_handover"))
    ]


@hooks.register("register_account_menu_item")
def account_item(request: HttpRequest) -> dict[str, str]:
    return {"label": "账号安全", "url": reverse("security:own"), "help_text": "口令、双因素认证和登录情况"}


@hooks.register("insert_global_admin_css")
def console_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("security/security.css"))


@hooks.register("insert_global_admin_js")
def console_scripts() -> str:
    """Keeps a sitting awake while somebody types, says when it is about to end, and starts date choosers without inline script."""
    minutes = int(limits.idle(timezone.now()).total_seconds() // 60)
    return format_html(
        '<script src="{}" data-idle-minutes="{}" data-stay="{}"></script><script src="{}"></script>',
        static("security/sitting.js"), minutes, reverse("security:stay"), static("security/choosers.js"),
    )  # fmt: skip
