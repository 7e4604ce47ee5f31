from django.urls import URLPattern, path
from wagtail import hooks

from zhengtong.engine.clocks import views


@hooks.register("register_admin_urls")
def console_urls() -> list[URLPattern]:
    return [path("clocks/<int:pk>/", views.clock, name="clocks_clock")]
