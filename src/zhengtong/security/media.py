"""Files put in through the console (pictures, attachments), handed only to people with a post, and inert."""

import mimetypes
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils._os import safe_join
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from zhengtong.duties.queries import sees_district, units_seen_by
from zhengtong.duties.uploads import put_in_by

# Shown in the page; anything else is offered for saving.
SHOWN = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """404 for whoever has no post and for files of other units (2.3), so that an address tells nothing; 404 outside MEDIA_ROOT."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    path = _inside(name)
    if not _is_seen(request.user, name):
        raise Http404
    shown = SHOWN.get(path.suffix.lower())
    kind = shown or mimetypes.types_map.get(path.suffix.lower(), "application/octet-stream")
    if kind.startswith("text/") or "xml" in kind.rpartition("/")[2].split("+") or "script" in kind:
        kind = "application/octet-stream"
    response = FileResponse(path.open("rb"), content_type=kind)
    response["Content-Disposition"] = content_disposition_header(shown is None, path.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _is_seen(person: Any, name: str) -> bool:
    """Whether the file is a picture, its rendition or an attachment that people of a unit in the person's sight put in."""
    image, document = get_image_model(), get_document_model()
    found: list[QuerySet[Any]] = [
        image.objects.filter(Q(file=name) | Q(renditions__file=name)),
        document.objects.filter(file=name),
    ]
    now = timezone.now()
    if sees_district(person, now):
        return any(rows.exists() for rows in found)
    units = units_seen_by(person, now)
    return any(put_in_by(rows, units).exists() for rows in found)


def _inside(name: str) -> Path:
    """The file of this name below MEDIA_ROOT. Raises Http404: no way out by "..", a link, a hidden or a special file."""
    root = Path(settings.MEDIA_ROOT).resolve()
    try:
        path = Path(safe_join(root, name)).resolve()
    except (SuspiciousFileOperation, ValueError, OSError) as error:
        raise Http404 from error
    hidden = any(part.startswith(".") for part in Path(name).parts)
    if hidden or not path.is_relative_to(root) or not path.is_file():
        raise Http404
    return path
