"""The addresses of 互动交流. Surveys, consultations and interviews stand beside them in `portal.participation`."""

from django.urls import path

from zhengtong.portal.voices import answers, enquiry, figures, writing

urlpatterns = [
    path("jiucuo/", writing.correct, name="correct"),
    path("hdjl/", figures.front, name="voices"),
    path("hdjl/xx/", writing.write, name="write"),
    path("hdjl/cx/", enquiry.enquire, name="enquire"),
    path("hdjl/gk/", answers.answers, name="answers"),
    path("hdjl/gk/<int:pk>/", answers.answer, name="answer"),
    path("hdjl/wd/", answers.library, name="library"),
    path("hdjl/tj/", figures.figures, name="statistics"),
]
