"""Citizens' messages on a desk: to forward, to take, to answer, to review, to decide; and what waits for others (5.7)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from zhengtong.desk.lines import Asking, Line, Place, provides
from zhengtong.duties.models import PostKind
from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.queries import running
from zhengtong.interaction.access import ANSWER_REVIEWERS, HANDLERS, HANDS, whole_units
from zhengtong.interaction.models import (
    WRITING,
    Answer,
    AnswerState,
    CitizenMessage,
    Fix,
    Forwarding,
    MessageState,
    Pause,
    Role,
)

MESSAGE, FORWARDING, PAUSE = (one._meta.label_lower for one in (CitizenMessage, Forwarding, Pause))


class Clocks:
    """The running limits of these things, read in one query; all limits of a thing count as shown with its line."""

    def __init__(self, asking: Asking, kind: str, things: Iterable[Any]) -> None:
        self.asking = asking
        self.of: dict[int, list[Clock]] = {}
        keys = [str(one.pk) for one in things]
        for clock in running().filter(subject_type=kind, subject_id__in=keys) if keys else ():
            self.of.setdefault(int(clock.subject_id), []).append(clock)

    def first(self, thing: Any) -> Clock | None:
        """The limit that ends first; the others of the same thing are not shown a second time."""
        found = self.of.get(thing.pk, [])
        self.asking.shown_clocks |= {one.pk for one in found}
        return found[0] if found else None


def page(message: Any, act: str = "inspect") -> str:
    return reverse(f"interaction_messages:{act}", args=[getattr(message, "pk", message)])


def told(message: CitizenMessage) -> str:
    return f"{message.title}（{message.number}）"


def own_units(asking: Asking) -> list[int]:
    """Units whose letters this person answers: as site manager or editor who is not commissioned for single columns."""
    return [unit.pk for unit in whole_units(asking.person, asking.at, HANDLERS)]


@provides(Place.TODO)
def to_forward(asking: Asking) -> Iterable[Line]:
    """The Office: what nobody has yet, or what was sent back."""
    if not asking.holds(PostKind.OFFICE_CLERK):
        return
    returned = Forwarding.objects.filter(returned_at__isnull=False).select_related("unit", "right_unit")
    rows = CitizenMessage.objects.filter(state=MessageState.RECEIVED)
    found = list(
        rows.prefetch_related(Prefetch("forwardings", returned.order_by("-pk"))).order_by("received_at")
    )
    clocks = Clocks(asking, MESSAGE, found)
    for message in found:
        back = next(iter(message.forwardings.all()), None)
        right = f"，应由{back.right_unit}办理" if back and back.right_unit else ""
        yield Line(
            kind="退回留言" if back else "留言转办", what=told(message), url=page(message),
            whom=str(message.get_kind_display()), note=f"{back.unit}退回{right}" if back else "", act="转办",
            act_url=page(message), clock=clocks.first(message), since=message.received_at, clause="5.7",
            tone="warn" if back else "",
        )  # fmt: skip


@provides(Place.TODO)
def pauses_to_decide(asking: Asking) -> Iterable[Line]:
    """The Office allows a limit to stand still, or not."""
    if not asking.holds(PostKind.OFFICE_CLERK):
        return
    asked = Pause.objects.filter(decided_at__isnull=True, ended_at__isnull=True)
    found = list(
        asked.exclude(asked_by=asking.person.pk).select_related("message__unit").order_by("asked_at")
    )
    clocks = Clocks(asking, MESSAGE, [one.message for one in found])
    for pause in found:
        message = pause.message
        yield Line(
            kind="审批暂停", what=told(message), url=page(message), whom=str(message.unit), note=pause.reason, act="审批",
            act_url=page(message, "decide-pause"), clock=clocks.first(message), since=pause.asked_at, clause="5.7",
        )  # fmt: skip


def handled(asking: Asking) -> QuerySet[CitizenMessage]:
    """Messages that this person's unit, or this person by name, must answer."""
    mine = Q(unit__in=own_units(asking))
    named = Q(person=asking.person.pk, unit__in=[one.pk for one in asking.units(HANDS)])
    rows = CitizenMessage.objects.filter(mine | named, state=MessageState.HANDLING).select_related("unit")
    return rows.prefetch_related(
        Prefetch("answers", Answer.objects.filter(state__in=sorted(WRITING)), to_attr="written"),
        Prefetch("forwardings", Forwarding.objects.filter(ended_at__isnull=True), to_attr="running"),
        Prefetch(
            "fixes", Fix.objects.filter(done_at__isnull=True, given_up_at__isnull=True), to_attr="mending"
        ),
        Prefetch("pauses", Pause.objects.filter(ended_at__isnull=True), to_attr="stops"),
    ).order_by("received_at")


@provides(Place.TODO)
def to_answer(asking: Asking) -> Iterable[Line]:
    """To take, to answer, to write anew; what is in review or paused waits below."""
    found = [one for one in handled(asking) if not _waits(one)]
    clocks = Clocks(asking, MESSAGE, found)
    for message in found:
        kind, act, note, tone = _step(message)
        yield Line(
            kind=kind, what=told(message), url=page(message), whom=str(message.unit), note=note, act=act,
            act_url=f"{page(message)}#answer" if act == "答复" else page(message), clock=clocks.first(message),
            since=message.received_at, clause="5.7", tone=tone,
        )  # fmt: skip


def _waits(message: Any) -> bool:
    in_review = any(one.state == AnswerState.SUBMITTED for one in message.written)
    return in_review or any(one.is_running for one in message.stops)


def _step(message: Any) -> tuple[str, str, str, str]:
    """What is next: kind, act, note, tone."""
    taken = all(one.acknowledged_at for one in message.running if one.role == Role.LEAD)
    for one in message.written:
        if one.state == AnswerState.RETURNED:
            return "答复退回", "答复", one.review_note, "warn"
    if not taken:
        return "留言签收", "签收", "", ""
    missing = any(one.role == Role.JOINT and one.opinion_at is None for one in message.running)
    told = (
        ("重新办理", message.reopened),
        ("待协办意见", missing),
        ("更正正在审校，发布后答复", message.mending),
    )
    notes = [words for words, holds in told if holds]
    return "留言答复", "答复", "、".join(notes), "warn" if message.reopened else ""


@provides(Place.TODO)
def opinions_to_give(asking: Asking) -> Iterable[Line]:
    units = own_units(asking)
    owed = Forwarding.objects.filter(
        unit__in=units, role=Role.JOINT, ended_at__isnull=True, opinion_at__isnull=True
    )
    found = list(owed.select_related("message__unit", "unit").order_by("at")) if units else []
    clocks = Clocks(asking, FORWARDING, found)
    for one in found:
        yield Line(
            kind="协办意见", what=told(one.message), url=page(one.message_id), whom=f"主办：{one.message.unit or '待转办'}",
            note=one.note, act="提出意见", act_url=page(one.message_id, "opinion"), clock=clocks.first(one), since=one.at,
            clause="5.7",
        )  # fmt: skip


@provides(Place.TODO)
def answers_to_review(asking: Asking) -> Iterable[Line]:
    """Answers of my unit that somebody else drafted."""
    units = [unit.pk for unit in asking.units(ANSWER_REVIEWERS)]
    rows = Answer.objects.filter(state=AnswerState.SUBMITTED, message__unit__in=units)
    found = list(_with_messages(rows.exclude(drafted_by=asking.person.pk))) if units else []
    clocks = Clocks(asking, MESSAGE, [one.message for one in found])
    for one in found:
        note = f"与以往答复雷同{one.likeness}%" if one.likeness else ""
        yield Line(
            kind="答复审核", what=told(one.message), url=page(one.message_id), whom=f"拟稿：{one.drafted_by or '—'}",
            note=note, act="审核", act_url=f"{page(one.message_id)}#answer", clock=clocks.first(one.message),
            since=one.submitted_at, clause="5.7", tone="warn" if note else "",
        )  # fmt: skip


def _with_messages(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    return answers.select_related("message__unit", "drafted_by").order_by("submitted_at")


@provides(Place.WAITING)
def in_review(asking: Asking) -> Iterable[Line]:
    """Answers that I drafted, or of units that I answer letters of, at the reviewers; not those that stand above to review."""
    rows = Answer.objects.filter(state=AnswerState.SUBMITTED)
    mine = Q(drafted_by=asking.person.pk) | Q(message__unit__in=own_units(asking))
    found = list(_with_messages(rows.filter(mine)))
    shown = set(asking.shown_clocks)
    clocks = Clocks(asking, MESSAGE, [one.message for one in found])
    for one in found:
        clock = clocks.first(one.message)
        if clock is None or clock.pk not in shown:
            yield Line(
                kind="答复审核", what=told(one.message), url=page(one.message_id), whom=f"{one.message.unit}审核人员",
                act="查看", act_url=page(one.message_id), clock=clock, since=one.submitted_at, clause="5.7",
            )  # fmt: skip


@provides(Place.WAITING)
def standing_still(asking: Asking) -> Iterable[Line]:
    """Messages of mine whose limit stands still: until when."""
    found = [one for one in handled(asking) if any(stop.is_running for stop in one.stops)]
    stops = [stop for one in found for stop in one.stops]
    clocks = Clocks(asking, PAUSE, stops)
    for message, stop in zip(found, stops, strict=True):
        yield Line(
            kind="暂停计时", what=told(message), url=page(message), whom=stop.reason, act="查看", act_url=page(message),
            clock=clocks.first(stop), since=stop.decided_at, clause="5.7",
        )  # fmt: skip
