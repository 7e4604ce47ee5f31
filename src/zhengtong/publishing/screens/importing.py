"""导入文档: upload, look at what was read, save as a draft or give up."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from zhengtong.engine.console.acts import ActForm, ActView
from zhengtong.engine.console.items import Tag
from zhengtong.engine.console.views import SubjectView
from zhengtong.engine.jobs.models import Job
from zhengtong.engine.refusals import Refusal, Refused
from zhengtong.publishing import access as writers
from zhengtong.publishing import actions
from zhengtong.publishing.actions.imports import USED, remember_typed
from zhengtong.publishing.importing import access, preview, queries, rules
from zhengtong.publishing.kinds import ImportState
from zhengtong.publishing.models import ImportedFile
from zhengtong.publishing.screens.import_forms import MOST_BYTES, DraftForm, UploadForm, initial_of
from zhengtong.publishing.screens.writing import may_write

CRUMB = [("拟稿", "publishing:write"), ("导入文档", "publishing:import")]
TONES = {ImportState.WAITING: "wait", ImportState.READY: "good", ImportState.REFUSED: "bad"}
LOOKS_EVERY = "2"  # seconds, without any script
LOOKS_AGAIN = timedelta(minutes=10)  # after that the screen stops asking by itself


def crumbs_to(count: int) -> list[tuple[str, str]]:
    return [(label, reverse(name)) for label, name in CRUMB[:count]]


class Import(ActForm):
    """One file. What becomes of it is shown on its own page, which may be left and come back to."""

    title, label, template_name = "导入文档", "上传并识别", "publishing/import_upload.html"
    form_class, access = UploadForm, may_write

    def crumbs(self) -> list[tuple[str, str]]:
        return crumbs_to(1)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person}

    def refuse(self, reasons: list[Refusal]) -> HttpResponse:
        return super(ActForm, self).refuse(reasons)

    def get_back_url(self) -> str:
        return reverse("publishing:write")

    def perform(self, file: Any, unit: Any) -> ImportedFile:
        return actions.receive(file.read(), file.name, unit=unit, by=self.person, at=self.at)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.show(form)
        try:
            imported = self.perform(**form.cleaned_data)
        except Refused as refusal:
            return self.show(form, list(refusal.refusals), status=409)
        return HttpResponseRedirect(reverse("publishing:import_file", args=[imported.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            (one, Tag(ImportState(one.state).label, TONES[ImportState(one.state)]))
            for one in queries.under_way(self.person, self.at)
        ]
        shown = {"rows": rows, "megabytes": MOST_BYTES // 1024 // 1024, "days": rules.DAYS_KEPT}
        return super().get_context_data(**(shown | kwargs))


class OneImport(SubjectView):
    """A screen about one upload; those of other units are not there."""

    model = ImportedFile
    scope = access.seen_by

    def get_queryset(self) -> QuerySet[ImportedFile]:
        return super().get_queryset().defer("data").select_related("unit", "article")


class ImportFile(OneImport):
    """An upload at whatever point it stands: being read, refused, ready to be looked at, a draft already."""

    access = may_write

    def crumbs(self) -> list[tuple[str, str]]:
        return crumbs_to(2)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ready = self.object.state == ImportState.READY
        return self.standing(self.get_form() if ready else None, [])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.state != ImportState.READY:
            return self.standing(None, [])
        form = self.get_form()
        typed = {name: value for name, value in request.POST.items() if name in form.fields}
        remember_typed(self.object, typed)
        if not form.is_valid():
            return self.standing(form, [])
        try:
            article = actions.import_draft(self.object, by=self.person, at=self.at, **form.cleaned_data)
        except Refused as refusal:
            # The second click of two: the first one has made the draft.
            self.object.refresh_from_db(fields=["state", "article"])
            return self.standing(form, list(refusal.refusals), status=409)
        messages.success(request, "已存为草稿，请核对后送审")
        return HttpResponseRedirect(reverse("articles:inspect", args=[article.pk]))

    def get_form(self) -> DraftForm:
        data = self.request.POST if self.request.method == "POST" else None
        columns = access.columns_for(self.object, self.person)
        return DraftForm(
            data, initial=initial_of(self.object, columns), imported=self.object, person=self.person
        )

    def standing(self, form: DraftForm | None, reasons: list[Refusal], *, status: int = 200) -> HttpResponse:
        """The screen for the state in which the upload is now."""
        state = self.object.state
        if state == ImportState.USED:
            return HttpResponseRedirect(reverse("articles:inspect", args=[self.object.article_id]))
        if state == ImportState.READY:
            self.template_name = "publishing/import_preview.html"
            shown = self.preview() | {"form": form, "refusals": reasons}
        elif state == ImportState.REFUSED:
            self.template_name = "publishing/import_refused.html"
            shown = {
                "refusals": [Refusal("import.unreadable", why) for why in self.object.reasons.split("\n")]
            }
        else:
            self.template_name = "publishing/import_waiting.html"
            shown = self.progress()
        response = self.render_to_response(self.get_context_data(**shown), status=status)
        if shown.get("looks_again"):
            response["Refresh"] = LOOKS_EVERY
        return response

    def preview(self) -> dict[str, Any]:
        reading = self.object.reading
        return {
            "text": preview.text_of(reading["blocks"], self.picture_url),
            "reading": reading,
            "repeats": queries.repeats(self.object, self.person, self.at),
        }

    def picture_url(self, number: int) -> str:
        return reverse("publishing:import_picture", args=[self.object.pk, number])

    def progress(self) -> dict[str, Any]:
        waited = self.at - self.object.uploaded_at
        job = Job.objects.filter(key=f"import:{self.object.pk}").first()
        return {"looks_again": waited < LOOKS_AGAIN, "job": job}

    def get_title(self) -> str:
        return "核对导入内容" if self.object.state == ImportState.READY else "导入文档"

    def get_subtitle(self) -> str:
        return str(self.object)


def why_not_drop(person: Any, imported: ImportedFile, at: datetime) -> list[Refusal]:
    used = [USED] if imported.state == ImportState.USED else []
    return used + writers.why_not_write(person, imported.unit, at)


class Drop(OneImport, ActView):
    label, success_message, danger = "放弃导入", "已放弃导入，上传的文件已删除", True
    explanation = "放弃后，上传的文件和已填写的内容一并删除。"
    access = why_not_drop

    def crumbs(self) -> list[tuple[str, str]]:
        return crumbs_to(2)

    def perform(self) -> None:
        actions.drop_import(self.object, by=self.person, at=self.at)

    def get_back_url(self) -> str:
        return reverse("publishing:import_file", args=[self.object.pk])

    def get_success_url(self, done: Any) -> str:
        return reverse("publishing:import")


class ImportPicture(OneImport):
    """A picture of the document for the preview: only bytes that were judged to be a picture, inert."""

    access = may_write
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.object.pictures.filter(number=kwargs["number"]).first()
        if found is None:
            raise Http404
        response = HttpResponse(bytes(found.data), content_type=found.media_type)
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, max-age=300"
        return response
