"""Passwords: changed by their owner, issued anew by the system administrator. Neither ever reaches the ledger."""

import secrets
import string
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from zhengtong.duties.models import Person, PostKind
from zhengtong.duties.queries import acting_as
from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.security import access, rules
from zhengtong.security.actions.accounts import why_no_reason
from zhengtong.security.actions.sittings import end_open_sittings
from zhengtong.security.models import End, PastPassword
from zhengtong.security.verbs import PASSWORD_CHANGED, PASSWORD_ISSUED

# Without characters that are mistaken for one another when read aloud or from paper.
LETTERS = "".join(character for character in string.ascii_letters if character not in "Il1Oo0")
DIGITS, SIGNS = "23456789", "-+=#%"
ISSUED_LENGTH = 16


def change_password(person: Person, new: str, *, by: Any, at: datetime, sitting: int | None = None) -> Person:
    """Set an own new password (clause 7.2); ends every sitting but the given one. Returns the fresh row. Raises `Refused`.

    That the person knows the present password is asked by the screen, where wrong answers count towards the lockout.
    """
    with moving(person, PASSWORD_CHANGED, by=by, at=at) as move:
        refuse(access.only_oneself(by, person, at), why_not_password(new, move.subject))
        _set(move.subject, new, at=at, must_change=False)
        move.data = {"sittings_ended": end_open_sittings(move.subject, End.PASSWORD, at=at, but=sitting)}
    return move.subject


def issue_password(person: Person, *, reason: str, by: Any, at: datetime) -> str:
    """Give somebody a new password to be changed at the first sign-in; the only time it is told. Raises `Refused`."""
    capacity = acting_as(by, None, {PostKind.SYSTEM_ADMIN}, at)
    issued = random_password()
    with moving(person, PASSWORD_ISSUED, by=by, at=at, acting_as=capacity) as move:
        refuse(access.may_issue_password(by, person, at), why_not_issue(move.subject), why_no_reason(reason))
        _set(move.subject, issued, at=at, must_change=True)
        ended = end_open_sittings(move.subject, End.PASSWORD, at=at)
        move.data = {"reason": reason, "sittings_ended": ended}
    return issued


def why_not_issue(person: Person) -> list[Refusal]:
    if person.is_active:
        return []
    return [Refusal("person.closed", f"{person}的账号已停用，不能重置口令。", "7.2")]


def why_not_password(password: str, person: Person) -> list[Refusal]:
    """All rules against a new password at once."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        return [Refusal(each.code or "password.weak", each.messages[0], "7.2") for each in error.error_list]
    return []


def _set(person: Person, password: str, *, at: datetime, must_change: bool) -> None:
    if person.has_usable_password():
        PastPassword.objects.create(person=person, hash=person.password, at=at)
    person.set_password(password)
    person.password_changed_at, person.must_change_password = at, must_change
    person.save(update_fields=["password", "password_changed_at", "must_change_password"])


def random_password() -> str:
    """A random password of all four classes."""
    while True:
        made = "".join(secrets.choice(LETTERS + DIGITS + SIGNS) for _ in range(ISSUED_LENGTH))
        if rules.classes_of(made) == 4:
            return made
