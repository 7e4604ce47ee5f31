import re

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.refusals import Refused
from zhengtong.security import actions, queries
from zhengtong.security.models import Outcome, SignIn

from .conftest import PASSWORD, code_of, enrolled, sign_in

OWN, VERIFY, ENROL = "/console/security/", "/console/security/verify/", "/console/security/second-factor/"


@pytest.fixture
def person(cast):
    return cast.editor


def test_enrolment__from_the_picture_to_the_codes_shown_once(client, person):
    client.force_login(person)
    page = client.get(ENROL).content.decode()
    device = queries.pending_second_factor_of(person)
    secret = re.search(r'zt-secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    assert f"secret={secret}" in device.config_url
    picture = client.get(f"{ENROL}qr.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<svg xmlns=" in picture.content
    shown = client.post(ENROL, {"code": code_of(device)})
    codes = re.findall(r"<li><code>(\w+)</code>", shown.content.decode())
    assert len(codes) == len(set(codes)) == 10
    assert client.get(OWN).status_code == 200
    assert Entry.objects.filter(verb="second_factor.enrolled").count() == 1
    assert client.get(f"{ENROL}qr.svg").status_code == 404


def test_enrolment__wrong_code_puts_nothing_in_force(client, person):
    client.force_login(person)
    client.get(ENROL)
    assert "验证码不正确" in client.post(ENROL, {"code": "000000"}).content.decode()
    assert queries.second_factor_of(person) is None


def test_enrolment__a_secret_shown_before_is_void(client, person):
    first = actions.begin_enrolment(person)
    second = actions.begin_enrolment(person)
    assert first.key != second.key
    assert TOTPDevice.objects.get() == second


def test_person_with_a_device__reaches_nothing_before_verifying(client, person, at):
    enrolled(person, at)
    sign_in(client, "editor")
    for address in (
        "/console/",
        OWN,
        ENROL,
        f"{ENROL}qr.svg",
        "/console/security/password/",
        "/console/pages/",
    ):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer.url.startswith(VERIFY), address
    assert client.post(f"{ENROL}remove/", {"current": PASSWORD}).url == VERIFY
    assert client.post("/console/logout/").status_code == 302


def test_verification__opens_the_console_and_is_written_down(client, person, at):
    device, _ = enrolled(person, at)
    sign_in(client, "editor")
    before = client.session.session_key
    answer = client.post(VERIFY, {"code": code_of(device, 1), "next": OWN})
    assert answer.url == OWN
    assert client.get(OWN).status_code == 200
    assert client.session.session_key != before
    assert SignIn.objects.first().outcome == Outcome.VERIFIED


def test_verification__a_code_is_taken_once(person, at, no_waiting):
    device, _ = enrolled(person, at)
    code = code_of(device, 1)
    for expected in (302, 200):
        client = Client()
        sign_in(client, "editor")
        assert client.post(VERIFY, {"code": code}).status_code == expected
    assert client.get(OWN).status_code == 302


def test_verification__wrong_codes_make_the_right_one_wait(client, person, at):
    device, _ = enrolled(person, at)
    sign_in(client, "editor")
    for _ in range(3):
        client.post(VERIFY, {"code": "000000"})
    answer = client.post(VERIFY, {"code": code_of(device, 1)})
    assert "暂停验证" in answer.content.decode()
    assert SignIn.objects.first().outcome == Outcome.NOT_VERIFIED


def test_recovery_code__works_once_and_says_how_many_are_left(client, person, at, no_waiting):
    _, codes = enrolled(person, at)
    sign_in(client, "editor")
    assert client.post(VERIFY, {"code": codes[0].upper()}).status_code == 302
    assert queries.recovery_codes_left(person) == 9
    assert Entry.objects.get(verb="second_factor.code_used").data == {"left": 9}
    again = Client()
    sign_in(again, "editor")
    assert again.post(VERIFY, {"code": codes[0]}).status_code == 200


def test_codes_of_somebody_else__do_not_help(client, cast, at, no_waiting):
    enrolled(cast.editor, at)
    other, codes = enrolled(cast.colleague, at)
    sign_in(client, "editor")
    assert client.post(VERIFY, {"code": codes[0]}).status_code == 200
    assert client.post(VERIFY, {"code": code_of(other, 1)}).status_code == 200


def test_renewal__old_codes_are_void_and_the_password_is_asked(client, person, at, no_waiting):
    device, codes = enrolled(person, at)
    sign_in(client, "editor")
    client.post(VERIFY, {"code": code_of(device, 1)})
    assert "现用口令不正确" in client.post(f"{ENROL}codes/", {"current": "Wrong-Pass-1"}).content.decode()
    assert "只显示这一次" in client.post(f"{ENROL}codes/", {"current": PASSWORD}).content.decode()
    with pytest.raises(Refused):
        actions.verify(person, codes[0], at=at)


def test_removal__by_oneself_where_allowed(person, at, settings):
    enrolled(person, at)
    settings.SECOND_FACTOR = "required"
    with pytest.raises(Refused) as refused:
        actions.remove_second_factor(person, by=person, at=at)
    assert refused.value.codes == {"second_factor.required"}
    settings.SECOND_FACTOR = "optional"
    actions.remove_second_factor(person, by=person, at=at)
    assert queries.second_factor_of(person) is None
    assert queries.recovery_codes_of(person) is None


def test_reset__by_the_security_administrator_ends_the_sittings(client, cast, at):
    client.force_login(cast.editor)
    client.get(OWN)
    enrolled(cast.editor, at)
    now = timezone.now()
    actions.reset_second_factor(cast.editor, reason="手机遗失，当面核实", by=cast.security, at=now)
    assert client.get(OWN).status_code == 302
    sign_in(client, "editor")
    assert client.get(OWN).status_code == 200
    assert Entry.objects.get(verb="second_factor.reset").actor == cast.security


def test_reset__refused_to_others_and_to_oneself(cast, at):
    enrolled(cast.editor, at)
    enrolled(cast.security, at)
    with pytest.raises(Refused) as refused:
        actions.reset_second_factor(cast.editor, reason="x", by=cast.system, at=at)
    assert refused.value.codes == {"post.missing"}
    with pytest.raises(Refused) as refused:
        actions.reset_second_factor(cast.security, reason="x", by=cast.security, at=at)
    assert refused.value.codes == {"nobody.resets_himself"}


def test_required__everybody_enrols_before_anything_else(client, person, settings):
    settings.SECOND_FACTOR = "required"
    client.force_login(person)
    assert client.get("/console/").url == f"{ENROL}?next=/console/"
    assert client.get(ENROL).status_code == 200
    client.post(ENROL, {"code": code_of(queries.pending_second_factor_of(person))})
    assert client.get(OWN).status_code == 200


def test_off__nobody_is_asked(client, person, at, settings):
    enrolled(person, at)
    settings.SECOND_FACTOR = "off"
    sign_in(client, "editor")
    assert client.get(OWN).status_code == 200


def test_ledger__never_holds_a_secret_or_a_code(person, at):
    device, codes = enrolled(person, at)
    told = " ".join(str(entry.data) for entry in Entry.objects.all())
    assert device.key not in told
    assert not any(code in told for code in codes)
