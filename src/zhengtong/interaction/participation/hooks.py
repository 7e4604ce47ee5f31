"""The screens of this half of the room, its place in the menu, and how its ledger lines are told."""

from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks

from zhengtong.engine.console.stories import tell_with
from zhengtong.engine.ledger.models import Entry
from zhengtong.interaction.participation import verbs
from zhengtong.interaction.screens.consultations import Consultations, DecideGroup
from zhengtong.interaction.screens.interviews import Interviews, ReviewEntry, Sift
from zhengtong.interaction.screens.surveys import PickWords, RemoveQuestion, Surveys, WordsList


def opened_told(entry: Entry) -> str:
    return f"截止日期{entry.data.get('until', '')}"


def decided_told(entry: Entry) -> str:
    return "\n".join(part for part in (entry.data.get("note", ""), entry.data.get("reason", "")) if part)


tell_with(verbs.OPENED, opened_told)
tell_with(verbs.OPINIONS_DECIDED, decided_told)


@hooks.register("insert_global_admin_css")
def rounds_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("interaction/rounds.css"))


@hooks.register("register_admin_viewset")
def round_registers() -> list[Any]:
    return [Surveys(), Consultations(), Interviews()]


@hooks.register("register_admin_urls")
def round_urls() -> list[URLPattern]:
    return [
        path("interaction/surveys/<int:pk>/words/", WordsList.as_view(), name="interaction_words"),
        path("interaction/words/<int:pk>/", PickWords.as_view(), name="interaction_pick"),
        path(
            "interaction/questions/<int:pk>/remove/",
            RemoveQuestion.as_view(),
            name="interaction_question_remove",
        ),
        path("interaction/opinion-groups/<int:pk>/", DecideGroup.as_view(), name="interaction_group_decide"),
        path("interaction/asked/<int:pk>/", Sift.as_view(), name="interaction_question_sift"),
        path("interaction/entries/<int:pk>/", ReviewEntry.as_view(), name="interaction_entry_review"),
    ]
