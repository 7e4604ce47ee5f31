from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.refusals import Refused
from zhengtong.security import actions, rules
from zhengtong.security.actions.passwords import why_not_password
from zhengtong.security.models import PastPassword

from .conftest import PASSWORD, sign_in

NEW = "Jialing-Jiang-21"
OWN, CHANGE = "/console/security/", "/console/security/password/"


def change(client, current=PASSWORD, new=NEW, again=None):
    return client.post(CHANGE, {"current": current, "new": new, "again": again or new})


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("Ab1-", {"password.short"}),
        ("gouhuoyanli", {"password.plain"}),
        ("gouhuo8371", {"password.plain"}),
        ("ab1", {"password.short", "password.plain"}),
        ("Editor-2026", {"password.named"}),
        ("Rotide-2026", {"password.named"}),
        ("P@ssw0rd", {"password_too_common"}),
        (PASSWORD, {"password.reused"}),
        (NEW, set()),
        ("缙云山下-Abc", set()),
    ],
)
def test_rules__every_reason_against_a_password_at_once(cast, at, password, codes):
    assert {refusal.code for refusal in why_not_password(password, cast.editor)} == codes


def test_classes__letters_of_other_scripts_count_as_signs():
    assert rules.classes_of("aA1-") == 4
    assert rules.classes_of("山水a") == 2
    assert rules.classes_of("") == 0


def test_reuse__the_last_five_are_refused_and_an_older_one_may_return(cast, at):
    used = [PASSWORD, *(f"Number-{n}-abc" for n in range(5))]
    for number, password in enumerate(used[1:]):
        actions.change_password(cast.editor, password, by=cast.editor, at=at + timedelta(days=number))
    cast.editor.refresh_from_db()
    for password in used[1:]:
        with pytest.raises(Refused):
            actions.change_password(cast.editor, password, by=cast.editor, at=at + timedelta(days=9))
    actions.change_password(cast.editor, used[0], by=cast.editor, at=at + timedelta(days=9))


def test_past_passwords__cannot_be_changed_or_deleted(cast, at):
    actions.change_password(cast.editor, NEW, by=cast.editor, at=at)
    for spoil in (lambda rows: rows.delete(), lambda rows: rows.update(hash="")):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil(PastPassword.objects.all())


def test_change__is_in_the_ledger_without_the_password(cast, at):
    actions.change_password(cast.editor, NEW, by=cast.editor, at=at)
    line = Entry.objects.get(verb="password.changed")
    assert NEW not in str(line.data)
    assert "md5" not in str(line.data)


def test_change__of_somebody_elses_password_is_refused(cast, at):
    with pytest.raises(Refused) as refused:
        actions.change_password(cast.editor, NEW, by=cast.system, at=at)
    assert refused.value.codes == {"account.not_yours"}


def test_change__signs_out_everywhere_else_and_stays_here(cast):
    here, elsewhere = Client(), Client()
    for each in (here, elsewhere):
        sign_in(each, "editor")
    assert change(here).url == "/console/"
    assert here.get(OWN).status_code == 200
    assert elsewhere.get(OWN).status_code == 302


def test_change__needs_the_present_password_and_wrong_ones_lock(client, cast):
    client.force_login(cast.editor)
    for _ in range(4):
        assert "现用口令不正确" in change(client, current="Wrong-Pass-1").content.decode()
    assert change(client, current="Wrong-Pass-1").status_code == 429
    assert change(client).status_code == 429
    cast.editor.refresh_from_db()
    assert cast.editor.check_password(PASSWORD)


def test_change__says_what_is_wrong_with_a_weak_one(client, cast):
    client.force_login(cast.editor)
    page = change(client, new="short").content.decode()
    assert "口令至少8个字符" in page
    assert "至少3类" in page
    assert "两次输入的新口令不一致" in change(client, again="Other-Other-1").content.decode()


def test_issued_password__must_be_changed_before_anything_else(client, cast, at):
    issued = actions.issue_password(
        cast.editor, reason="忘记口令，当面核实", by=cast.system, at=timezone.now()
    )
    sign_in(client, "editor", issued)
    assert client.get(OWN).url == f"{CHANGE}?next={OWN}"
    assert client.get("/console/").status_code == 302
    change(client, current=issued)
    assert client.get(OWN).status_code == 200
    line = Entry.objects.get(verb="password.issued")
    assert issued not in str(line.data)


def test_issue__refused_to_the_security_administrator_to_oneself_and_without_a_reason(cast, at):
    with pytest.raises(Refused) as refused:
        actions.issue_password(cast.editor, reason="", by=cast.security, at=at)
    assert refused.value.codes == {"post.missing", "reason.missing"}
    with pytest.raises(Refused) as refused:
        actions.issue_password(cast.system, reason="忘记", by=cast.system, at=at)
    assert refused.value.codes == {"nobody.resets_himself"}


def test_old_password__must_be_changed_after_ninety_days(client, cast):
    cast.editor.password_changed_at = timezone.now() - timedelta(days=91)
    cast.editor.save()
    client.force_login(cast.editor)
    assert client.get(OWN).url == f"{CHANGE}?next={OWN}"
    cast.editor.password_changed_at = timezone.now() - timedelta(days=89)
    cast.editor.save()
    assert client.get(OWN).status_code == 200


def test_figures__come_from_the_packs(cast, at, tmp_path):
    from django.contrib.auth.password_validation import validate_password

    from zhengtong.regulation import using_pack

    (tmp_path / "strict").mkdir()
    (tmp_path / "strict" / "pack.toml").write_text(
        'level = "district"\ntitle = "从严"\n[[sources]]\nid = "STRICT"\ntitle = "从严规定"\n',
        encoding="utf-8",
    )
    (tmp_path / "strict" / "parameters.toml").write_text(
        '[[parameters]]\ncode = "password.length.min"\nvalue = 20\nunit = "count"\nlabel = "口令最少字符数"\n'
        'clause = "7.2"\nsource = "STRICT"\nconfidence = "assumed"\nvalid_from = 2020-01-01\n',
        encoding="utf-8",
    )
    validate_password(NEW, cast.editor)
    with using_pack(tmp_path), pytest.raises(ValidationError) as refused:
        validate_password(NEW, cast.editor)
    assert "至少20个字符" in refused.value.messages[0]
