"""After the answer: what the citizen thinks of it, what the public may read, what others learn from it (5.7)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from zhengtong.duties.models import Unit
from zhengtong.duties.queries import acting_as
from zhengtong.duties.rules import business_date
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.refusals import refuse
from zhengtong.interaction import access, rules, verbs
from zhengtong.interaction.actions import timing
from zhengtong.interaction.clocks import OFFICE, page_of
from zhengtong.interaction.models import (
    Answer,
    AnswerState,
    CitizenMessage,
    KnownAnswer,
    MessageState,
    PublicVersion,
    Rating,
    Reminder,
    Satisfaction,
)
from zhengtong.interaction.rules.masking import left_personal
from zhengtong.regulation import parameter


def remind(message: CitizenMessage, *, text: str = "", at: datetime) -> Reminder:
    """The citizen asks how long it takes yet; whoever has it is told, once a day. Raises `Refused`."""
    with moving(message, verbs.REMINDED, by=None, at=at) as move:
        fresh: CitizenMessage = move.subject
        today = business_date(at)
        refuse(rules.why_not_remind(fresh.state, reminded_today=fresh.reminders.filter(on=today).exists()))
        made = Reminder.objects.create(
            message=fresh, on=today, text=rules.cleaned(text, lines=True)[:300], at=at
        )
        for audience in dict.fromkeys([timing.handler_audience(fresh, at), OFFICE]):
            tell(
                audience,
                f"网民催办：{fresh}",
                text=made.text or "请尽快办理答复。",
                clause="5.7",
                at=at,
                url=page_of(fresh.pk),
            )
        move.data = {"text": made.text}
    return made


def last_answer(message: CitizenMessage) -> Answer | None:
    """The newest answer that went out."""
    return message.answers.filter(state=AnswerState.SENT).order_by("-number").first()


def rate(message: CitizenMessage, satisfaction: str, *, comment: str = "", at: datetime) -> Rating:
    """The citizen says how satisfied the newest answer leaves; once for each answer. Raises `Refused`."""
    with moving(message, verbs.RATED, by=None, at=at) as move:
        fresh: CitizenMessage = move.subject
        answer = last_answer(fresh)
        rated = answer is not None and Rating.objects.filter(answer=answer).exists()
        known = satisfaction in Satisfaction.values
        refuse(rules.why_not_rate(fresh.state, satisfaction, rated=rated, known=known))
        assert answer is not None  # noqa: S101 (an answered message has one)
        made = Rating.objects.create(
            answer=answer, satisfaction=satisfaction, comment=rules.cleaned(comment, lines=True)[:500], at=at
        )
        move.data = {"satisfaction": satisfaction}
    return made


def reopen(message: CitizenMessage, *, why: str, at: datetime) -> CitizenMessage:
    """The citizen says that it is not solved: the same unit has it again, with the same time from today. Raises `Refused`."""
    with moving(message, verbs.REOPENED, by=None, at=at) as move:
        fresh: CitizenMessage = move.subject
        refuse(why_not_reopen(fresh, why, at))
        fresh.state, fresh.closed_at, fresh.reopened = MessageState.HANDLING, None, fresh.reopened + 1
        fresh.save(update_fields=["state", "closed_at", "reopened"])
        timing.start_answer(fresh, rules.Start(at, "申请重新办理"), at)
        said = rules.cleaned(why, lines=True)[:500]
        for audience in dict.fromkeys([timing.handler_audience(fresh, at), OFFICE]):
            tell(
                audience, f"网民申请重新办理：{fresh}", text=f"网民认为没有解决：{said}", clause="5.7", at=at,
                url=page_of(fresh.pk),
            )  # fmt: skip
        move.data = {"why": said}
    return fresh


def why_not_reopen(message: CitizenMessage, why: str, at: datetime) -> list[Any]:
    today, answer = business_date(at), last_answer(message)
    on = business_date(answer.sent_at) if answer and answer.sent_at else None
    within = timedelta(days=parameter("message.reopen.within.days", on=today).number)
    return rules.why_not_reopen(
        message.state, why, answered_on=on, today=today, last_day=on + within if on else None, count=message.reopened,
        most=parameter("message.reopen.max", on=today).number,
    )  # fmt: skip


def make_public(
    message: CitizenMessage, *, title: str, question: str, reply: str, proposed: list[dict[str, str]], checked: bool,
    by: Any, at: datetime,
) -> PublicVersion:  # fmt: skip
    """A person decides what the public reads; what looks personal is masked, or confirmed as `checked`. Raises `Refused`."""
    with moving(message, verbs.MADE_PUBLIC, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        left = [] if checked else left_personal(title, question, reply)
        refuse(
            access.may_publish_answer(by, fresh, at),
            rules.why_not_publish(
                fresh.state, title, question, reply, agreed=fresh.may_publish, left=left,
                public=fresh.public_versions.filter(ended_at__isnull=True).exists(),
            ),
        )  # fmt: skip
        assert fresh.unit is not None  # noqa: S101 (an answered message has one)
        made = PublicVersion.objects.create(
            message=fresh, title=rules.cleaned(title)[:100], question=rules.cleaned(question, lines=True),
            reply=rules.cleaned(reply, lines=True), proposed=proposed, unit=fresh.unit, decided_by=by, decided_at=at,
        )  # fmt: skip
        move.acting_as = acting_as(by, fresh.unit, access.ANSWER_REVIEWERS, at) or acting_as(
            by, None, access.CLERK, at
        )
        move.data = {"proposed": len(proposed), "checked": checked}
    return made


def end_public(message: CitizenMessage, *, why: str, by: Any, at: datetime) -> PublicVersion:
    """The public no longer reads it. Raises `Refused`."""
    with moving(message, verbs.PUBLIC_ENDED, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        shown = fresh.public_versions.filter(ended_at__isnull=True).first()
        refuse(
            access.may_publish_answer(by, fresh, at),
            rules.why_not_end_public(public=shown is not None, why=why),
        )
        assert shown is not None  # noqa: S101 (refused above)
        shown.ended_at, shown.ended_by, shown.ended_why = at, by, rules.cleaned(why)[:300]
        shown.save(update_fields=["ended_at", "ended_by", "ended_why"])
        move.acting_as = acting_as(by, fresh.unit, access.ANSWER_REVIEWERS, at) or acting_as(
            by, None, access.CLERK, at
        )
        move.data = {"why": shown.ended_why}
    return shown


def learn(
    unit: Unit, *, question: str, answer: str, by: Any, at: datetime, grown_from: CitizenMessage | None = None
) -> KnownAnswer:
    """Enter a question with its answer into the unit's library; looked over again after a while. Raises `Refused`."""
    with transaction.atomic():
        question, answer = rules.cleaned(question)[:200], rules.cleaned(answer, lines=True)
        known = KnownAnswer.objects.filter(unit=unit, question=question, ended_at__isnull=True).exists()
        refuse(
            access.may_keep_library(by, unit, at),
            rules.why_not_learn(question, answer, known=known, personal=left_personal(question, answer)),
        )
        days = parameter("known_answer.review.days", on=business_date(at)).number
        made = KnownAnswer.objects.create(
            unit=unit, question=question, answer=answer, grown_from=grown_from, entered_by=by, entered_at=at,
            review_on=business_date(at) + timedelta(days=days),
        )  # fmt: skip
        record(
            verbs.LEARNED, made, by=by, at=at, acting_as=acting_as(by, unit, access.HANDS, at),
            data={"from": grown_from.number if grown_from else ""},
        )  # fmt: skip
    return made


def forget(entry: KnownAnswer, *, why: str, by: Any, at: datetime) -> KnownAnswer:
    """Take an entry out of use, for a reason. Raises `Refused`."""
    with moving(entry, verbs.FORGOTTEN, by=by, at=at) as move:
        fresh: KnownAnswer = move.subject
        refuse(
            access.may_keep_library(by, fresh.unit, at),
            rules.why_not_end_public(public=fresh.ended_at is None, why=why),
        )
        fresh.ended_at, fresh.ended_why = at, rules.cleaned(why)[:300]
        fresh.save(update_fields=["ended_at", "ended_why"])
        move.acting_as = acting_as(by, fresh.unit, access.HANDS, at)
        move.data = {"why": fresh.ended_why}
    return fresh
