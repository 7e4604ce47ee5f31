"""Clause 7.2 for our own accounts, as pure functions: passwords, sittings, lockout. All moments are aware UTC."""

import string
from collections.abc import Iterable
from datetime import datetime, timedelta

from zhengtong.engine.refusals import Refusal
from zhengtong.security.models import End

CLASS_NAMES = "大写字母、小写字母、数字、符号"


def classes_of(password: str) -> int:
    """How many of the four classes of characters a password uses; letters of other scripts count as symbols."""
    kinds = (string.ascii_uppercase, string.ascii_lowercase, string.digits)
    used = sum(any(character in kind for character in password) for kind in kinds)
    return used + any(all(character not in kind for kind in kinds) for character in password)


def why_not_length(password: str, least: int) -> list[Refusal]:
    if len(password) >= least:
        return []
    return [
        Refusal("password.short", f"口令至少{least}个字符，现为{len(password)}个，请加长后再提交。", "7.2")
    ]


def why_not_classes(password: str, least: int) -> list[Refusal]:
    found = classes_of(password)
    if found >= least:
        return []
    message = f"口令须包含{CLASS_NAMES}中的至少{least}类，现为{found}类，请补充后再提交。"
    return [Refusal("password.plain", message, "7.2")]


def why_not_named(password: str, names: Iterable[str]) -> list[Refusal]:
    """A password that holds the user name (forwards or backwards), or is held by it, is guessed first."""
    said = password.lower()
    for name in (name.lower() for name in names):
        if len(name) > 2 and (name in said or name[::-1] in said or said in name):
            message = "口令不得包含用户名、姓名或电子邮箱名，请另设一个与本人信息无关的口令。"
            return [Refusal("password.named", message, "7.2")]
    return []


def password_expired(changed_at: datetime | None, at: datetime, age: timedelta) -> bool:
    """Whether the password is older than allowed; False where its age is not known."""
    return changed_at is not None and at - changed_at > age


def why_over(
    started_at: datetime, last_seen_at: datetime, at: datetime, *, idle: timedelta, absolute: timedelta
) -> End | None:
    """Why a sitting is over by time, if it is: the absolute limit first, since work cannot prolong it."""
    if at - started_at > absolute:
        return End.ABSOLUTE
    return End.IDLE if at - last_seen_at > idle else None


def unlocks_at(
    failures: Iterable[tuple[datetime, int]], at: datetime, *, limit: int, lockout: timedelta
) -> datetime | None:
    """When an account locked by these failures (moment, how many) opens again by itself; None when it is not locked."""
    counted = sorted((moment + lockout, number) for moment, number in failures if moment + lockout > at)
    left = sum(number for _, number in counted)
    if left < limit:
        return None
    for forgotten_at, number in counted:
        left -= number
        if left < limit:
            return forgotten_at
    return None
