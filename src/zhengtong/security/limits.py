"""The figures of this room, as the regulation packs give them for a day (clauses 7.1, 7.2, 7.4)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhengtong.duties.rules import business_date
from zhengtong.regulation import parameter

PASSWORD_AGE, HANDOVER_DAYS = "password.age.days.max", "custody.handover.days"
DAYS_A_MONTH = 31  # logs are kept for months: rounded up, never short


def failures_allowed(at: datetime) -> int:
    """The failed sign-ins at which an account locks."""
    return parameter("login.failures.max", on=business_date(at)).number


def lockout(at: datetime) -> timedelta:
    return timedelta(minutes=parameter("login.lockout.minutes", on=business_date(at)).number)


def idle(at: datetime) -> timedelta:
    return timedelta(minutes=parameter("session.idle.minutes.max", on=business_date(at)).number)


def absolute(at: datetime) -> timedelta:
    return timedelta(hours=parameter("session.absolute.hours.max", on=business_date(at)).number)


def password_age(at: datetime) -> timedelta:
    return timedelta(days=parameter(PASSWORD_AGE, on=business_date(at)).number)


def password_length(at: datetime) -> int:
    return parameter("password.length.min", on=business_date(at)).number


def password_classes(at: datetime) -> int:
    return parameter("password.classes.min", on=business_date(at)).number


def passwords_remembered(at: datetime) -> int:
    return parameter("password.history.count", on=business_date(at)).number


def second_factor_asked(at: datetime) -> bool:
    """Whether the rules in force ask for a second factor; what this installation does is `ZT_SECOND_FACTOR`."""
    return parameter("login.second_factor.required", on=business_date(at)).holds


def log_keeping(at: datetime) -> timedelta:
    """How long sign-ins are kept: the longer of what the law asks of networks and of government applications."""
    day = business_date(at)
    months = max(
        parameter("log.keep.months", on=day).number, parameter("log.keep.government.months", on=day).number
    )
    return timedelta(days=months * DAYS_A_MONTH)


def handover_days(at: datetime) -> int:
    """Working days within which the credentials of somebody who left are handed over (7.4)."""
    return parameter(HANDOVER_DAYS, on=business_date(at)).number


def digits_shown(at: datetime) -> int:
    """How many digits of a phone number may be written down with a custody."""
    return parameter("custody.digits.max", on=business_date(at)).number


def second_factor_policy() -> str:
    """ "off", "optional" or "required"."""
    return str(settings.SECOND_FACTOR)


# django-axes asks these two by name (settings).


def axes_failure_limit(request: Any, credentials: Any) -> int:
    return failures_allowed(timezone.now())


def axes_cool_off(request: Any) -> timedelta:
    return lockout(timezone.now())
