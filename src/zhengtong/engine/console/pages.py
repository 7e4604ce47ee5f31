"""Answers that are whole pages: refused with all reasons, not found, not open."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhengtong.engine.refusals import Refusal


def refused(
    request: HttpRequest, refusals: Iterable[Refusal], *, what: str = "", status: int = 403
) -> HttpResponse:
    """403 with every reason and its clause. `what` names what was refused ("后台任务")."""
    context = {"title": "不能办理", "refusals": list(refusals), "what": what}
    return render(request, "console/refused.html", context, status=status)


def not_open(request: HttpRequest) -> HttpResponse:
    """403: an address of the platform's base that is not part of this product."""
    return render(request, "console/not_open.html", {"title": "此页面未开放"}, status=403)


def not_found(request: HttpRequest) -> HttpResponse:
    """404, the same whether the thing does not exist or belongs to another unit."""
    return render(request, "console/not_found.html", {"title": "未找到"}, status=404)
