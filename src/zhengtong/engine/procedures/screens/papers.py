"""Papers of a case to download, as .docx and as PDF."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.pages import refused
from zhengtong.engine.console.views import SubjectView
from zhengtong.engine.procedures import papers
from zhengtong.engine.procedures.models import Case
from zhengtong.engine.refusals import Refusal
from zhengtong.tools.documents.forms import NoChineseFont, as_docx, as_pdf

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def papers_of(case: Case) -> list[tuple[str, str, str]]:
    """Label and the two addresses of each paper."""
    return [
        (
            form.label,
            reverse("cases:paper", args=[case.pk, form.code, "docx"]),
            reverse("cases:paper", args=[case.pk, form.code, "pdf"]),
        )
        for form in case.text.forms
    ]


class DownloadPaper(SubjectView):
    access = everyone

    def get_title(self) -> str:
        return "下载表单"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        case, ending = self.object, self.kwargs["ending"]
        form = next((one for one in case.text.forms if one.code == self.kwargs["code"]), None)
        if form is None or ending not in TYPES:
            raise Http404
        built = papers.build(case, form)
        try:
            data = as_docx(built) if ending == "docx" else as_pdf(built)
        except NoChineseFont as missing:
            return refused(request, [Refusal("paper.no_font", str(missing))], what=form.label)
        response = HttpResponse(data, content_type=TYPES[ending])
        name = f"{case.number} {built.title}.{ending}"
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        response["Cache-Control"] = "private, no-store"
        return response
