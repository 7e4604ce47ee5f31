"""Posts and those who run things on behalf of a host: given by date, ended at once."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhengtong.duties import access, rules
from zhengtong.duties.actions.columns import release_person
from zhengtong.duties.actions.saving import save_checked
from zhengtong.duties.models import Appointment, Commission, Person, PostKind, ResponsibleColumn, Unit
from zhengtong.duties.models.kinds import LEADERS
from zhengtong.duties.queries import acting_as, appointments_at, forget
from zhengtong.duties.verbs import APPOINTED, APPOINTMENT_ENDED, COMMISSION_ENDED, COMMISSIONED
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.refusals import Refusal, refuse

GIVERS = {PostKind.OFFICE_CLERK, PostKind.SITE_MANAGER, *LEADERS}


def appoint(
    person: Person, unit: Unit, post: str, *, by: Any, at: datetime, valid_from: date | None = None,
    valid_until: date | None = None, commission: Commission | None = None,
) -> Appointment:  # fmt: skip
    """Give somebody a post from a business date (today unless given) to another, both included, or until ended.

    With `commission` the person works for an operator on behalf of the host. Raises `Refused`.
    """
    today = rules.business_date(at)
    with transaction.atomic():
        person, unit, commission = _locked(person, unit, commission)
        term = rules.Term(person, unit, post, valid_from or today, valid_until, commission)
        refuse(
            access.may_appoint(by, unit, post, at, person=person),
            rules.why_not_appoint(
                term,
                of_person=_of(person=person),
                of_unit=_of(unit=unit),
                today=None if by is None else today,
            ),
        )
        appointment = Appointment.objects.create(
            person=person, unit=unit, post=post, commission=commission, valid_from=term.valid_from,
            valid_until=valid_until, appointed_by=by, appointed_at=at,
        )  # fmt: skip
        record(
            APPOINTED, unit, by=by, at=at, acting_as=_acting_as(by, at), data=_told(appointment),
            clause=rules.clause_of_post(post, commissioned=commission is not None),
        )  # fmt: skip
    forget()
    return appointment


def _locked(
    person: Person, unit: Unit, commission: Commission | None
) -> tuple[Person, Unit, Commission | None]:
    """Fresh rows, locked: two appointments of one person or in one unit are judged one after the other."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if commission is not None:
        commission = (
            Commission.objects.select_for_update(of=("self",))
            .select_related("host", "operator")
            .get(pk=commission.pk)
        )
    return person, unit, commission


def _of(**whom: Any) -> list[Appointment]:
    return list(
        Appointment.objects.filter(ended_at__isnull=True, **whom).select_related(
            "person", "unit", "commission__host"
        )
    )


def _told(appointment: Appointment) -> dict[str, Any]:
    return {
        "appointment": appointment.pk,
        "person": appointment.person_id,
        "name": str(appointment.person),
        "post": str(appointment.post),
        "valid_from": appointment.valid_from.isoformat(),
        "valid_until": appointment.valid_until.isoformat() if appointment.valid_until else None,
        "commission": appointment.commission_id,
    }


def _acting_as(by: Any, at: datetime) -> str:
    return acting_as(by, None, GIVERS, at)


def end_appointment(appointment: Appointment, *, reason: str, by: Any, at: datetime) -> Appointment:
    """End a post this very moment, whatever its dates said. Raises `Refused`."""
    with transaction.atomic():
        held = (
            Appointment.objects.select_for_update(of=("self",))
            .select_related("unit", "person")
            .get(pk=appointment.pk)
        )
        refuse(access.may_end_appointment(by, held.unit, held.post, at), _why_not_end(held, reason))
        _end(held, reason=reason, by=by, at=at)
        record(
            APPOINTMENT_ENDED, held.unit, by=by, at=at, acting_as=_acting_as(by, at),
            data=_told(held) | {"reason": reason}, clause=rules.clause_of_post(held.post),
        )  # fmt: skip
    forget()
    return held


def _why_not_end(held: Appointment | Commission, reason: str) -> list[Refusal]:
    refusals = []
    if held.ended_at is not None:
        refusals.append(Refusal("term.ended", f"{held}已终止。", "2.4"))
    if not reason.strip():
        refusals.append(Refusal("reason.missing", "请填写终止原因。", "2.4"))
    return refusals


def _end(held: Appointment, *, reason: str, by: Any, at: datetime) -> None:
    last = rules.business_date(at)
    held.ended_at, held.ended_by, held.ended_reason = at, by, reason
    held.valid_until = last if held.valid_until is None else min(held.valid_until, last)
    held.save(update_fields=["ended_at", "ended_by", "ended_reason", "valid_until"])
    if not appointments_at(at).filter(person=held.person, unit=held.unit).exists():
        release_person(held.unit, held.person, at)


def end_all(appointments: Any, *, reason: str, by: Any, at: datetime) -> list[Appointment]:
    """End every post of a set at once, as part of another verb (which writes the ledger line)."""
    running: Iterable[Appointment] = (
        appointments.select_for_update(of=("self",))
        .select_related("unit", "person")
        .filter(ended_at__isnull=True)
    )
    today = rules.business_date(at)
    ended = [held for held in running if held.valid_until is None or held.valid_until >= today]
    for held in ended:
        _end(held, reason=reason, by=by, at=at)
    forget()
    return ended


def commission_operator(
    host: Unit, *, reference: str, valid_from: date, valid_until: date, by: Any, at: datetime,
    operator: Unit | None = None, agency: str = "", outside: bool = False, columns: Iterable[ResponsibleColumn] = (),
) -> Commission:  # fmt: skip
    """Let another unit, a body of one's own or an outside agency run things until a date (2.5); no columns means all."""
    columns = list(columns)
    with moving(host, COMMISSIONED, by=by, at=at, acting_as=_acting_as(by, at)) as move:
        commission = Commission(
            host=move.subject, operator=operator, agency=agency.strip(), outside=outside, reference=reference.strip(),
            valid_from=valid_from, valid_until=valid_until,
        )  # fmt: skip
        refuse(
            access.may_commission(by, host, at),
            rules.why_not_commission(
                commission, [column.unit_id for column in columns], rules.business_date(at)
            ),
        )
        save_checked(commission, "2.5")
        commission.columns.set(columns)
        move.data = {
            "commission": commission.pk, "operator": commission.operator_name, "reference": commission.reference,
            "valid_from": valid_from.isoformat(), "valid_until": valid_until.isoformat(),
            "columns": [column.code for column in columns],
        }  # fmt: skip
    return commission


def end_commission(commission: Commission, *, reason: str, by: Any, at: datetime) -> Commission:
    """Part with an operator this very moment: everybody's posts under the commission end with it."""
    with moving(commission.host, COMMISSION_ENDED, by=by, at=at, acting_as=_acting_as(by, at)) as move:
        running = (
            Commission.objects.select_for_update(of=("self",))
            .select_related("host", "operator")
            .get(pk=commission.pk)
        )
        refuse(access.may_end_commission(by, running, at), _why_not_end(running, reason))
        running.ended_at, running.ended_reason = at, reason
        running.save(update_fields=["ended_at", "ended_reason"])
        ended = end_all(running.appointments, reason=reason, by=by, at=at)
        move.data = {"commission": running.pk, "operator": running.operator_name, "reason": reason,
                     "posts_ended": [str(appointment) for appointment in ended]}  # fmt: skip
    return running
