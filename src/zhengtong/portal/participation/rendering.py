"""These pages to HTML, in the portal's own environment."""

from zhengtong.portal.participation import pages
from zhengtong.portal.rendering import render


def render_list(page: pages.ListPage) -> str:
    return render("participation.html", page)


def render_survey(page: pages.SurveyPage) -> str:
    return render("survey.html", page)


def render_consultation(page: pages.ConsultationPage) -> str:
    return render("consultation.html", page)


def render_interview(page: pages.InterviewPage) -> str:
    return render("interview.html", page)
