from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from zhengtong.engine.notify import queries, views


class MessagesMenuItem(MenuItem):
    """消息, with the number of unread ones beside it."""

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        unread = queries.unread_for(request.user).count()
        if unread:
            component.label = f"{self.label}（{unread}）"
        return component


@hooks.register("register_admin_menu_item")
def messages_menu() -> MenuItem:
    return MessagesMenuItem(
        "消息", reverse_lazy("notify_messages"), name="messages", icon_name="mail", order=20
    )


@hooks.register("register_admin_urls")
def console_urls() -> list[URLPattern]:
    return [
        path("messages/", views.messages, name="notify_messages"),
        path("messages/read/", views.read_all, name="notify_read_all"),
        path("messages/<int:pk>/", views.open_message, name="notify_open"),
    ]
