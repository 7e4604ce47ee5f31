"""How a form comes in: bounded, read without touching the disk, with a signed token instead of a cookie (5.7)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone

from zhengtong.engine.evidence import rules as evidence_rules
from zhengtong.engine.refusals import Refused
from zhengtong.interaction import gate, rules
from zhengtong.interaction.rules.reception import FILE_BYTES, FILES
from zhengtong.portal.voices import places, rendering
from zhengtong.portal.voices.pages import BusyPage, TooLargePage
from zhengtong.portal.voices.places import VOICES, Standing
from zhengtong.security.addresses import client_address, client_agent

TEXT_BYTES = 1024 * 1024
MOST_BYTES = FILES * FILE_BYTES + TEXT_BYTES
LONG = ("body", "words", "comment", "why", "text")
LONGEST, LONGEST_LINE = 100_000, 2_000  # characters that are looked at; the rules allow far fewer
TRAP = "remark_again"  # a field that people do not see
NOT_OPEN = "门户网站尚未开通。"
View = Callable[..., HttpResponse]


class TooLarge(Exception):
    """The request is larger than three files and a letter; nothing of it was read."""


class Broken(Exception):
    """The browser stopped sending, or what came is no form."""


@dataclass(frozen=True)
class Sent:
    """What came: texts without what nobody can see, files as (bytes, name)."""

    texts: dict[str, str] = field(default_factory=dict)
    files: tuple[tuple[bytes, str], ...] = ()
    trapped: bool = False

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")


class _InMemory(MemoryFileUploadHandler):
    """Files stay in memory: a full disk does not stop the text from being read, nothing lies about afterwards."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True


def sent(request: HttpRequest) -> Sent:
    """The form of this request. Raises TooLarge and Broken."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise TooLarge
    request.upload_handlers = [_InMemory(request)]
    try:
        texts = {name: _plain(name, value) for name, value in request.POST.items()}
        files = tuple((file.read(), file.name or "") for file in request.FILES.getlist("files"))
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent) as error:
        raise TooLarge from error
    except (MultiPartParserError, UnreadablePostError) as error:
        raise Broken from error
    return Sent(texts, files, trapped=bool(texts.get(TRAP)))


def _plain(name: str, value: Any) -> str:
    lines = name in LONG
    return rules.cleaned(str(value)[: LONGEST if lines else LONGEST_LINE], lines=lines)


def faults_of_files(files: tuple[tuple[bytes, str], ...]) -> list[str]:
    """Every reason against the files, each naming its file; judged by their bytes."""
    found = [reason.message for reason in rules.why_not_enclose([len(data) for data, _ in files])]
    for data, name in files:
        plain = evidence_rules.plain_name(name)
        found += [f"“{plain}”：{reason.message}。" for reason in evidence_rules.judge(data, plain)[1]]
    return found


# ---- the gate ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Passage:
    """A form at the gate: its token (a new one where the old one is no good), and what stands against going on."""

    token: str
    nonce: str
    faults: tuple[str, ...] = ()
    question: str = ""
    wrong: str = ""


def at_the_gate(came: Sent, purpose: str, at: datetime, *, asks: bool) -> Passage:
    """Open the token; where the question is asked, look at what was answered. A new token asks nothing yet."""
    try:
        nonce = gate.nonce_of(came["token"], purpose, at)
    except Refused as refused:
        fresh = gate.issue(purpose, at)
        return Passage(fresh, "", tuple(reason.message for reason in refused.refusals))
    if not asks:
        return Passage(came["token"], nonce)
    wrong = [reason.message for reason in gate.why_not_answered(nonce, came["answer"])]
    return Passage(came["token"], nonce, question=gate.question_for(nonce), wrong="".join(wrong))


def mark_of(request: HttpRequest, at: datetime) -> str:
    return gate.sender_mark(client_address(request), client_agent(request), at)


def asks_question(mark: str, came: Sent, at: datetime) -> bool:
    """Whoever sends very much, or filled in what people do not see, answers a question; nobody is shut out."""
    return gate.asks_question(gate.count_visit(mark), at) or came.trapped


# ---- answers ----------------------------------------------------------------------------------------------


def page(text: str, status: int = 200) -> HttpResponse:
    """A page about one person's message: kept by nobody."""
    response = HttpResponse(text, status=status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = "60"
    return response


def stands_somewhere(view: View) -> View:
    """The view gets the site it stands in; a body too large and a database that does not answer become pages in words."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        where = places.standing(timezone.now())
        if where is None:
            return HttpResponse(NOT_OPEN, status=503, content_type="text/plain; charset=utf-8")
        try:
            return view(request, where, *args, **kwargs)
        except TooLarge:
            return too_large(request, where)
        except Broken:
            return HttpResponse(
                "提交的内容不完整，请重新提交。", status=400, content_type="text/plain; charset=utf-8"
            )
        except DatabaseError:
            return busy(request, where)

    return shown


def too_large(request: HttpRequest, where: Standing) -> HttpResponse:
    return page(
        rendering.render_too_large(TooLargePage(site=where.site, path=request.path, trail=(VOICES,))), 413
    )


def busy(request: HttpRequest, where: Standing) -> HttpResponse:
    return page(rendering.render_busy(BusyPage(site=where.site, path=request.path, trail=(VOICES,))), 503)
