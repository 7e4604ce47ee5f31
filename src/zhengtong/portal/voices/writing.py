"""我要找错 and 我要写信: the form, and the receipt with the query code, in one answer to the post (5.7).

The code stands in that page alone: in no address, no log and no referrer. A second click, or a reload, gives the same code.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zhengtong.engine.refusals import Refused
from zhengtong.interaction import actions, gate, rules
from zhengtong.interaction.models import LETTERS
from zhengtong.portal.voices import entrance, forms, rendering
from zhengtong.portal.voices.entrance import Passage, Sent
from zhengtong.portal.voices.forms import CORRECT, WRITE, Form
from zhengtong.portal.voices.pages import FormPage, ReceiptPage
from zhengtong.portal.voices.places import VOICES, Standing, came_from, is_own, title_of

LONGEST_GIVEN = 500  # characters that a link may fill in
CHOOSE_AGAIN = "浏览器不会保留已选的文件，请重新选择。"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@entrance.stands_somewhere
def correct(request: HttpRequest, where: Standing) -> HttpResponse:
    """/jiucuo/?page=/tzgg/…&words=…: the page that led here is known, by the link or by the browser."""
    if request.method == "POST":
        return submit(request, CORRECT, where, timezone.now())
    given = {name: _given(request, name) for name in ("page", "words")}
    given["page"] = given["page"] or came_from(request, where.site)
    if is_own(given["page"]):
        given["page"] = where.site.absolute(given["page"])
    return blank(CORRECT, where, given, request)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@entrance.stands_somewhere
def write(request: HttpRequest, where: Standing) -> HttpResponse:
    """/hdjl/xx/?kind=enquiry"""
    if request.method == "POST":
        return submit(request, WRITE, where, timezone.now())
    kind = _given(request, "kind")
    return blank(WRITE, where, {"kind": kind if kind in LETTERS else ""}, request)


def _given(request: HttpRequest, name: str) -> str:
    return rules.cleaned(request.GET.get(name, "")[:LONGEST_GIVEN], lines=name == "words")


def blank(form: Form, where: Standing, given: Mapping[str, str], request: HttpRequest) -> HttpResponse:
    token = gate.issue(form.purpose, timezone.now())
    return entrance.page(
        rendering.render_form(form_page(form, where, Passage(token, ""), given, {}, request))
    )


def form_page(
    form: Form, where: Standing, passage: Passage, typed: Mapping[str, str], faults: Mapping[str, str], request: Any,
    not_received: str = "",
) -> FormPage:  # fmt: skip
    groups = form.groups(typed, faults)
    if passage.question:
        groups = (*groups, forms.question(passage))
    return FormPage(
        site=where.site, path=form.path, title=form.title, lead=form.lead, token=passage.token, groups=groups,
        faults=passage.faults, not_received=not_received, meant=_meant(form, where, typed, request),
        suggests=form.suggests, trail=(VOICES,),
    )  # fmt: skip


def _meant(form: Form, where: Standing, typed: Mapping[str, str], request: Any) -> str:
    if form is not CORRECT or not typed.get("page"):
        return ""
    path = forms.own_path(typed["page"], request, where.site)
    return title_of(path, where) if is_own(path) else ""


# ---- what was sent ----------------------------------------------------------------------------------------


def submit(request: HttpRequest, form: Form, where: Standing, at: datetime) -> HttpResponse:
    """Everything that stands against it at once, with what was typed; or the receipt."""
    came = entrance.sent(request)
    said = form.said(request, came, where)
    faults = _faults(said, came)
    mark = entrance.mark_of(request, at)
    asks = not faults and entrance.asks_question(mark, came, at)
    passage = entrance.at_the_gate(came, form.purpose, at, asks=asks)
    again = _Again(request, form, where, came, passage)
    if faults or passage.faults or passage.wrong:
        return again.shown(faults)
    try:
        enclosed = actions.enclose(list(came.files))
        receipt = actions.receive(replace(said, enclosed=enclosed), nonce=passage.nonce, at=at, mark=mark)
    except Refused as refused:
        return again.refused(refused)
    given = ReceiptPage(
        site=where.site, path=form.path, what=form.what, code=receipt.code, received_at=at, files=len(enclosed), trail=(VOICES,)
    )  # fmt: skip
    return entrance.page(rendering.render_receipt(given))


def _faults(said: rules.Said, came: Sent) -> dict[str, str]:
    """By field; the first reason of a field stands at it, those of files all together."""
    found: dict[str, str] = {}
    for name, reason in rules.why_not_receive(said):
        found.setdefault(name, reason.message)
    if of_files := entrance.faults_of_files(came.files):
        found["files"] = "".join(of_files)
    return found


class _Again:
    """The form once more, with everything that was typed."""

    def __init__(self, request: Any, form: Form, where: Standing, came: Sent, passage: Passage) -> None:
        self.request, self.form, self.where, self.came, self.passage = request, form, where, came, passage

    def shown(self, faults: Mapping[str, str], not_received: str = "", status: int = 200) -> HttpResponse:
        faults = dict(faults)
        if self.came.files:
            faults["files"] = faults.get("files", "") + CHOOSE_AGAIN
        page = form_page(
            self.form, self.where, self.passage, self.came.texts, faults, self.request, not_received
        )
        return entrance.page(rendering.render_form(page), status)

    def refused(self, refused: Refused) -> HttpResponse:
        told = "".join(reason.message for reason in refused.refusals)
        if "message.not_taken" in refused.codes:
            return self.shown({}, not_received=told, status=503)
        return self.shown({"files" if self.came.files else "body": told})
