"""Handing out evidence so that no browser runs it."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from zhengtong.engine.evidence import queries
from zhengtong.engine.evidence.store import Tampered

log = logging.getLogger(__name__)


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes as an attachment, inert. 404 for whoever may see none of the things it hangs on."""
    exhibit = queries.exhibit_for(request.user, pk)
    if exhibit is None:
        raise Http404
    try:
        data = queries.read(exhibit.evidence)
    except Tampered as error:
        log.error("evidence %s: %s", pk, error)
        sorry = "证据文件缺失或与登记的摘要不符，不予提供，请联系系统管理员"
        return _inert(HttpResponse(sorry, status=409, content_type="text/plain; charset=utf-8"))
    response = HttpResponse(data, content_type=exhibit.evidence.media_type)
    response["Content-Disposition"] = content_disposition_header(True, exhibit.filename) or "attachment"
    return _inert(response)


def _inert(response: HttpResponse) -> HttpResponse:
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
