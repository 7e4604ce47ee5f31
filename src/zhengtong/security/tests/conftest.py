"""The cast: an editor, the three administrators, somebody without a post."""

import time
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django_otp.oath import TOTP

from zhengtong.duties.models import Appointment, Person, PostKind, Unit
from zhengtong.security import actions

SINCE = date(2020, 1, 1)
PASSWORD = "Jinyun-Shan-2020"


def unit_called(code, name, kind="department"):
    found, _ = Unit.objects.get_or_create(
        code=code, defaults={"name": name, "short_name": name, "kind": kind, "valid_from": SINCE}
    )
    return found


def appointed(username, unit, *posts):
    person = Person.objects.create_user(username, PASSWORD, name=f"演示·{username}")
    for post in posts:
        Appointment.objects.create(
            person=person,
            unit=unit,
            post=post,
            valid_from=SINCE,
            appointed_at=datetime(2020, 1, 1, tzinfo=UTC),
        )
    return person


@pytest.fixture
def cast(db):
    office, education = unit_called("bgs", "区政府办公室", "office"), unit_called("jw", "区教委")
    return SimpleNamespace(
        office=office, education=education,
        editor=appointed("editor", education, PostKind.EDITOR),
        colleague=appointed("colleague", education, PostKind.EDITOR),
        security=appointed("security", office, PostKind.SECURITY_ADMIN),
        system=appointed("system", office, PostKind.SYSTEM_ADMIN),
        audit=appointed("audit", office, PostKind.AUDIT_ADMIN),
        nobody=appointed("nobody", education),
    )  # fmt: skip


@pytest.fixture
def no_waiting(settings):
    """Wrong codes do not make the next one wait."""
    settings.OTP_TOTP_THROTTLE_FACTOR = settings.OTP_STATIC_THROTTLE_FACTOR = 0


def code_of(device, steps=0):
    """What the authenticator shows now, or some steps of 30 seconds later."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06d}"


def enrolled(person, at):
    """Bind an authenticator; its present code is used up, the next one is still good."""
    device = actions.begin_enrolment(person)
    device.tolerance = 2
    device.save()
    return actions.confirm_enrolment(person, code_of(device), by=person, at=at)


def sign_in(client, username, password=PASSWORD, **extra):
    return client.post("/console/login/", {"username": username, "password": password}, **extra)


def appoint(person, unit, post, **dates):
    return Appointment.objects.create(
        person=person,
        unit=unit,
        post=post,
        valid_from=SINCE,
        appointed_at=datetime(2020, 1, 1, tzinfo=UTC),
        **dates,
    )


def later(at, **interval):
    return at + timedelta(**interval)
