"""The second factor: an authenticator (TOTP) and recovery codes, of django-otp; enrolled, verified, renewed, removed, reset."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhengtong.duties.models import Person
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.refusals import Refusal, Refused, refuse
from zhengtong.security import access, limits, queries
from zhengtong.security.actions.accounts import as_security_admin, why_no_reason
from zhengtong.security.actions.sittings import end_open_sittings
from zhengtong.security.models import End
from zhengtong.security.verbs import (
    RECOVERY_CODE_USED,
    RECOVERY_CODES_RENEWED,
    SECOND_FACTOR_ENROLLED,
    SECOND_FACTOR_REMOVED,
    SECOND_FACTOR_RESET,
)

CODES = 10


@dataclass(frozen=True)
class Verified:
    """The device that answered, and how many recovery codes are left if it was one of them (else None)."""

    device: Device
    codes_left: int | None = None


def begin_enrolment(person: Person) -> TOTPDevice:
    """A new authenticator waiting to be confirmed; it counts for nothing yet, and a secret shown earlier is void."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=person, confirmed=False).delete()
        return TOTPDevice.objects.create(user=person, name="身份验证器", confirmed=False)


def confirm_enrolment(person: Person, code: str, *, by: Any, at: datetime) -> tuple[TOTPDevice, list[str]]:
    """Put the waiting authenticator in force with its first code; a former one goes. Returns it and the recovery codes.

    Sittings elsewhere have to verify from now on. Raises `Refused`.
    """
    refuse(access.only_oneself(by, person, at))
    pending = queries.pending_second_factor_of(person)
    if pending is None:
        raise Refused([Refusal("second_factor.not_begun", "请先打开绑定页面，扫描新的二维码。", "7.2")])
    _require(pending, person, code)
    with moving(person, SECOND_FACTOR_ENROLLED, by=by, at=at) as move:
        TOTPDevice.objects.filter(user=person).exclude(pk=pending.pk).delete()
        TOTPDevice.objects.filter(pk=pending.pk).update(confirmed=True)
        codes = _new_codes(move.subject)
    pending.refresh_from_db()
    return pending, codes


def _require(device: Device, person: Person, code: str) -> None:
    """The code is right, or all reasons why it is not taken. Outside the verb: a wrong code must be counted, not undone."""
    refuse(why_throttled(device))
    if verify_token(person, device.persistent_id, code.strip()) is None:
        raise Refused([_wrong_code()])


def _wrong_code() -> Refusal:
    message = "验证码不正确或已使用过，请等待身份验证器显示新的验证码后重新输入，并核对手机时间是否准确。"
    return Refusal("second_factor.wrong", message, "7.2")


def why_throttled(device: Device) -> list[Refusal]:
    """Wrong codes make the next one wait, longer each time."""
    allowed, told = device.verify_is_allowed()
    if allowed:
        return []
    until = (told or {}).get("locked_until")
    wait = f"，请于{_clock(until)}后再试" if until else "，请稍候再试"
    return [Refusal("second_factor.throttled", f"验证码连续输入错误，暂停验证{wait}。", "7.2")]


def _clock(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M:%S")


def verify(person: Person, code: str, *, at: datetime) -> Verified:
    """Check a code of the authenticator or a recovery code; each is taken once. Raises `Refused`."""
    code = code.strip().replace(" ", "").lower()
    device: Device | None = queries.second_factor_of(person)
    if code.isdigit() and len(code) == 6 and device is not None:
        _require(device, person, code)
        return Verified(device)
    spare = queries.recovery_codes_of(person)
    if spare is None:
        raise Refused([_wrong_code()])
    _require(spare, person, code)
    left = queries.recovery_codes_left(person)
    with transaction.atomic():
        record(RECOVERY_CODE_USED, person, by=person, at=at, data={"left": left})
    return Verified(spare, left)


def renew_recovery_codes(person: Person, *, by: Any, at: datetime) -> list[str]:
    """New recovery codes instead of the old ones; the only time they are told. Raises `Refused`."""
    with moving(person, RECOVERY_CODES_RENEWED, by=by, at=at) as move:
        refuse(access.only_oneself(by, person, at), why_not_enrolled(move.subject))
        return _new_codes(move.subject)


def _new_codes(person: Person) -> list[str]:
    device = queries.recovery_codes_of(person) or StaticDevice.objects.create(user=person, name="恢复码")
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def why_not_enrolled(person: Person) -> list[Refusal]:
    if queries.second_factor_of(person):
        return []
    return [Refusal("second_factor.none", "该账号尚未启用双因素认证。", "7.2")]


def why_not_remove(person: Person) -> list[Refusal]:
    refusals = why_not_enrolled(person)
    if limits.second_factor_policy() == "required":
        message = "本系统要求所有账号启用双因素认证，不能停用；更换手机的，请重新绑定。"
        refusals.append(Refusal("second_factor.required", message, "7.2"))
    return refusals


def remove_second_factor(person: Person, *, by: Any, at: datetime) -> None:
    """Its owner does without, where the installation allows. Raises `Refused`."""
    with moving(person, SECOND_FACTOR_REMOVED, by=by, at=at) as move:
        refuse(access.only_oneself(by, person, at), why_not_remove(move.subject))
        _drop(move.subject)


def reset_second_factor(person: Person, *, reason: str, by: Any, at: datetime) -> None:
    """For somebody who lost it: the security administrator takes it off and ends the person's sittings. Raises `Refused`."""
    with moving(person, SECOND_FACTOR_RESET, by=by, at=at, acting_as=as_security_admin(by, at)) as move:
        refuse(
            access.may_reset_second_factor(by, person, at),
            why_not_enrolled(move.subject),
            why_no_reason(reason),
        )
        _drop(move.subject)
        ended = end_open_sittings(move.subject, End.BY_ADMINISTRATOR, at=at)
        move.data = {"reason": reason, "sittings_ended": ended}


def _drop(person: Person) -> None:
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()
