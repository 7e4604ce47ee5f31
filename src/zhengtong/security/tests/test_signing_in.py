from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db import DatabaseError, transaction
from django.utils import timezone

from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.refusals import Refused
from zhengtong.security import actions, queries, rules
from zhengtong.security.models import Outcome, SignIn

from .conftest import PASSWORD, sign_in


def fail(client, username, times, **extra):
    return [sign_in(client, username, "Wrong-Pass-1", **extra) for _ in range(times)][-1]


def test_sign_in__right_password_leads_to_the_console_and_is_written_down(client, cast):
    client.get("/console/login/")
    answer = sign_in(client, "editor", HTTP_USER_AGENT="Browser")
    assert answer.status_code == 302
    row = SignIn.objects.get()
    assert (row.person, row.outcome, row.address, row.agent) == (
        cast.editor,
        Outcome.SIGNED_IN,
        "127.0.0.1",
        "Browser",
    )


def test_sign_in__gives_the_session_a_new_key(client, cast):
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    sign_in(client, "editor")
    assert client.session.session_key != before


def test_sign_in__page_says_the_same_of_an_unknown_name_and_of_a_wrong_password(client, cast):
    wrong = sign_in(client, "editor", "Wrong-Pass-1").content.decode()
    unknown = sign_in(client, "nobody-here", "Wrong-Pass-1").content.decode()
    assert "用户名或口令不正确" in wrong
    assert "用户名或口令不正确" in unknown


def test_sign_in__computes_one_hash_for_an_unknown_name_as_for_a_wrong_password(client, cast, monkeypatch):
    from django.contrib.auth import hashers

    hashed = []
    plain = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", lambda *a, **k: hashed.append(1) or plain(*a, **k)
    )
    counts = []
    for username in ("editor", "nobody-here"):
        hashed.clear()
        sign_in(client, username, "Wrong-Pass-1")
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0


def test_sign_in__a_name_that_nobody_has_is_not_kept_since_it_may_be_a_password(client, cast):
    sign_in(client, "my-secret-password", "x")
    assert SignIn.objects.get().name_tried == "m***"


def test_lockout__fifth_failure_locks_and_says_until_when_and_whom_to_ask(client, cast):
    assert fail(client, "editor", 4).status_code == 200
    answer = fail(client, "editor", 1)
    assert answer.status_code == 429
    page = answer.content.decode()
    until = queries.locked_until("editor", timezone.now())
    assert f"{timezone.localtime(until):%H:%M}" in page
    assert "安全管理员" in page
    assert 0 < int(answer["Retry-After"]) <= 30 * 60 + 1


def test_lockout__right_password_is_refused_while_locked(client, cast):
    fail(client, "editor", 5)
    assert sign_in(client, "editor").status_code == 429
    assert "_auth_user_id" not in client.session
    assert SignIn.objects.first().outcome == Outcome.LOCKED


def test_lockout__colleague_behind_the_same_address_is_not_shut_out(client, cast):
    fail(client, "editor", 5)
    assert sign_in(client, "colleague").status_code == 302


def test_lockout__another_address_does_not_help(client, cast):
    fail(client, "editor", 5, REMOTE_ADDR="192.0.2.1")
    assert sign_in(client, "editor", REMOTE_ADDR="192.0.2.2").status_code == 429


def test_lockout__failures_from_many_addresses_count_together(client, cast):
    for number in range(5):
        sign_in(client, "editor", "Wrong-Pass-1", REMOTE_ADDR=f"192.0.2.{number}")
    assert sign_in(client, "editor").status_code == 429


def test_lockout__a_forged_forwarding_header_does_not_change_the_address(client, cast):
    sign_in(client, "editor", HTTP_X_REAL_IP="203.0.113.9", HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert SignIn.objects.get().address == "127.0.0.1"


def test_lockout__a_name_that_nobody_has_locks_alike(client, cast):
    assert fail(client, "nobody-here", 5).status_code == 429


def test_lockout__ends_by_itself_after_the_time(client, cast):
    fail(client, "editor", 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=31))
    assert sign_in(client, "editor").status_code == 302


def test_lockout__attempts_while_locked_do_not_prolong_it(client, cast):
    fail(client, "editor", 5)
    before = queries.locked_until("editor", timezone.now())
    fail(client, "editor", 3)
    assert queries.locked_until("editor", timezone.now()) == before


def test_lockout__is_one_line_in_the_ledger_and_one_message_to_the_security_administrator(client, cast):
    fail(client, "editor", 7)
    assert Entry.objects.filter(verb="account.locked", subject_id=str(cast.editor.pk)).count() == 1
    from zhengtong.engine.notify.models import Message

    assert [message.person for message in Message.objects.all()] == [cast.security]


def test_success_before_the_limit__forgets_the_failures(client, cast):
    fail(client, "editor", 4)
    sign_in(client, "editor")
    client.logout()
    assert fail(client, "editor", 4).status_code == 200


def test_unlock__by_the_security_administrator_with_a_reason(client, cast, at):
    fail(client, "editor", 5)
    now = timezone.now()
    actions.unlock(cast.editor, reason="当面核实为本人", by=cast.security, at=now)
    assert sign_in(client, "editor").status_code == 302
    line = Entry.objects.get(verb="account.unlocked")
    assert (line.actor, line.data["reason"]) == (cast.security, "当面核实为本人")


def test_unlock__refused_to_others_without_a_reason_and_where_nothing_is_locked(client, cast, at):
    with pytest.raises(Refused) as refused:
        actions.unlock(cast.editor, reason=" ", by=cast.system, at=at)
    assert refused.value.codes == {"post.missing", "reason.missing", "account.not_locked"}


def test_unlocks_at__when_enough_failures_are_forgotten(at):
    failures = [(at - timedelta(minutes=20), 3), (at - timedelta(minutes=1), 3)]
    told = rules.unlocks_at(failures, at, limit=5, lockout=timedelta(minutes=30))
    assert told == at + timedelta(minutes=10)
    assert rules.unlocks_at(failures[1:], at, limit=5, lockout=timedelta(minutes=30)) is None


def test_sign_ins__cannot_be_changed_and_not_deleted_before_their_time(cast):
    now = timezone.now()
    row = actions.note_sign_in("editor", cast.editor, Outcome.FAILED, address=None, agent="", at=now)
    with pytest.raises(DatabaseError), transaction.atomic():
        SignIn.objects.filter(pk=row.pk).update(outcome=Outcome.SIGNED_IN)
    with pytest.raises(DatabaseError), transaction.atomic():
        SignIn.objects.filter(pk=row.pk).delete()
    assert SignIn.objects.get().outcome == Outcome.FAILED


def test_sign_ins__past_their_time_are_forgotten_and_others_kept(cast):
    now = timezone.now()
    for days in (400, 200, 0):
        actions.note_sign_in(
            "editor", cast.editor, Outcome.FAILED, address=None, agent="", at=now - timedelta(days=days)
        )
    assert actions.forget_sign_ins(now) == 1
    assert SignIn.objects.count() == 2


def test_next__leads_only_within_this_site(client, cast):
    answer = client.post(
        "/console/login/", {"username": "editor", "password": PASSWORD, "next": "https://example.com/"}
    )
    assert answer.url == "/console/"
