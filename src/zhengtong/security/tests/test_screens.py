from html import unescape

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from zhengtong.engine.ledger.models import Entry
from zhengtong.security import actions, queries
from zhengtong.security.models import Outcome

from .conftest import PASSWORD, sign_in

ACCOUNTS, SIGN_INS, OWN = "/console/security/accounts/", "/console/security/sign-ins/", "/console/security/"


def entered(person):
    client = Client()
    client.force_login(person)
    return client


def lock(username):
    for _ in range(5):
        sign_in(Client(), username, "Wrong-Pass-1")


@pytest.mark.parametrize(
    ("who", "accounts", "sign_ins"),
    [("security", 200, 200), ("system", 200, 403), ("audit", 403, 200), ("editor", 403, 403)],
)
def test_registers__open_to_whose_office_it_is(cast, who, accounts, sign_ins):
    client = entered(getattr(cast, who))
    assert client.get(ACCOUNTS).status_code == accounts
    assert client.get(SIGN_INS).status_code == sign_ins
    assert client.get(f"{ACCOUNTS}{cast.editor.pk}/").status_code == accounts


def test_locked_account__is_seen_and_unlocked_on_its_page(cast):
    lock("editor")
    client = entered(cast.security)
    assert "已锁定" in client.get(ACCOUNTS).content.decode()
    page = client.get(f"{ACCOUNTS}{cast.editor.pk}/").content.decode()
    assert f"{ACCOUNTS}{cast.editor.pk}/unlock/" in page
    assert client.post(f"{ACCOUNTS}{cast.editor.pk}/unlock/", {"reason": "当面核实"}).status_code == 302
    assert queries.locked_until("editor", timezone.now()) is None


@pytest.mark.parametrize(
    ("who", "act", "status"),
    [
        ("system", "unlock", 403), ("editor", "unlock", 403), ("security", "password", 403), ("audit", "unlock", 403),
        ("editor", "second-factor-reset", 403), ("system", "sign-out", 403), ("editor", "password", 403),
    ],
)  # fmt: skip
def test_acts__refused_to_the_wrong_hands(cast, who, act, status):
    lock("colleague")
    client = entered(getattr(cast, who))
    assert client.post(f"{ACCOUNTS}{cast.colleague.pk}/{act}/", {"reason": "x"}).status_code == status
    assert queries.locked_until("colleague", timezone.now())


def test_issued_password__is_shown_once_and_works(cast):
    client = entered(cast.system)
    page = client.post(f"{ACCOUNTS}{cast.editor.pk}/password/", {"reason": "忘记口令"}).content.decode()
    issued = page.split('zt-secret">')[1].split("<")[0]
    assert sign_in(Client(), "editor", unescape(strip_tags(issued))).status_code == 302
    assert sign_in(Client(), "editor", PASSWORD).status_code == 200


def test_lists__take_the_same_number_of_queries_for_one_row_and_for_many(cast, django_assert_max_num_queries):
    client = entered(cast.security)
    now = timezone.now()
    for _ in range(25):
        actions.note_sign_in("editor", cast.editor, Outcome.FAILED, address="192.0.2.1", agent="", at=now)
        actions.begin_sitting(cast.editor, address=None, agent="", at=now)
    client.get(ACCOUNTS)
    for address in (ACCOUNTS, SIGN_INS):
        with django_assert_max_num_queries(16):
            assert client.get(address).status_code == 200


def test_own_account__shows_sittings_and_sign_ins(client, cast):
    sign_in(client, "editor")
    page = client.get(OWN).content.decode()
    assert "本次登录" in page
    assert "登录成功" in page


def test_login_page__asks_in_chinese_and_offers_no_remembering(client, db):
    page = client.get("/console/login/").content.decode()
    assert "用户名" in page
    assert "口令" in page
    assert 'name="remember"' not in page
    assert "Password" not in page


def test_login_page__keeps_the_name_and_not_the_password(client, cast):
    page = sign_in(client, "editor", "Wrong-Pass-1").content.decode()
    assert 'value="editor"' in page
    assert "Wrong-Pass-1" not in page


def test_stale_form__says_what_to_do(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.editor)
    answer = client.post(f"{OWN}stay/")
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def test_wagtails_own_password_form__is_closed(cast):
    page = entered(cast.editor).get("/console/account/").content.decode()
    assert "old_password" not in page


def test_exported_sign_ins__smuggle_no_formula(cast):
    actions.note_sign_in("=cmd()", None, Outcome.FAILED, address=None, agent="=1+1", at=timezone.now())
    sheet = b"".join(entered(cast.security).get(f"{SIGN_INS}?export=csv").streaming_content).decode()
    assert "'=1+1" in sheet


def test_release_account__helps_on_the_server_and_is_in_the_ledger(cast, capsys):
    lock("security")
    call_command("release_account", "security", unlock=True, password=True, reason="安全管理员手机遗失")
    issued = capsys.readouterr().out.split("临时口令：")[1].strip()
    assert sign_in(Client(), "security", issued).status_code == 302
    assert Entry.objects.get(verb="account.unlocked").actor is None


def test_release_account__says_what_is_wrong(cast):
    with pytest.raises(CommandError, match="没有用户名"):
        call_command("release_account", "nobody-here", unlock=True, reason="x")
    with pytest.raises(CommandError, match="未锁定"):
        call_command("release_account", "editor", unlock=True, reason="x")


def test_card__offers_a_way_back_only_when_nothing_is_asked(cast):
    client = entered(cast.editor)
    assert "暂不办理" in client.get(f"{OWN}password/").content.decode()
    cast.editor.must_change_password = True
    cast.editor.save()
    assert "暂不办理" not in client.get(f"{OWN}password/").content.decode()
