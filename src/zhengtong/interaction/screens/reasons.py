"""What can be said against an act before anything is typed: who may, and what the state of the message forbids."""

from datetime import datetime
from typing import Any

from zhengtong.duties.rules import business_date
from zhengtong.engine.refusals import Refusal
from zhengtong.interaction import access, rules
from zhengtong.interaction.access import HANDLERS
from zhengtong.interaction.actions import fixing, timing
from zhengtong.interaction.actions.answering import why_not_send, why_not_submit, writing
from zhengtong.interaction.actions.forwarding import lead_of, may_ask_joint, return_until
from zhengtong.interaction.actions.pausing import latest_pause
from zhengtong.interaction.models import AnswerState, CitizenMessage, Forwarding, MessageKind, Pause, Role
from zhengtong.interaction.queries.fixes import pending_fix
from zhengtong.publishing.access import why_not_write

SAID = "…"  # what will be typed


def forward(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    return access.may_take_in(person, at) + rules.why_not_forward(
        message.state, same_unit=False, unit_is_open=True, person_is_of_unit=True
    )


def acknowledge(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    lead = lead_of(message)
    taken = lead is not None and lead.acknowledged_at is not None
    return access.may_handle(person, message, at) + rules.why_not_acknowledge(message.state, taken=taken)


def send_back(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    lead = lead_of(message)
    return access.may_handle(person, message, at) + rules.why_not_send_back(
        message.state, SAID, forwarded_at=lead.at if lead else None, at=at, until=return_until(lead) if lead else None,
        same_unit=False, answering=_answering(message) == AnswerState.SUBMITTED,
    )  # fmt: skip


def ask_joint(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    return may_ask_joint(person, message, at) + rules.why_not_ask_joint(
        message.state, is_lead=False, asked=False
    )


def opinion_asked(person: Any, message: CitizenMessage, at: datetime) -> Forwarding | None:
    """The opinion that a unit of this person owes."""
    mine = [unit.pk for unit in access.whole_units(person, at, HANDLERS)]
    owed = message.forwardings.filter(role=Role.JOINT, unit__in=mine, ended_at__isnull=True)
    return owed.filter(opinion_at__isnull=True).select_related("unit").first()


def give_opinion(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    owed = opinion_asked(person, message, at)
    if owed is None:
        return [Refusal("opinion.none", "没有需要本单位提出意见的协办事项。", "5.7")]
    return access.may_give_opinion(person, owed, at) + rules.why_not_give_opinion(
        message.state, SAID, given=False, ended=False
    )


def open_joints(message: CitizenMessage) -> Any:
    return message.forwardings.filter(role=Role.JOINT, ended_at__isnull=True, opinion_at__isnull=True)


def end_joint(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    found = access.may_take_in(person, at)
    if not open_joints(message).exists():
        found.append(Refusal("joint.none", "没有尚未提出意见的协办单位。", "5.7"))
    return found


def sort(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    other = MessageKind.ENQUIRY if message.kind != MessageKind.ENQUIRY else MessageKind.REQUEST
    return access.may_take_in(person, at) + rules.why_not_sort(
        message.state, message.kind, other, paused=timing.is_paused(message)
    )


def find_complex(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    return access.may_take_in(person, at) + rules.why_not_find_complex(
        message.state, message.kind, SAID, known=message.complex, paused=timing.is_paused(message), late=_late(message, at)
    )  # fmt: skip


def ask_pause(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    latest = latest_pause(at)
    return access.may_handle(person, message, at) + rules.why_not_ask_pause(
        message.state, SAID, latest, today=business_date(at), latest=latest, asked=open_pause(message) is not None,
        late=_late(message, at),
    )  # fmt: skip


def open_pause(message: CitizenMessage) -> Pause | None:
    """Asked for or running."""
    return message.pauses.filter(ended_at__isnull=True).select_related("asked_by").first()


def decide_pause(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    asked = open_pause(message)
    if asked is None:
        return [Refusal("pause.none", "没有待审批的暂停计时申请。", "5.7")]
    return access.may_decide_pause(person, at) + rules.why_not_decide_pause(
        message.state, decided=asked.decided_at is not None, ended=False, own=asked.asked_by_id == person.pk, late=False,
        allow=False,
    )  # fmt: skip


def resume(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    who = [] if access.is_clerk(person, at) else access.may_handle(person, message, at)
    return who + rules.why_not_resume(running=timing.is_paused(message))


def answer(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    return access.may_handle(person, message, at) + rules.why_not_draft(
        message.state, SAID, answering=_answering(message), quoted_before="", quoted_after=""
    )


def submit(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    return access.may_handle(person, message, at) + why_not_submit(message, writing(message))


def send(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    return access.may_review_answer(person, message, at) + why_not_send(message, writing(message), person)


def return_answer(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    return access.may_review_answer(person, message, at) + rules.why_not_return_answer(
        message.state, SAID, answering=_answering(message)
    )


def decline(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    return access.may_take_in(person, at) + rules.why_not_decline(message.state, SAID)


def merge(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    return access.may_take_in(person, at) + rules.why_not_merge(
        message.state, into_state="handling", itself=False, into_merged=False,
        lead_answering=_answering(message) == AnswerState.SUBMITTED,
    )  # fmt: skip


def make_public(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    return access.may_publish_answer(person, message, at) + rules.why_not_publish(
        message.state, SAID, SAID, SAID, agreed=message.may_publish, public=is_public(message), left=[]
    )


def end_public(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    return access.may_publish_answer(person, message, at) + rules.why_not_end_public(
        public=is_public(message), why=SAID
    )


def is_public(message: CitizenMessage) -> bool:
    return message.public_versions.filter(ended_at__isnull=True).exists()


def learn(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    if message.unit is None or message.is_open:
        return [Refusal("known.not_answered", "留言尚未答复，答复后可以录入问答知识库。", "5.7")]
    return access.may_keep_library(person, message.unit, at)


def fix(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    found = access.may_handle(person, message, at)
    if message.article is None:
        return found + fixing.why_not_begin_fix(message, SAID, SAID, person, at)
    column = message.article.get_parent().specific.column
    return (
        found
        + rules.why_not_fix(message.state, running=pending_fix(message) is not None)
        + why_not_write(person, message.article.unit, at, column)
    )


def give_up_fix(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    return access.may_handle(person, message, at) + rules.why_not_give_up_fix(
        SAID, running=pending_fix(message) is not None
    )


def _answering(message: CitizenMessage) -> str:
    mine = writing(message)
    return str(mine.state) if mine else ""


def _late(message: CitizenMessage, at: datetime) -> bool:
    running = timing.answer_clock(message)
    return running is not None and running.due_at <= at
