import pytest
from django.urls import reverse

from zhengtong.engine.clocks import actions as clocks
from zhengtong.engine.clocks import rules as clock_rules
from zhengtong.engine.clocks.registry import Kind, kinds
from zhengtong.engine.console.tests.sample import Note, job_of
from zhengtong.engine.console.views import ConsoleView, SubjectView
from zhengtong.engine.ledger.actions import record
from zhengtong.engine.ledger.registry import verb

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zhengtong.engine.console.tests.sample")]
NOTED = verb("test.noted", "补充说明", clause="5.2")


def text_of(response):
    return response.content.decode()


def note(client, job, words):
    return client.post(reverse("own:note", args=[job.pk]), {"note": words})


def test_item__shows_what_it_is_its_state_the_acts_and_the_story(clerk, signed_in, at):
    job = job_of(clerk, at)
    record(NOTED, job, by=clerk, at=at, acting_as="区政府办公室 经办", data={"reason": "材料已补齐"})
    text = text_of(signed_in(clerk).get(reverse("own:inspect", args=[job.pk])))
    for expected in (
        "后台任务",
        "待办",
        "现在可以办理",
        "补充说明",
        "演示·经办",
        "区政府办公室 经办",
        "材料已补齐",
        "2026-11-23 12:00",
        "办法 5.2",
    ):
        assert expected in text
    assert "办结</a>" not in text


def test_item__greys_a_refused_act_with_all_reasons(clerk, signed_in, at):
    job = job_of(clerk, at, state="failed")
    text = text_of(signed_in(clerk).get(reverse("own:inspect", args=[job.pk])))
    assert "disabled>补充说明</button>" in text
    assert "尚未填写意见" in text
    assert "撰稿人不得审核" in text


def test_item__shows_its_running_clock_and_how_the_date_came_about(clerk, signed_in, at):
    kinds["test.console"] = kind = Kind("test.console", "栏目更新", "2.4")
    job = job_of(clerk, at)
    clocks.start(
        kind, job, audience=f"person:{clerk.pk}", opened_at=at, due=clock_rules.in_working_days(at, 1)
    )
    text = text_of(signed_in(clerk).get(reverse("own:inspect", args=[job.pk])))
    del kinds["test.console"]
    assert "栏目更新：" in text
    assert "2026年11月24日" in text
    assert "办法 2.4" in text


def test_item__asks_the_same_number_of_questions_however_long_its_story(clerk, signed_in, at, questions):
    job = job_of(clerk, at)
    record(NOTED, job, by=clerk, at=at)
    address = reverse("own:inspect", args=[job.pk])
    short = questions(signed_in(clerk), address)
    for _ in range(40):
        record(NOTED, job, by=clerk, at=at)
    assert questions(signed_in(clerk), address) == short


def test_act__is_done_told_and_leads_back_to_the_item(clerk, signed_in, at):
    job = job_of(clerk, at)
    client = signed_in(clerk)
    response = note(client, job, "已核")
    assert response.url == reverse("own:inspect", args=[job.pk])
    assert "已办理" in text_of(client.get(response.url))
    job.refresh_from_db()
    assert job.note == "已核"


def test_act__shows_all_the_verb_refused_and_keeps_what_was_typed(clerk, signed_in, at):
    response = note(signed_in(clerk), job_of(clerk, at), "错")
    assert response.status_code == 409
    assert 'value="错"' in text_of(response)
    assert "尚未填写意见" in text_of(response)
    assert "撰稿人不得审核" in text_of(response)


def test_act__that_access_refuses_changes_nothing_and_keeps_what_was_typed(clerk, signed_in, at):
    job = job_of(clerk, at, state="failed")
    response = note(signed_in(clerk), job, "写了很久的说明")
    assert response.status_code == 403
    assert "写了很久的说明" in text_of(response)
    assert "撰稿人不得审核" in text_of(response)
    job.refresh_from_db()
    assert job.note == ""


def test_act__pressed_twice_is_refused_the_second_time(clerk, signed_in, at):
    job = job_of(clerk, at)
    client = signed_in(clerk)
    note(client, job, "一")
    again = note(client, job, "二")
    assert again.status_code == 409
    assert "无需重复办理" in text_of(again)


def test_act__says_what_is_missing_in_the_form(clerk, signed_in, at):
    response = note(signed_in(clerk), job_of(clerk, at), "")
    assert response.status_code == 200
    assert "error-message" in text_of(response)


def test_act__needs_a_signature_of_the_form(clerk, at):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk, backend="zhengtong.duties.authority.PostBackend")
    assert note(client, job_of(clerk, at), "已核").status_code == 403


def test_new__is_offered_above_the_list(clerk, signed_in):
    assert reverse("own:new") in text_of(signed_in(clerk).get(reverse("own:index")))
    assert signed_in(clerk).get(reverse("own:new")).status_code == 200


def test_somebody_not_signed_in__is_asked_to_sign_in(client, clerk, at):
    response = client.get(reverse("own-list"))
    assert response.status_code == 302
    assert "login" in response.url


def test_view__does_not_start_without_saying_who_may(rf, clerk):
    from django.core.exceptions import ImproperlyConfigured

    request = rf.get("/")
    request.user = clerk
    with pytest.raises(ImproperlyConfigured, match="access"):
        ConsoleView.as_view()(request)
    with pytest.raises(ImproperlyConfigured, match="scope"):
        SubjectView.as_view(access=Note.access)(request, pk=1)


def test_list_page__shows_own_rows_filters_turns_pages_and_says_when_empty(clerk, stranger, signed_in, at):
    client = signed_in(clerk)
    assert "没有任务。" in text_of(client.get(reverse("own-list")))
    for number in range(12):
        job_of(clerk, at, task=f"mine{number}")
    job_of(stranger, at, task="theirs")
    text = text_of(client.get(reverse("own-list")))
    assert "第 1 页，共 2 页，12 条" in text
    assert "mine11" not in text
    assert "theirs" not in text
    assert "mine11" in text_of(client.get(reverse("own-list") + "?p=2"))
    assert text_of(client.get(reverse("own-list") + "?task=mine3")).count("/j/") == 1


def test_window_title__repeats_the_heading(clerk, signed_in):
    assert "<title>我的任务 - 政通</title>" in text_of(signed_in(clerk).get(reverse("own-list")))
