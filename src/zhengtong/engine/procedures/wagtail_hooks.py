"""The screens of procedures, and how the lines of cases are told."""

from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks

from zhengtong.engine.console.stories import tell_with
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.procedures import verbs
from zhengtong.engine.procedures.declaration import OUTCOMES
from zhengtong.engine.procedures.screens.begin import Begin
from zhengtong.engine.procedures.screens.cases import CaseRegister
from zhengtong.engine.procedures.screens.procedures import ProcedurePage, SectionPage


def step_told(entry: Entry) -> str:
    """Which step came out how, and what was said."""
    outcome = OUTCOMES.get(entry.data.get("outcome", ""), "")
    head = f"{entry.data.get('label', '')}{f'：{outcome}' if outcome else ''}"
    words = entry.data.get("opinion") or entry.data.get("reason") or ""
    return "\n".join(part for part in (head, words) if part)


for spoken in (verbs.STEP_DONE, verbs.STEP_RETURNED, verbs.REFUSED, verbs.REOPENED):
    tell_with(spoken, step_told)
tell_with(verbs.BEGUN, lambda entry: f"办件编号{entry.data.get('number', '')}")
tell_with(verbs.DONE, lambda entry: "全部环节已办结")


@hooks.register("insert_global_admin_css")
def procedures_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("procedures/procedures.css"))


@hooks.register("register_admin_viewset")
def registers() -> list[Any]:
    return [CaseRegister()]


@hooks.register("register_admin_urls")
def console_urls() -> list[URLPattern]:
    return [
        path("procedures/of/<slug:section>/", SectionPage.as_view(), name="cases_section"),
        path("procedures/<str:code>/", ProcedurePage.as_view(), name="cases_procedure"),
        path("procedures/<str:code>/begin/", Begin.as_view(), name="cases_begin"),
    ]
