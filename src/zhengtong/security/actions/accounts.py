"""Locking and unlocking. That an account locks is decided by the failures counted; here it is written down and undone."""

from datetime import datetime
from typing import Any

from axes.models import AccessAttempt
from django.db import transaction
from django.urls import reverse

from zhengtong.duties.models import Person, PostKind
from zhengtong.duties.queries import acting_as, office, post_audience
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.security import access, limits, queries
from zhengtong.security.verbs import ACCOUNT_LOCKED, ACCOUNT_UNLOCKED


def as_security_admin(by: Any, at: datetime) -> str:
    return acting_as(by, None, {PostKind.SECURITY_ADMIN}, at)


def why_no_reason(reason: str) -> list[Refusal]:
    return [] if reason.strip() else [Refusal("reason.missing", "请填写原因。", "7.2")]


def note_lock(person: Person, *, address: str | None, at: datetime) -> None:
    """Write down that an account locked just now, and tell the security administrators."""
    with transaction.atomic():
        data = {"address": address, "failures": limits.failures_allowed(at)}
        entry = record(ACCOUNT_LOCKED, person, by=None, at=at, data=data)
        host = office()
        if host is not None:
            tell(
                post_audience(host, PostKind.SECURITY_ADMIN), f"{person}的账号已锁定", text=told(person, address, at),
                url=reverse("security_accounts:inspect", args=[person.pk]), clause="7.2", at=at, entry=entry,
            )  # fmt: skip


def told(person: Person, address: str | None, at: datetime) -> str:
    minutes = int(limits.lockout(at).total_seconds() // 60)
    return (
        f"账号“{person.username}”自{address or '未知地址'}连续登录失败{limits.failures_allowed(at)}次，"
        f"已锁定{minutes}分钟。请核实是否本人操作；确为本人的，可提前解锁。"
    )


def unlock(person: Person, *, reason: str, by: Any, at: datetime) -> Person:
    """Open a locked account before its time, by the security administrator (clause 7.2). Raises `Refused`."""
    with moving(person, ACCOUNT_UNLOCKED, by=by, at=at, acting_as=as_security_admin(by, at)) as move:
        refuse(access.may_unlock(by, person, at), why_not_unlock(move.subject, at), why_no_reason(reason))
        AccessAttempt.objects.filter(username=move.subject.username).delete()
        move.data = {"reason": reason}
    return move.subject


def why_not_unlock(person: Person, at: datetime) -> list[Refusal]:
    if queries.locked_until(person.username, at):
        return []
    return [Refusal("account.not_locked", "该账号未锁定，无需解锁。", "7.2")]
