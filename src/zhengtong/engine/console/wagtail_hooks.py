"""What the console puts into Wagtail: colours, the menu in chapter order, its own two registers."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.views import account

from zhengtong.engine.console import menu
from zhengtong.engine.console.screens.jobs import JobRegister
from zhengtong.engine.console.screens.ledger import LedgerRegister

# One's name and posts are kept by the duties room, one language is spoken, and Wagtail's mails are not sent; Wagtail has no
# setting that closes these parts of the account page.
for panel in (
    account.NameEmailSettingsPanel, account.AvatarSettingsPanel, account.NotificationsSettingsPanel,
    account.LocaleSettingsPanel,
):  # fmt: skip
    panel.is_active = lambda self: False


@hooks.register("insert_global_admin_css")
def console_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("console/console.css"))


@hooks.register("construct_main_menu", order=10_000)
def chapters(request: HttpRequest, menu_items: list[Any]) -> None:
    """Nothing of Wagtail's stock menu stays: its screens are reached from ours where they are needed."""
    ours = [item for item in menu_items if not type(item).__module__.startswith("wagtail.")]
    menu_items[:] = menu.items_for(request) + ours


@hooks.register("construct_search", order=10_000)
def no_stock_search(request: HttpRequest, search_areas: list[Any]) -> None:
    """Of the stock search areas only pages have a screen that is open."""
    search_areas[:] = [area for area in search_areas if area.name == "pages"]


@hooks.register("register_admin_viewset")
def registers() -> list[Any]:
    return [JobRegister(), LedgerRegister()]
