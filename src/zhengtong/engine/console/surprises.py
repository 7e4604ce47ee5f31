"""What reaches the edge of a request becomes a page in words: a refusal with its reasons, a busy database, a full disk, a fault."""

import errno
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhengtong.engine.console.pages import refused
from zhengtong.engine.refusals import Refused


class ShowRefusals:
    """Middleware: the CMS's own screens call methods that lead to our verbs, and know nothing of `Refused`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused) and request.path.startswith(reverse("wagtailadmin_home")):
            return refused(request, exception.refusals, status=409)
        return None


BUSY, FULL, FAULT = (503, "系统繁忙"), (507, "存储空间不足"), (500, "系统出现故障")
RETRY_SECONDS = 10


def failed(request: HttpRequest) -> HttpResponse:
    """Whatever nobody caught (`handler500`). Asks neither database nor session, which may be what failed."""
    status, title = kind_of(sys.exc_info()[1])
    typed = request.method not in ("GET", "HEAD")
    response = render(
        None, "console/failed.html", {"title": title, "status": status, "typed": typed}, status=status
    )
    if (status, title) == BUSY:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def kind_of(failure: BaseException | None) -> tuple[int, str]:
    if isinstance(failure, OSError) and failure.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL
    if isinstance(failure, OperationalError | InterfaceError):
        return FULL if "full" in str(failure) or "No space" in str(failure) else BUSY
    return FAULT
