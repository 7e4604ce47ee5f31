"""/hdjl/dc/ surveys, /hdjl/zj/ consultations, /hdjl/ft/ interviews: lists, pages with their forms, attachments (5.7)."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
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
from zhengtong.portal.participation import forms, rendering, showing
from zhengtong.portal.participation.forms import Typed
from zhengtong.portal.participation.showing import Showing
from zhengtong.portal.voices import entrance
from zhengtong.portal.voices.places import Standing

log = logging.getLogger(__name__)
SENT = "sent"


@require_safe
@entrance.stands_somewhere
def survey_list(request: HttpRequest, where: Standing) -> HttpResponse:
    return _list(request, where, RoundKind.SURVEY)


@require_safe
@entrance.stands_somewhere
def consultation_list(request: HttpRequest, where: Standing) -> HttpResponse:
    return _list(request, where, RoundKind.CONSULTATION)


@require_safe
@entrance.stands_somewhere
def interview_list(request: HttpRequest, where: Standing) -> HttpResponse:
    return _list(request, where, RoundKind.INTERVIEW)


def _list(request: HttpRequest, where: Standing, kind: RoundKind) -> HttpResponse:
    said = request.GET.get("page", "")
    number = int(said) if said.isdecimal() and len(said) < 5 else 1
    return _answer(rendering.render_list(showing.list_page(where.site, kind, number)))


# No cookie is ever set here, so there is nothing to forge a request with; the form's own signed token makes it one sending.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@entrance.stands_somewhere
def survey(request: HttpRequest, where: Standing, pk: int) -> HttpResponse:
    return _round(request, where, RoundKind.SURVEY, pk)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@entrance.stands_somewhere
def consultation(request: HttpRequest, where: Standing, pk: int) -> HttpResponse:
    return _round(request, where, RoundKind.CONSULTATION, pk)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@entrance.stands_somewhere
def interview(request: HttpRequest, where: Standing, pk: int) -> HttpResponse:
    return _round(request, where, RoundKind.INTERVIEW, pk)


def _round(request: HttpRequest, where: Standing, kind: RoundKind, pk: int) -> HttpResponse:
    at, one = timezone.now(), public_rounds(kind).filter(pk=pk).first()
    if one is None:
        raise Http404
    if request.method == "POST":
        return _posted(request, where, one, at)
    asked = forms.is_asked(one, forms.mark_of(request, one, at), at)
    return _show(where, one, at, forms.fresh(one, at), asked=asked, sent=SENT in request.GET)


def _posted(request: HttpRequest, where: Standing, one: Round, at: datetime) -> HttpResponse:
    """Taken in: on to the page that says what happens next. Not taken in: the form again, with all that was typed."""
    _arrived(request)
    mark = forms.mark_of(request, one, at)
    typed = forms.read(request, one, mark, at)
    faults, send = READING[RoundKind(one.kind)](one, typed)
    typed.faults += faults
    if typed.faults:
        return _show(where, one, at, typed, asked=forms.is_asked(one, mark, at))
    try:
        send({"nonce": typed.nonce, "mark": mark, "at": at})
    except Refused as refusal:
        if "form.sent" not in refusal.codes:  # a second click is told what the first one was told
            typed.faults += [("", reason.message) for reason in refusal.refusals]
            return _show(where, one, at, typed, asked=False, status=409)
    except DatabaseError as error:
        log.error("nothing could be kept for round %s: %s", one.pk, error)
        typed.faults.append(("", "系统繁忙，尚未提交，填写的内容保留在下方，请稍后再次提交。"))
        return _show(where, one, at, typed, asked=False, status=503)
    return HttpResponseRedirect(f"{one.path}?{SENT}=1")


def _arrived(request: HttpRequest) -> None:
    """Read what came, bounded. Raises the entrance's TooLarge and Broken."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > entrance.TEXT_BYTES:
        raise entrance.TooLarge
    try:
        _ = request.POST
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent) as error:
        raise entrance.TooLarge from error
    except (MultiPartParserError, UnreadablePostError) as error:
        raise entrance.Broken from error


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
    where: Standing, one: Round, at: datetime, typed: Typed, *, asked: bool, sent: bool = False, status: int = 200
) -> HttpResponse:  # fmt: skip
    """The page; with the form while it is open, and after a refusal, so that nothing typed is lost."""
    over = rules.why_not_send(one.kind, one.state, one.opens_on, one.closes_on, business_date(at))
    page = Showing(where.site, one, at, sent=sent)
    if typed.faults or not (over or sent):
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
