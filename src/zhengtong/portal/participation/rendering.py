"""These pages to HTML, in the portal's own environment."""

from typing import Any

from zhengtong.portal import rendering
from zhengtong.portal.participation import pages

# The forms' common sheet may stand beside ours or not: a release has what its folder has.
SHEETS = ("forms.css", "participation.css")


def _render(template: str, page: Any) -> str:
    known = rendering.assets().urls
    return rendering._render(template, page, sheets=[known[name] for name in SHEETS if name in known])


def render_list(page: pages.ListPage) -> str:
    return _render("participation.html", page)


def render_survey(page: pages.SurveyPage) -> str:
    return _render("survey.html", page)


def render_consultation(page: pages.ConsultationPage) -> str:
    return _render("consultation.html", page)


def render_interview(page: pages.InterviewPage) -> str:
    return _render("interview.html", page)
