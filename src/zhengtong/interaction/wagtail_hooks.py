"""The staff screens of clause 5.7, their places in the menu, and how the ledger's lines are told."""

from datetime import datetime
from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks

from zhengtong.engine.console import menu
from zhengtong.interaction import access, list_hooks  # noqa: F401  (the lists of messages)
from zhengtong.interaction.screens import stories
from zhengtong.interaction.screens.board import Board, may_see
from zhengtong.interaction.screens.calls import TakeCall
from zhengtong.interaction.screens.library import KnownRegister
from zhengtong.interaction.screens.register import MessageRegister
from zhengtong.interaction.screens.topics import Topics


def opens(person: Any, at: datetime) -> bool:
    return not access.may_open(person, None, at)


def sees_board(person: Any, at: datetime) -> bool:
    return not may_see(person, None, at)


stories.tell()

menu.add("interaction", "来电登记", "interaction_call", may=access.is_clerk, order=20, icon="mobile-alt")
menu.add("interaction", "热点问题", "interaction_topics", may=opens, order=30, icon="list-ul")
menu.add("interaction", "互动办理情况", "interaction_board", may=sees_board, order=50, icon="table")


@hooks.register("insert_global_admin_css")
def interaction_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("interaction/console.css"))


@hooks.register("register_admin_viewset")
def registers() -> list[Any]:
    return [MessageRegister(), KnownRegister()]


@hooks.register("register_admin_urls")
def console_urls() -> list[URLPattern]:
    return [
        path("interaction/calls/", TakeCall.as_view(), name="interaction_call"),
        path("interaction/topics/", Topics.as_view(), name="interaction_topics"),
        path("interaction/board/", Board.as_view(), name="interaction_board"),
    ]
