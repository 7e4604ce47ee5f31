"""审校单 and comparisons: what stands behind a publication, to read, to print, to keep."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from zhengtong.engine.console.views import SubjectView
from zhengtong.publishing import comparing, queries, sheet, showing
from zhengtong.publishing.models import Article, Submission
from zhengtong.publishing.screens import acts
from zhengtong.publishing.screens.articles import may_open

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def in_scope(submissions: Any, person: Any, at: datetime) -> Any:
    return submissions.filter(article__in=queries.seen_by(Article.objects.all(), person, at))


class SheetView(SubjectView):
    """The review sheet of one submission as a page made for printing."""

    model = Submission
    scope = in_scope
    access = may_open
    template_name = "publishing/sheet.html"

    def get_title(self) -> str:
        return "信息发布审校单"

    def crumbs(self) -> list[tuple[str, str]]:
        article = self.object.article
        return [
            ("稿件", reverse("articles:index")),
            (str(article), reverse("articles:inspect", args=[article.pk])),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        made = sheet.sheet_of(self.object)
        text = showing.text_of(self.object.content)
        return super().get_context_data(**({"sheet": made, "text": text, "submission": self.object} | kwargs))


class SheetFile(SheetView):
    """The same as an office document."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponse(sheet.as_docx(self.object), content_type=DOCX)
        name = f"审校单-{self.object.content['title'][:40]}-第{self.object.number}次.docx"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response


class Compare(SubjectView):
    """Two texts of one article: any two submissions, or a submission and what stood before it."""

    model = Submission
    scope = in_scope
    access = may_open
    template_name = "publishing/compare.html"

    def get_title(self) -> str:
        return "文本比较"

    def crumbs(self) -> list[tuple[str, str]]:
        article = self.object.article
        return [
            ("稿件", reverse("articles:index")),
            (str(article), reverse("articles:inspect", args=[article.pk])),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = list(self.object.article.submissions.exclude(pk=self.object.pk).order_by("-number"))
        other = self._other(others)
        rows = comparing.compare(
            comparing.lines_of(other.content) if other else [], comparing.lines_of(self.object.content)
        )
        shown = {"rows": rows, "other": other, "others": others, "changed": comparing.is_changed(rows)}
        return super().get_context_data(**(shown | kwargs))

    def _other(self, others: list[Submission]) -> Submission | None:
        """The one asked for, else the newest before this one."""
        asked = self.request.GET.get("with", "")
        if asked:
            found = [one for one in others if str(one.pk) == asked]
            if not found:
                raise Http404
            return found[0]
        return next((one for one in others if one.number < self.object.number), None)


class SubmissionView(SubjectView):
    """Where reminders lead: to the signing form for those whose turn it is, to the article for everybody else."""

    model = Submission
    scope = in_scope
    access = may_open

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        article = self.object.article
        can_sign = not acts.why_not_sign(request.user, article, timezone.now())
        return redirect("articles:sign" if can_sign else "articles:inspect", article.pk)
