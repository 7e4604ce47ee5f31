"""The live pages of 互动交流 to HTML, by the portal's own environment."""

from zhengtong.portal.rendering import render
from zhengtong.portal.voices import pages


def render_form(page: pages.FormPage) -> str:
    return render("voices/form.html", page)


def render_receipt(page: pages.ReceiptPage) -> str:
    return render("voices/receipt.html", page)


def render_too_large(page: pages.TooLargePage) -> str:
    return render("voices/too_large.html", page)


def render_busy(page: pages.BusyPage) -> str:
    return render("voices/busy.html", page)


def render_enquiry(page: pages.EnquiryPage) -> str:
    return render("voices/enquiry.html", page)


def render_answers(page: pages.AnswersPage) -> str:
    return render("voices/answers.html", page)


def render_answer(page: pages.AnswerPage) -> str:
    return render("voices/answer.html", page)


def render_library(page: pages.LibraryPage) -> str:
    return render("voices/library.html", page)


def render_figures(page: pages.FiguresPage) -> str:
    return render("voices/figures.html", page)


def render_front(page: pages.FrontPage) -> str:
    return render("voices/front.html", page)
