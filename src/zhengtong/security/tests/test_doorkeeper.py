from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from zhengtong.duties.actions import end_appointment
from zhengtong.duties.models import Appointment, PostKind
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.refusals import Refused
from zhengtong.security import actions, rules
from zhengtong.security.models import End, Sitting

from .conftest import appoint, sign_in

HOUR = timedelta(hours=1)
LIMITS = {"idle": timedelta(minutes=30), "absolute": 12 * HOUR}
OWN = "/console/security/"


@pytest.fixture
def inside(client, cast):
    client.force_login(cast.editor)
    assert client.get(OWN).status_code == 200
    return client


def shift(**interval):
    """Let the open sitting have begun and been seen earlier."""
    Sitting.objects.update(**{name: timezone.now() - back for name, back in interval.items()})


@pytest.mark.parametrize(
    ("begun", "seen", "why"),
    [
        (HOUR, timedelta(minutes=29), None),
        (HOUR, timedelta(minutes=31), End.IDLE),
        (13 * HOUR, timedelta(0), End.ABSOLUTE),
        (13 * HOUR, HOUR, End.ABSOLUTE),
    ],
)
def test_why_over(at, begun, seen, why):
    assert rules.why_over(at - begun, at - seen, at, **LIMITS) == why


def test_idle_sitting__ends_with_a_message_on_the_login_page(inside):
    shift(started_at=HOUR, last_seen_at=timedelta(minutes=31))
    answer = inside.get(OWN)
    assert answer.url == f"/console/login/?next={OWN}"
    assert "较长时间未操作" in inside.get(answer.url).content.decode()
    assert Sitting.objects.get().ended_why == End.IDLE


def test_long_sitting__ends_although_somebody_is_at_work(inside):
    shift(started_at=13 * HOUR, last_seen_at=timedelta(0))
    assert inside.get(OWN).status_code == 302
    assert Sitting.objects.get().ended_why == End.ABSOLUTE


def test_ended_sitting__a_copied_cookie_does_not_open_it_again(inside):
    thief = Client()
    thief.cookies = inside.cookies
    Sitting.objects.update(ended_at=timezone.now(), ended_why=End.BY_ONESELF)
    assert thief.get(OWN).status_code == 302


def test_signing_out__ends_the_sitting(client, cast):
    sign_in(client, "editor")
    assert client.post("/console/logout/").status_code == 302
    assert Sitting.objects.get().ended_why == End.SIGNED_OUT
    assert client.get(OWN).status_code == 302


def test_work__keeps_a_sitting_awake_and_the_editors_own_ping_does_not(inside, monkeypatch):
    from zhengtong.security import middleware

    shift(started_at=HOUR, last_seen_at=timedelta(minutes=10))
    monkeypatch.setattr(middleware, "BY_ITSELF", {"security:own"})
    inside.get(OWN)
    assert timezone.now() - Sitting.objects.get().last_seen_at > timedelta(minutes=9)
    monkeypatch.setattr(middleware, "BY_ITSELF", set())
    inside.get(OWN)
    assert timezone.now() - Sitting.objects.get().last_seen_at < timedelta(minutes=1)


def test_typing__keeps_a_sitting_awake(inside):
    shift(started_at=HOUR, last_seen_at=timedelta(minutes=10))
    assert inside.post("/console/security/stay/").status_code == 204
    assert timezone.now() - Sitting.objects.get().last_seen_at < timedelta(minutes=1)


def test_script_of_an_ended_sitting__is_told_in_words_and_not_sent_to_a_page(inside):
    shift(started_at=HOUR, last_seen_at=timedelta(minutes=31))
    answer = inside.post("/console/security/stay/", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert answer.status_code == 401
    assert "重新登录" in answer.content.decode()


def test_ended_post__stops_at_once_on_every_console_page(inside, cast):
    end_appointment(Appointment.objects.get(person=cast.editor), reason="调离", by=None, at=timezone.now())
    for address in ("/console/", OWN, "/console/security/password/", "/console/pages/", "/console/account/"):
        answer = inside.get(address)
        assert answer.status_code == 403, address
        assert "目前没有在任岗位" in answer.content.decode(), address


def test_ended_post__can_still_sign_out(client, cast):
    client.force_login(cast.nobody)
    assert client.get(OWN).status_code == 403
    assert client.post("/console/logout/").status_code == 302


def test_new_post__opens_the_console_without_signing_in_again(client, cast):
    client.force_login(cast.nobody)
    appoint(cast.nobody, cast.education, PostKind.EDITOR)
    assert client.get(OWN).status_code == 200


def test_post_that_begins_tomorrow__opens_nothing_today(client, cast):
    appointment = appoint(cast.nobody, cast.education, PostKind.EDITOR)
    Appointment.objects.filter(pk=appointment.pk).update(valid_from=timezone.localdate() + timedelta(days=2))
    client.force_login(cast.nobody)
    assert client.get(OWN).status_code == 403


def test_sittings__one_elsewhere_is_ended_by_its_owner_and_by_nobody_else(inside, cast):
    other = Client()
    other.force_login(cast.editor)
    other.get(OWN)
    elsewhere = Sitting.objects.latest("pk")
    stranger = Client()
    stranger.force_login(cast.colleague)
    assert stranger.post(f"{OWN}sittings/{elsewhere.pk}/end/").status_code == 404
    assert inside.post(f"{OWN}sittings/{elsewhere.pk}/end/").status_code == 302
    assert other.get(OWN).status_code == 302
    assert inside.get(OWN).status_code == 200


def test_end_sittings__by_the_security_administrator_signs_out_everywhere(inside, cast):
    now = timezone.now()
    assert actions.end_sittings(cast.editor, reason="疑似被盗用", by=cast.security, at=now) == 1
    assert inside.get(OWN).status_code == 302
    assert Entry.objects.get(verb="account.sittings_ended").data == {"reason": "疑似被盗用", "sittings": 1}


def test_end_sittings__refused_to_an_editor(inside, cast):
    with pytest.raises(Refused) as refused:
        actions.end_sittings(cast.editor, reason="x", by=cast.colleague, at=timezone.now())
    assert "post.missing" in refused.value.codes


def test_closed_account__is_a_stranger(inside, cast):
    cast.editor.is_active = False
    cast.editor.save()
    assert inside.get(OWN).status_code == 302


def test_stranger__is_sent_to_the_login(client, cast):
    for address in (
        "/console/",
        OWN,
        f"{OWN}password/",
        f"{OWN}verify/",
        f"{OWN}second-factor/",
        f"{OWN}accounts/",
    ):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert "/console/login/" in answer.url, address
