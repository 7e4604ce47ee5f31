"""消息: what a person was told."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from zhengtong.engine.notify import actions, queries

PER_PAGE = 30


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    only_unread = request.GET.get("show") != "all"
    listed = queries.unread_for(person) if only_unread else queries.messages_of(person)
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "only_unread": only_unread, "unread": queries.unread_for(person).count()}
    return render(request, "notify/messages.html", context)


@require_POST
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark as read and go where the message points; back to the list when it points nowhere in this house."""
    message = get_object_or_404(queries.messages_of(request.user), pk=pk)
    actions.mark_read(request.user, timezone.now(), [message.pk])
    inside = url_has_allowed_host_and_scheme(message.url, {request.get_host()}, request.is_secure())
    stay = "stay" in request.POST or not inside
    return redirect("notify_messages") if stay else redirect(message.url)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    actions.mark_read(request.user, timezone.now())
    return redirect("notify_messages")
