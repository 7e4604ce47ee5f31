"""The screens of chapter 4: reasons with figures, one button, and nothing of another unit."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from zhengtong.engine.procedures.models import Case
from zhengtong.newmedia.actions import plan_recheck
from zhengtong.newmedia.models import AccountUpdate, Recheck
from zhengtong.newmedia.tests.conftest import CLOSING, registered
from zhengtong.registry.models import Channel

pytestmark = pytest.mark.django_db


@pytest.fixture
def moment():
    """Screens ask what time it is: everything else happened shortly before."""
    return timezone.now() - timedelta(minutes=10)


@pytest.fixture
def at(moment):
    return moment


@pytest.fixture
def desk(cast: SimpleNamespace, settings: Any) -> Any:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }

    def of(role: str) -> Client:
        client = Client()
        client.force_login(getattr(cast, role))
        return client

    return of


def text(response: Any) -> str:
    return response.content.decode()


def test_candidates__are_shown_with_figures_and_lead_the_clerk_to_the_closing(account, desk):
    address = reverse("newmedia_candidates")
    page = text(desk("clerk").get(address))
    assert "已登记的账号保管人0人" in page
    begin = f"{reverse('cases_begin', args=['account.closing'])}?party=jw&amp;subject={account.pk}"
    assert begin in page
    form = text(desk("clerk").get(begin.replace("&amp;", "&")))
    assert "安全保障不到位：已登记的账号保管人0人" in form
    assert begin not in text(desk("liaison").get(address))
    assert desk("manager").get(address).status_code == 403


def test_closing__is_begun_by_the_office_on_screen(account, desk):
    url = f"{reverse('cases_begin', args=['account.closing'])}?party=jw&subject={account.pk}"
    answers = {
        "ask_origin": "office", "ask_grounds": ["silent"], "ask_why": "长期无更新。", "ask_whereto": "门户网站。",
    }  # fmt: skip
    assert desk("clerk").post(url, answers).status_code == 302
    assert Case.objects.get().title == "关停“北碚区教委”"
    page = text(desk("clerk").get(reverse("newmedia_candidates")))
    assert f"办理中：{Case.objects.get().number}" in page


def test_accounts__are_those_of_the_own_unit_in_a_fixed_number_of_questions(
    account, cast, desk, at, django_assert_max_num_queries
):
    others = registered(cast, at, "wjw", handle="wjw_demo", name="健康<b>北碚</b>区卫生健康委")
    address = reverse("newmedia_accounts")
    assert "卫生健康" not in text(desk("manager").get(address)).partition("<main")[2]
    page = text(desk("clerk").get(address))
    assert "健康&lt;b&gt;北碚" in page
    for platform, handle in (
        ("weibo", "1000000009"),
        ("douyin", "MS4wDemo0000000009"),
        ("bilibili", "100000009"),
    ):
        registered(cast, at, "wjw", platform=platform, handle=handle, name="区卫生健康委")
    client = desk("clerk")
    client.get(address)
    with django_assert_max_num_queries(18):
        client.get(address)
    assert desk("manager").get(reverse("newmedia_note_update", args=[others.pk])).status_code == 404


def test_update__is_reported_on_screen_once(account, desk):
    address, client = reverse("newmedia_note_update", args=[account.pk]), desk("editor")
    today = timezone.localdate().isoformat()
    proof = SimpleUploadedFile("主页.pdf", b"%PDF-1.4 shot")
    assert client.post(address, {"on": "2026-13-40"}).status_code == 200
    assert client.post(address, {"on": today, "followers": "1200", "proof": proof}).status_code == 302
    assert client.post(address, {"on": today}).status_code == 409
    assert AccountUpdate.objects.get().followers == 1200
    hostile = SimpleUploadedFile("主页.png", b"<script>alert(1)</script>")
    assert client.post(address, {"on": today, "proof": hostile}).status_code == 409


def test_recheck__is_done_on_screen_by_the_office(account, begin, desk, at):
    case = begin("account.closing", asked=CLOSING, subject=account)
    plan_recheck(account, case, at=at - timedelta(days=31))
    one = Recheck.objects.get()
    page, address = (
        reverse("newmedia_rechecks:inspect", args=[one.pk]),
        reverse("newmedia_rechecks:note", args=[one.pk]),
    )
    assert address in text(desk("clerk").get(page))
    assert desk("neighbour").get(page).status_code == 404
    assert desk("manager").get(address).status_code == 403
    client = desk("clerk")
    assert client.post(address, {"finding": "gone"}).status_code == 409
    proof = SimpleUploadedFile("检索.pdf", b"%PDF-1.4 shot")
    assert client.post(address, {"finding": "gone", "proof": proof}).status_code == 302
    assert client.get(address).status_code == 403
    assert Channel.objects.get(pk=account.pk).channel_state == "normal"


@pytest.mark.parametrize("code", ["application", "approval", "progress"])
def test_papers__of_a_case_come_out_as_word(account, begin, desk, code):
    case = begin("account.closing", asked=CLOSING, subject=account)
    response = desk("manager").get(reverse("cases:paper", args=[case.pk, code, "docx"]))
    assert (response.status_code, response.content[:2]) == (200, b"PK")
