from django.urls import URLPattern, path
from wagtail import hooks

from zhengtong.engine.evidence import views


@hooks.register("register_admin_urls")
def console_urls() -> list[URLPattern]:
    return [path("evidence/<int:pk>/", views.download, name="evidence_download")]
