"""The peer of `bench_serving`: Django renders the same page at each request, behind the product's own middleware."""

import os

import django
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import re_path
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhengtong.settings")
django.setup()
settings.ROOT_URLCONF = "peers"

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402

from zhengtong.portal.build.changes import _neighbours  # noqa: E402
from zhengtong.portal.build.items import item_outputs  # noqa: E402
from zhengtong.portal.build.places import read_portal  # noqa: E402
from zhengtong.publishing.models import Publication  # noqa: E402
from zhengtong.urls import urlpatterns as product  # noqa: E402


def page(request: HttpRequest) -> HttpResponse:
    """What the public file holds, made anew: the publication, the places of the portal, the template."""
    found = Publication.objects.filter(path=request.path, ended_at__isnull=True).first()
    portal = read_portal(timezone.now())
    if found is None or portal is None:
        raise Http404
    outputs = item_outputs([found], portal, _neighbours([found]).get)
    return HttpResponse(next(one.content for one in outputs if one.path == found.path))


urlpatterns = [*product, re_path(".*", page)]
application = WSGIHandler()
