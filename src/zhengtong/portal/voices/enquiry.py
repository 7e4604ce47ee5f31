"""查询: the query code opens where the message stands, and what its citizen can do about it (5.7).

The code comes by POST and stands in no address. What is no code and what is a code of nothing get the same answer.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zhengtong.engine.refusals import Refused
from zhengtong.interaction import actions, codes, gate, tray
from zhengtong.interaction.models import CitizenMessage
from zhengtong.portal.voices import entrance, rendering
from zhengtong.portal.voices.entrance import Sent
from zhengtong.portal.voices.pages import Act, EnquiryPage, Field, Progress
from zhengtong.portal.voices.places import VOICES, Standing
from zhengtong.portal.voices.progress import RATE, REMIND, REOPEN, WAITING, progress_of

UNKNOWN = "没有查到。请核对查询码：共12位，由数字和字母组成，可以不分大小写，不输横线。"
NOTHING = "请输入查询码。"
NOT_NOW = "系统繁忙，暂时不能查询。您的留言不会丢失，请稍后再查。"
NOT_DONE = "系统繁忙，没有办成，请稍后再次提交。您填写的内容仍在下方。"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@entrance.stands_somewhere
def enquire(request: HttpRequest, where: Standing) -> HttpResponse:
    """/hdjl/cx/: the box; by POST the state of a message, or one of the three things its citizen can do."""
    if request.method != "POST":
        return _shown(EnquiryPage(site=where.site, trail=(VOICES,)))
    came, at = entrance.sent(request), timezone.now()
    return Enquiry(where, came, at).answer()


def _shown(page: EnquiryPage, status: int = 200) -> HttpResponse:
    return entrance.page(rendering.render_enquiry(page), status)


class Enquiry:
    """One question with a code."""

    def __init__(self, where: Standing, came: Sent, at: datetime) -> None:
        self.where, self.came, self.at = where, came, at
        self.code = came["code"][:60]

    def page(self, **more: Any) -> EnquiryPage:
        return EnquiryPage(site=self.where.site, code=self.code, trail=(VOICES,), **more)

    def answer(self) -> HttpResponse:
        if not self.code:
            return _shown(self.page(refusal=NOTHING))
        mark = codes.mark_of(self.code)
        try:
            message = found(mark)
            if message is not None:
                return self.act_on(message)
        except DatabaseError:
            if not lies_in_tray(mark):
                return _shown(self.page(refusal=NOT_NOW), 503)
        if lies_in_tray(mark):
            return _shown(self.page(progress=WAITING))
        return self.once_more(mark)

    def once_more(self, mark: str) -> HttpResponse:
        """It may have been registered between the two looks."""
        message = found(mark)
        return _shown(self.page(refusal=UNKNOWN)) if message is None else self.act_on(message)

    def act_on(self, message: CitizenMessage) -> HttpResponse:
        act = ACTS.get(self.came["act"])
        if act is None:
            return _shown(self.page(progress=self.progress(message)))
        try:
            gate.opened(self.came["token"], f"message.{self.came['act']}", self.at)
            done = act(message, self.came, self.at)
        except Refused as refused:
            return self.not_done(message, tuple(reason.message for reason in refused.refusals))
        except DatabaseError:
            return self.not_done(message, (NOT_DONE,), 503)
        message.refresh_from_db()
        return _shown(self.page(progress=self.progress(message), done=done))

    def not_done(self, message: CitizenMessage, faults: tuple[str, ...], status: int = 200) -> HttpResponse:
        """With every reason, and with what was typed."""
        kept = with_typed(self.progress(message), self.came)
        return _shown(self.page(progress=kept, faults=faults), status)

    def progress(self, message: CitizenMessage) -> Progress:
        tokens = {name: gate.issue(f"message.{name}", self.at) for name in ACTS}
        return progress_of(message, self.at, tokens)


def found(mark: str) -> CitizenMessage | None:
    """The message of a code's mark. Raises DatabaseError."""
    rows = CitizenMessage.objects.select_related("unit", "merged_into__unit")
    return rows.filter(code_mark=mark).first() if mark else None


def lies_in_tray(mark: str) -> bool:
    return bool(mark) and tray.read(mark) is not None


def with_typed(progress: Progress, came: Sent) -> Progress:
    """The act that was not done keeps its text."""

    def field(one: Field) -> Field:
        return replace(one, value=came[one.name])

    def act(one: Act) -> Act:
        return (
            replace(one, fields=tuple(field(asked) for asked in one.fields))
            if one.name == came["act"]
            else one
        )

    return replace(progress, acts=tuple(act(one) for one in progress.acts))


# ---- what can be done -------------------------------------------------------------------------------------


def _remind(message: CitizenMessage, came: Sent, at: datetime) -> str:
    actions.remind(message, text=came["text"], at=at)
    return "已催办，承办单位已收到提醒。"


def _rate(message: CitizenMessage, came: Sent, at: datetime) -> str:
    actions.rate(message, came["satisfaction"], comment=came["comment"], at=at)
    return "已收到您的评价。"


def _reopen(message: CitizenMessage, came: Sent, at: datetime) -> str:
    actions.reopen(message, why=came["why"], at=at)
    return "已申请重新办理，由原单位重新办理，期限重新计算。"


ACTS: dict[str, Callable[[CitizenMessage, Sent, datetime], str]] = {
    REMIND: _remind,
    RATE: _rate,
    REOPEN: _reopen,
}
