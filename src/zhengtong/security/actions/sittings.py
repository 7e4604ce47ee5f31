"""Sittings and sign-ins: notes of what happened, which are no verbs, and the ends that people or administrators put to them."""

from datetime import datetime
from typing import Any

from zhengtong.duties.models import Person
from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.security import access, limits, queries
from zhengtong.security.actions.accounts import as_security_admin, why_no_reason
from zhengtong.security.models import End, Outcome, SignIn, Sitting
from zhengtong.security.verbs import SITTINGS_ENDED

NAME_SHOWN = 1  # of a name that nobody has: it may be a password typed into the wrong field


def note_sign_in(
    name: str, person: Person | None, outcome: Outcome, *, address: str | None, agent: str, at: datetime
) -> SignIn:
    """Write down an attempt. A name that belongs to nobody is kept by its first character alone."""
    shown = person.username if person else f"{name[:NAME_SHOWN]}***"
    return SignIn.objects.create(
        person=person, name_tried=shown[:40], outcome=outcome, address=address, agent=agent, at=at,
        keep_until=at + limits.log_keeping(at),
    )  # fmt: skip


def begin_sitting(person: Person, *, address: str | None, agent: str, at: datetime) -> Sitting:
    return Sitting.objects.create(person=person, started_at=at, last_seen_at=at, address=address, agent=agent)


def see_sitting(sitting: Sitting, *, at: datetime) -> None:
    """Something was done in this sitting."""
    Sitting.objects.filter(pk=sitting.pk, ended_at__isnull=True, last_seen_at__lt=at).update(last_seen_at=at)


def end_sitting(sitting: Sitting, why: End, *, at: datetime) -> None:
    """End it once; the first reason stands."""
    Sitting.objects.filter(pk=sitting.pk, ended_at__isnull=True).update(ended_at=at, ended_why=why)


def end_open_sittings(person: Person, why: End, *, at: datetime, but: int | None = None) -> int:
    """End all sittings of a person except `but` (a number); return how many."""
    open_ones = Sitting.objects.filter(person=person, ended_at__isnull=True).exclude(pk=but)
    return open_ones.update(ended_at=at, ended_why=why)


def end_one_sitting(sitting: Sitting, *, by: Any, at: datetime) -> None:
    """Somebody signs out an own sitting elsewhere. Raises `Refused`."""
    refuse(access.only_oneself(by, sitting.person, at))
    end_sitting(sitting, End.BY_ONESELF, at=at)


def end_sittings(person: Person, *, reason: str, by: Any, at: datetime) -> int:
    """The security administrator signs somebody out everywhere, at once (clause 7.2). Raises `Refused`."""
    with moving(person, SITTINGS_ENDED, by=by, at=at, acting_as=as_security_admin(by, at)) as move:
        refuse(access.may_end_sittings(by, person, at), why_not_end(move.subject, at), why_no_reason(reason))
        ended = end_open_sittings(move.subject, End.BY_ADMINISTRATOR, at=at)
        move.data = {"reason": reason, "sittings": ended}
    return ended


def why_not_end(person: Person, at: datetime) -> list[Refusal]:
    if queries.open_sittings(person, at):
        return []
    return [Refusal("account.not_signed_in", "该账号目前没有登录，无需强制退出。", "7.2")]


def forget_sign_ins(at: datetime) -> int:
    """Delete sign-ins, and ended sittings, that no longer have to be kept; return how many sign-ins."""
    Sitting.objects.filter(started_at__lt=at - limits.log_keeping(at)).delete()
    return SignIn.objects.filter(queries.past_keeping(at)).delete()[0]
