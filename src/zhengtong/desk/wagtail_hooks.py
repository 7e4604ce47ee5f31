"""The desk in the console: its menu, its pages, and what each room has to say on it."""

from typing import Any

from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from wagtail import hooks

from zhengtong.desk import access, views
from zhengtong.desk.work import (  # noqa: F401  register providers
    clocks,
    duties,
    interaction,
    newmedia,
    participation,
    procedures,
    publishing,
    registry,
    security,
    system,
)
from zhengtong.engine.console import menu


def everybody(person: Any, at: Any) -> bool:
    return True


menu.add("work", "我的工作", "wagtailadmin_home", may=everybody, order=10, icon="home")
menu.add("work", "全区总览", "desk:overview", may=access.looks_over_district, order=20, icon="table")
menu.add("work", "本单位总览", "desk:own_unit", may=access.runs_a_unit, order=30, icon="clipboard-list")


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    own = [
        path("overview/", views.Overview.as_view(), name="overview"),
        path("unit/", views.own_unit, name="own_unit"),
        path("unit/<int:pk>/", views.UnitOverview.as_view(), name="unit"),
    ]
    return [path("desk/", include((own, "desk"), namespace="desk"))]


@hooks.register("insert_global_admin_css")
def desk_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))
