"""Who has a message: forwarded by a person (or by the duty table), taken, sent back, shared with others (5.7)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from zhengtong.duties.models import Person, PostKind, Unit
from zhengtong.duties.queries import acting_as, post_audience, units_of
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks import actions as clocks
from zhengtong.engine.clocks.rules import in_working_days
from zhengtong.engine.ledger.actions import Move, moving, record
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.interaction import access, rules, verbs
from zhengtong.interaction.actions import timing
from zhengtong.interaction.clocks import FORWARD, JOINT, OFFICE, page_of
from zhengtong.interaction.limits import figure
from zhengtong.interaction.models import CitizenMessage, Forwarding, MessageKind, MessageState, Role
from zhengtong.interaction.rules.past import Earlier, why_not_earlier


def forward(
    message: CitizenMessage, unit: Unit, *, by: Any, at: datetime, person: Person | None = None, note: str = "",
    suggested: Sequence[dict[str, Any]] = (), earlier: Earlier | None = None,
) -> Forwarding:  # fmt: skip
    """The Office gives the message to a unit, or takes it from one and gives it to another. Raises `Refused`.

    `suggested` is what the machine proposed, kept beside what the person decided. `earlier` is how a list tells a forwarding that
    was before this moment.
    """
    with moving(message, verbs.FORWARDED, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        refuse(
            access.may_take_in(by, at),
            rules.why_not_forward(
                fresh.state, same_unit=fresh.unit_id == unit.pk and fresh.person_id == (person.pk if person else None),
                unit_is_open=unit.valid_until is None or unit.valid_until >= business_date(at),
                person_is_of_unit=person is None or unit.pk in {one.pk for one in units_of(person, at)},
            ),
            why_not_earlier(earlier, fresh.received_at, at),
        )  # fmt: skip
        move.acting_as = acting_as(by, None, access.CLERK, at)
        made = _give(
            fresh, unit, person=person, by=by, at=earlier.at if earlier else at, note=note, suggested=suggested,
            quiet=earlier is not None and earlier.quiet,
        )  # fmt: skip
        move.data = _told(made) | ({"forwarded_at": made.at.isoformat()} if earlier else {})
    return made


def place(
    message: CitizenMessage, unit: Unit, *, person: Person | None, by: Any, at: datetime, note: str
) -> Forwarding:
    """The duty table says whose page it is: forwarded at once, in one hop. Part of the verb that registers the message."""
    made = _give(message, unit, person=person, by=by, at=at, note=note, suggested=())
    record(verbs.FORWARDED, message, by=by, at=at, data=_told(made))
    return made


def _told(made: Forwarding) -> dict[str, Any]:
    return {
        "unit": str(made.unit), "person": str(made.person) if made.person else "", "note": made.note,
        "suggested": made.suggested, "role": made.role,
    }  # fmt: skip


def _give(
    message: CitizenMessage, unit: Unit, *, person: Person | None, by: Any, at: datetime, note: str,
    suggested: Sequence[dict[str, Any]], quiet: bool = False,
) -> Forwarding:  # fmt: skip
    message.forwardings.filter(Q(role=Role.LEAD) | Q(unit=unit), ended_at__isnull=True).update(ended_at=at)
    made = Forwarding.objects.create(
        message=message, unit=unit, person=person, note=rules.cleaned(note, lines=True)[:500], suggested=list(suggested),
        by=by, at=at,
    )  # fmt: skip
    message.unit, message.person, message.state = unit, person, MessageState.HANDLING
    message.save(update_fields=["unit", "person", "state"])
    clocks.meet(FORWARD, message, at=at, by=by)
    timing.hand_on_answer(message, at)
    if quiet:
        return made
    tell(
        timing.handler_audience(message, at), f"请办理：{message}",
        text=f"收到转办的网民{message.get_kind_display()}，请签收并在期限内办理答复。{made.note}", clause="5.7", at=at,
        url=page_of(message.pk),
    )  # fmt: skip
    return made


def acknowledge(message: CitizenMessage, *, by: Any, at: datetime) -> Forwarding:
    """The unit has it: who took it and when. Raises `Refused`; a second time as well."""
    with moving(message, verbs.ACKNOWLEDGED, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        lead = lead_of(fresh)
        refuse(
            access.may_handle(by, fresh, at),
            rules.why_not_acknowledge(fresh.state, taken=lead is None or lead.acknowledged_at is not None),
        )
        assert lead is not None  # noqa: S101 (refused above)
        move.acting_as = _capacity(by, fresh, at)
        lead.acknowledged_at, lead.acknowledged_by = at, by
        lead.save(update_fields=["acknowledged_at", "acknowledged_by"])
        move.data = {"unit": str(lead.unit)}
    return lead


def send_back(
    message: CitizenMessage, *, why: str, by: Any, at: datetime, right_unit: Unit | None = None
) -> Forwarding:
    """It is not ours: back to the Office with the reason and with who is right. Raises `Refused`."""
    with moving(message, verbs.SENT_BACK, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        lead = lead_of(fresh)
        refuse(
            access.may_handle(by, fresh, at),
            rules.why_not_send_back(
                fresh.state, why, forwarded_at=lead.at if lead else None, at=at, until=return_until(lead) if lead else None,
                same_unit=right_unit is not None and right_unit.pk == fresh.unit_id,
                answering=fresh.answers.filter(state="submitted").exists(),
            ),
        )  # fmt: skip
        assert lead is not None  # noqa: S101 (refused above)
        move.acting_as = _capacity(by, fresh, at)
        lead.returned_at, lead.returned_by, lead.returned_why = at, by, rules.cleaned(why)[:500]
        lead.right_unit, lead.ended_at = right_unit, at
        lead.save(update_fields=["returned_at", "returned_by", "returned_why", "right_unit", "ended_at"])
        fresh.unit, fresh.person, fresh.state = None, None, MessageState.RECEIVED
        fresh.save(update_fields=["unit", "person", "state"])
        timing.hand_on_answer(fresh, at)
        timing.start_forwarding(fresh, at, "退回")
        _tell_office(fresh, lead, at)
        move.data = {"unit": str(lead.unit), "why": lead.returned_why, "right": str(right_unit or "")}
    return lead


def return_until(lead: Forwarding) -> datetime:
    """Until when a unit may say that a message is not its own, counted from the forwarding."""
    days = figure("message.return.days", business_date(lead.at)).number
    return in_working_days(lead.at, days, parameter="message.return.days", event="转办").at


def _tell_office(message: CitizenMessage, lead: Forwarding, at: datetime) -> None:
    right = f"该单位认为应由{lead.right_unit}办理。" if lead.right_unit else ""
    text = f"{lead.unit}退回转办件，理由：{lead.returned_why}。{right}请重新转办，答复期限不变。"
    tell(OFFICE, f"转办件退回：{message}", text=text, clause="5.7", at=at, url=page_of(message.pk))


def ask_joint(message: CitizenMessage, unit: Unit, *, by: Any, at: datetime, note: str = "") -> Forwarding:
    """Another unit is to contribute its opinion; the lead unit stays answerable. By the Office or the lead. Raises `Refused`."""
    with moving(message, verbs.JOINT_ASKED, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        refuse(
            may_ask_joint(by, fresh, at),
            rules.why_not_ask_joint(
                fresh.state, is_lead=fresh.unit_id == unit.pk,
                asked=fresh.forwardings.filter(unit=unit, role=Role.JOINT, ended_at__isnull=True).exists(),
            ),
        )  # fmt: skip
        move.acting_as = _capacity(by, fresh, at)
        made = Forwarding.objects.create(
            message=fresh,
            unit=unit,
            role=Role.JOINT,
            by=by,
            at=at,
            note=rules.cleaned(note, lines=True)[:500],
        )
        timing.start_opinion(made, at)
        tell(
            post_audience(unit, PostKind.SITE_MANAGER), f"请提出协办意见：{fresh}", clause="5.7", at=at, url=page_of(fresh.pk),
            text=f"{fresh.unit or '区政府办公室'}办理的网民留言请你单位协办，请在期限内提出意见。{made.note}",
        )  # fmt: skip
        move.data = _told(made)
    return made


def may_ask_joint(by: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    return [] if access.is_clerk(by, at) else access.may_handle(by, message, at)


def give_opinion(forwarding: Forwarding, *, text: str, by: Any, at: datetime) -> Forwarding:
    """A joint unit says what it has to say; the lead unit is told. Raises `Refused`; an opinion is given once."""
    with moving(forwarding.message, verbs.JOINT_GIVEN, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        mine = Forwarding.objects.select_for_update(of=("self",)).select_related("unit").get(pk=forwarding.pk)
        refuse(
            access.may_give_opinion(by, mine, at),
            rules.why_not_give_opinion(
                fresh.state, text, given=mine.opinion_at is not None, ended=mine.ended_at is not None
            ),
        )
        move.acting_as = acting_as(by, mine.unit, access.HANDS, at)
        mine.opinion, mine.opinion_by, mine.opinion_at = rules.cleaned(text, lines=True), by, at
        mine.save(update_fields=["opinion", "opinion_by", "opinion_at"])
        clocks.meet(JOINT, mine, at=at, by=by)
        tell(
            timing.handler_audience(fresh, at), f"协办意见已提出：{fresh}", text=f"{mine.unit}已提出协办意见，请据此办理答复。",
            clause="5.7", at=at, url=page_of(fresh.pk),
        )  # fmt: skip
        move.data = {"unit": str(mine.unit)}
    return mine


def sort(message: CitizenMessage, kind: str, *, by: Any, at: datetime) -> CitizenMessage:
    """A letter is of another kind than its writer chose; its limit is counted anew from the day of receipt. Raises `Refused`."""
    with moving(message, verbs.SORTED, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        paused = timing.is_paused(fresh)
        refuse(access.may_take_in(by, at), rules.why_not_sort(fresh.state, fresh.kind, kind, paused=paused))
        move.acting_as = acting_as(by, None, access.CLERK, at)
        move.data = {"was": fresh.kind, "now": kind}
        fresh.kind = MessageKind(kind)
        fresh.save(update_fields=["kind"])
        _count_anew(fresh, move, by, at, f"类别调整为{MessageKind(kind).label}")
    return fresh


def find_complex(message: CitizenMessage, *, why: str, by: Any, at: datetime) -> CitizenMessage:
    """The Office finds a letter complex: the longer limit, counted from the day of receipt (R39). Raises `Refused`."""
    with moving(message, verbs.COMPLEX, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        running = timing.answer_clock(fresh)
        refuse(
            access.may_take_in(by, at),
            rules.why_not_find_complex(
                fresh.state, fresh.kind, why, known=fresh.complex, paused=timing.is_paused(fresh),
                late=running is not None and running.due_at <= at,
            ),
        )  # fmt: skip
        move.acting_as = acting_as(by, None, access.CLERK, at)
        move.data = {"why": rules.cleaned(why)}
        fresh.complex = True
        fresh.save(update_fields=["complex"])
        _count_anew(fresh, move, by, at, "认定情况复杂")
    return fresh


def _count_anew(message: CitizenMessage, move: Move, by: Any, at: datetime, reason: str) -> None:
    begins = timing.answer_begins(message, None)
    if begins is not None:
        timing.restart_answer(message, begins, at, reason=reason, by=by)
        running = timing.answer_clock(message)
        move.data["due"] = running.due_at.isoformat() if running else ""


def lead_of(message: CitizenMessage) -> Forwarding | None:
    return message.forwardings.filter(role=Role.LEAD, ended_at__isnull=True).select_related("unit").first()


def _capacity(by: Any, message: CitizenMessage, at: datetime) -> str:
    unit = message.unit
    return (acting_as(by, unit, access.HANDS, at) if unit else "") or acting_as(by, None, access.CLERK, at)
