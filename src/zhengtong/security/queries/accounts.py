"""What is known about accounts: locks, second factors, sittings, sign-ins."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from axes.models import AccessAttempt
from django.contrib.auth.hashers import check_password
from django.db.models import Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhengtong.duties.models import Person
from zhengtong.security import limits, rules
from zhengtong.security.models import PastPassword, SignIn, Sitting


def names_of(person: Any) -> list[str]:
    """What a password must not be built from."""
    if person is None:
        return []
    given = (
        getattr(person, "username", ""),
        getattr(person, "name", ""),
        getattr(person, "email", "").partition("@")[0],
    )
    return [name for name in given if name]


def was_used(password: str, person: Any, remembered: int) -> bool:
    """Whether it is the present password or one of those before, `remembered` in all; each look costs one hash."""
    if person is None or person.pk is None:
        return False
    past = PastPassword.objects.filter(person_id=person.pk).values_list("hash", flat=True)[
        : max(remembered - 1, 0)
    ]
    return any(check_password(password, encoded) for encoded in [person.password, *past])


def locked_until(username: str, at: datetime) -> datetime | None:
    """When a locked account opens by itself; None when it is not locked. Says the same for names nobody has."""
    failures = AccessAttempt.objects.filter(username=username).values_list(
        "attempt_time", "failures_since_start"
    )
    return rules.unlocks_at(failures, at, limit=limits.failures_allowed(at), lockout=limits.lockout(at))


def accounts(people: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """People with what an administrator looks at: `failures` (recent), `has_second_factor`, `last_seen_at`."""
    recent = AccessAttempt.objects.filter(
        username=OuterRef("username"), attempt_time__gt=at - limits.lockout(at)
    ).order_by()
    counted = recent.values("username").annotate(number=Sum("failures_since_start")).values("number")
    seen = (
        Sitting.objects.filter(person=OuterRef("pk"))
        .order_by()
        .values("person")
        .annotate(seen=Max("last_seen_at"))
    )
    return people.annotate(
        failures=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        has_second_factor=Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)),
        last_seen_at=Subquery(seen.values("seen")),
    )


def locked_accounts(at: datetime) -> QuerySet[Any]:
    return accounts(Person.objects.filter(is_active=True), at).filter(
        failures__gte=limits.failures_allowed(at)
    )


def second_factor_of(person: Any) -> TOTPDevice | None:
    """The confirmed authenticator of a person."""
    return TOTPDevice.objects.filter(user=person, confirmed=True).order_by("pk").first()


def pending_second_factor_of(person: Any) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=person, confirmed=False).order_by("-pk").first()


def recovery_codes_of(person: Any) -> StaticDevice | None:
    return StaticDevice.objects.filter(user=person, confirmed=True).order_by("pk").first()


def recovery_codes_left(person: Any) -> int:
    device = recovery_codes_of(person)
    return device.token_set.count() if device else 0


def open_sittings(person: Any, at: datetime) -> list[Sitting]:
    """Where somebody is signed in; those over by time are left out."""
    idle, absolute = limits.idle(at), limits.absolute(at)
    return [
        sitting for sitting in Sitting.objects.filter(person=person, ended_at__isnull=True)
        if not rules.why_over(sitting.started_at, sitting.last_seen_at, at, idle=idle, absolute=absolute)
    ]  # fmt: skip


def sign_ins_of(person: Any, number: int = 20) -> Iterable[SignIn]:
    return SignIn.objects.filter(person=person)[:number]


def past_keeping(at: datetime) -> Q:
    return Q(keep_until__lt=at)
