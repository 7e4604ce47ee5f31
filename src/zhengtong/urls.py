"""The addresses of the live part. Built pages are files and are served before Django is asked (`zhengtong.wsgi`)."""

from importlib.util import find_spec

from django.urls import include, path
from wagtail.admin import urls as console_urls

handler500 = "zhengtong.engine.console.surprises.failed"
urlpatterns = [
    path("console/", include(console_urls)),
]
for room in ("desk", "security", "publishing", "portal"):
    # `urls` of a room holds what is not under the console (the console's own come through wagtail_hooks).
    if find_spec(f"zhengtong.{room}") and find_spec(f"zhengtong.{room}.urls"):
        urlpatterns.insert(0, path("", include(f"zhengtong.{room}.urls")))
