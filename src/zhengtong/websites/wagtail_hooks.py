"""What the room puts into the console."""

from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks

from zhengtong.engine.console import menu
from zhengtong.websites.screens import ContentList, WatchRegister

menu.add(
    "websites",
    "网站办理事项",
    "cases_section",
    args=["websites"],
    may=lambda person, at: True,
    order=10,
    icon="tasks",
)


@hooks.register("register_admin_viewset")
def registers() -> list[Any]:
    return [WatchRegister()]


@hooks.register("register_admin_urls")
def console_urls() -> list[URLPattern]:
    return [path("websites/content/<int:case>/", ContentList.as_view(), name="websites_content")]
