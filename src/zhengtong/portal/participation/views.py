"""/hdjl/dc/ surveys, /hdjl/zj/ consultations, /hdjl/ft/ interviews: lists, pages with their forms, attachments (5.7)."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from zhengtong.duties.rules import business_date
from zhengtong.engine.evidence.queries import exhibits_of, read
from zhengtong.engine.evidence.store import Tampered
from zhengtong.engine.refusals import Refused
from zhengtong.interaction.actions import consultations, interviews, surveys
from zhengtong.interaction.models.participation import Round, RoundKind
from zhengtong.interaction.queries.rounds import public_rounds
from zhengtong.interaction.rules import opinions as opinion_rules
from zhengtong.interaction.rules import rounds as rules
from zhengtong.interaction.rules import surveys as survey_rules
from zhengtong.portal.build.places import Portal, read_portal
from zhengtong.portal.participation import forms, rendering, showing
from zhengtong.portal.participation.forms import Typed
from zhengtong.portal.participation.showing import Showing
from zhengtong.portal.views import NOT_OPEN

log = logging.getLogger(__name__)
SENT = "sent"


@require_safe
def survey_list(request: HttpRequest) -> HttpResponse:
    return _list(request, RoundKind.SURVEY)


@require_safe
def consultation_list(request: HttpRequest) -> HttpResponse:
    return _list(request, RoundKind.CONSULTATION)


@require_safe
def interview_list(request: HttpRequest) -> HttpResponse:
    return _list(request, RoundKind.INTERVIEW)


def _list(request: HttpRequest, kind: RoundKind) -> HttpResponse:
    portal = read_portal(timezone.now())
    if portal is None:
        return _not_open()
    said = request.GET.get("page", "")
    number = int(said) if said.isdecimal() and len(said) < 5 else 1
    return _answer(rendering.render_list(showing.list_page(portal, kind, number)))


# No cookie is ever set here, so there is nothing to forge a request with; the form's own signed token makes it one sending.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    return _round(request, RoundKind.SURVEY, pk)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    return _round(request, RoundKind.CONSULTATION, pk)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def interview(request: HttpRequest, pk: int) -> HttpResponse:
    return _round(request, RoundKind.INTERVIEW, pk)


def _round(request: HttpRequest, kind: RoundKind, pk: int) -> HttpResponse:
    at = timezone.now()
    portal, one = read_portal(at), public_rounds(kind).filter(pk=pk).first()
    if portal is None:
        return _not_open()
    if one is None:
        raise Http404
    if request.method == "POST":
        return _posted(request, portal, one, at)
    asked = forms.is_asked(one, forms.mark_of(request, one, at), at)
    return _show(portal, one, at, forms.fresh(one, at), asked=asked, sent=SENT in request.GET)


def _posted(request: HttpRequest, portal: Portal, one: Round, at: datetime) -> HttpResponse:
    """Taken in: on to the page that says what happens next. Not taken in: the form again, with all that was typed."""
    mark = forms.mark_of(request, one, at)
    typed = forms.read(request, one, mark, at)
    faults, send = READING[RoundKind(one.kind)](one, typed)
    typed.faults += faults
    if typed.faults:
        return _show(portal, one, at, typed, asked=forms.is_asked(one, mark, at), status=422)
    try:
        send({"nonce": typed.nonce, "mark": mark, "at": at})
    except Refused as refusal:
        if "form.sent" not in refusal.codes:  # a second click is told what the first one was told
            typed.faults += [("", reason.message) for reason in refusal.refusals]
            return _show(portal, one, at, typed, asked=False, status=409)
    return HttpResponseRedirect(f"{one.path}?{SENT}=1")


Send = Callable[[dict[str, Any]], Any]
Read = tuple[list[tuple[str, str]], Send]


def _read_survey(one: Round, typed: Typed) -> Read:
    given = forms.answers(list(one.questions.all()), typed)
    faults = survey_rules.why_not_reply(surveys.asked(one), given)
    return [(f"q{pk}", refusal.message) for pk, refusal in faults], lambda form: surveys.reply(
        one, given, **form
    )


def _read_opinion(one: Round, typed: Typed) -> Read:
    text, name, phone = typed.lines("text"), typed.line("sender_name"), typed.line("sender_phone")
    paragraph = forms.paragraph_of(typed)
    faults = opinion_rules.why_not_opine(text, name, phone, paragraph, len(one.paragraphs))
    return [(at, refusal.message) for at, refusal in faults], lambda form: consultations.send_opinion(
        one, text=text, paragraph=paragraph, sender_name=name, sender_phone=phone, **form
    )


def _read_question(one: Round, typed: Typed) -> Read:
    text, name = typed.lines("text"), typed.line("sender_name")
    faults = opinion_rules.why_not_question(text, name)
    return [(at, refusal.message) for at, refusal in faults], lambda form: interviews.ask(
        one, text=text, sender_name=name, **form
    )


READING: dict[RoundKind, Callable[[Round, Typed], Read]] = {
    RoundKind.SURVEY: _read_survey,
    RoundKind.CONSULTATION: _read_opinion,
    RoundKind.INTERVIEW: _read_question,
}


def _show(
    portal: Portal, one: Round, at: datetime, typed: Typed, *, asked: bool, sent: bool = False, status: int = 200
) -> HttpResponse:  # fmt: skip
    """The page; with the form while it is open, and after a refusal, so that nothing typed is lost."""
    over = rules.why_not_send(one.kind, one.state, one.opens_on, one.closes_on, business_date(at))
    page = Showing(portal, one, at, sent=sent)
    if status != 200 or not (over or sent):
        page.form = forms.form_of(one, _fields(one, typed), typed, asked)
    return _answer(RENDERING[RoundKind(one.kind)](page), status)


def _fields(one: Round, typed: Typed) -> Any:
    if one.kind == RoundKind.SURVEY:
        return forms.survey_fields(list(one.questions.all()), typed)
    return (
        forms.opinion_fields(one, typed) if one.kind == RoundKind.CONSULTATION else forms.asking_fields(typed)
    )


RENDERING: dict[RoundKind, Callable[[Showing], str]] = {
    RoundKind.SURVEY: lambda page: rendering.render_survey(showing.survey_page(page)),
    RoundKind.CONSULTATION: lambda page: rendering.render_consultation(showing.consultation_page(page)),
    RoundKind.INTERVIEW: lambda page: rendering.render_interview(showing.interview_page(page)),
}


@require_safe
def attachment(request: HttpRequest, kind: str, pk: int, number: int) -> HttpResponse:
    """A file of a round that everybody may read, handed out so that no browser runs it."""
    one = public_rounds().filter(pk=pk).first()
    here = one is not None and one.path == f"/hdjl/{kind}/{pk}/"
    exhibit = exhibits_of(one).filter(pk=number).first() if one and here else None
    if exhibit is None:
        raise Http404
    try:
        response = HttpResponse(read(exhibit.evidence), content_type=exhibit.evidence.media_type)
    except Tampered as error:
        log.error("attachment %s of round %s: %s", number, pk, error)
        raise Http404 from error
    response["Content-Disposition"] = content_disposition_header(True, exhibit.filename) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _answer(text: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(text, status=status)
    response["Cache-Control"] = "private, no-cache"
    return response


def _not_open() -> HttpResponse:
    return HttpResponse(NOT_OPEN, status=503, content_type="text/plain; charset=utf-8")
