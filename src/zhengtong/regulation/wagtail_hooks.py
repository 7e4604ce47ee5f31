"""The measures in the console: addresses under `regulation/`, and a menu entry for everybody who may enter."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from zhengtong.engine.console import menu


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern | URLResolver]:
    return [path("regulation/", include("zhengtong.regulation.urls"))]


menu.add("regulation", "办法", "regulation:clauses", may=lambda person, at: True)
