"""Accounts: identity only. What a person may do follows from posts, which are given elsewhere."""

from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from zhengtong.duties import access
from zhengtong.duties.actions.appointments import end_all
from zhengtong.duties.actions.saving import save_checked
from zhengtong.duties.models import Person, PostKind
from zhengtong.duties.queries import acting_as
from zhengtong.duties.verbs import PERSON_CLOSED, PERSON_CREATED
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.refusals import Refusal, refuse


def create_person(
    username: str, name: str, *, by: Any, at: datetime, password: str | None = None, email: str = "", phone: str = "",
    must_change_password: bool = True,
) -> Person:  # fmt: skip
    """Open an account that has no right at all until somebody gives it a post.

    Without `password` nobody can sign in until one is set. Raises `Refused` also for a weak password or a taken name.
    """
    refuse(access.may_keep_accounts(by, at))
    person = Person(
        username=username, name=name, email=email, phone=phone, date_joined=at,
        password_changed_at=at if password else None, must_change_password=must_change_password,
    )  # fmt: skip
    if password is not None and by is not None:
        refuse(_why_not_password(password, person))
    person.set_password(password)
    with transaction.atomic():
        save_checked(person, "7.2")
        record(
            PERSON_CREATED,
            person,
            by=by,
            at=at,
            acting_as=_as_administrator(by, at),
            data={"username": username},
        )
    return person


def _why_not_password(password: str, person: Person) -> list[Refusal]:
    try:
        validate_password(password, person)
    except ValidationError as error:
        return [Refusal("password.weak", message, "7.2") for message in error.messages]
    return []


def close_account(person: Person, *, reason: str, by: Any, at: datetime) -> Person:
    """Somebody leaves: no more sign-in, and every post ends this moment. The row stays, signatures point to it."""
    with moving(person, PERSON_CLOSED, by=by, at=at, acting_as=_as_administrator(by, at)) as move:
        refuse(access.may_keep_accounts(by, at), _why_not_close(move.subject, by, reason))
        move.subject.is_active = False
        move.subject.save(update_fields=["is_active"])
        ended = end_all(move.subject.appointments, reason=reason, by=by, at=at)
        move.data = {"reason": reason, "posts_ended": [str(appointment) for appointment in ended]}
    return move.subject


def _why_not_close(person: Person, by: Any, reason: str) -> list[Refusal]:
    refusals = []
    if not person.is_active:
        refusals.append(Refusal("person.closed", f"{person}的账号已停用。", "7.4"))
    if by is not None and by.pk == person.pk:
        refusals.append(Refusal("nobody.closes_himself", "不得停用本人账号。", "7.4"))
    if not reason.strip():
        refusals.append(Refusal("reason.missing", "请填写停用原因。", "7.4"))
    return refusals


def _as_administrator(by: Any, at: datetime) -> str:
    return acting_as(by, None, {PostKind.SYSTEM_ADMIN}, at)
