import pytest
from django.urls import reverse

from zhengtong.engine.console.actions import retry_job, verify_ledger
from zhengtong.engine.console.queries import last_verification
from zhengtong.engine.console.tests.sample import job_of
from zhengtong.engine.jobs.actions import work_off
from zhengtong.engine.jobs.models import Job
from zhengtong.engine.ledger import guards
from zhengtong.engine.ledger.actions import record
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.ledger.queries import story_of
from zhengtong.engine.ledger.registry import verb
from zhengtong.engine.refusals import Refused

pytestmark = pytest.mark.django_db
SEEN = verb("test.seen", "查看")
SCREENS = ["jobs:index", "ledger:index", "ledger:verification"]


@pytest.mark.parametrize("name", SCREENS)
def test_engine_screens__are_closed_by_default(clerk, signed_in, name):
    response = signed_in(clerk).get(reverse(name))
    assert response.status_code == 403
    assert "您现任的岗位没有此项权限" in response.content.decode()


def test_engine_screens__need_each_their_own_capability(clerk, signed_in, able):
    able("jobs.manage")
    assert signed_in(clerk).get(reverse("jobs:index")).status_code == 200
    assert signed_in(clerk).get(reverse("ledger:index")).status_code == 403


def test_job__that_failed_is_started_again_and_the_ledger_says_who_did_it(clerk, signed_in, able, at):
    able("jobs.manage")
    job = job_of(clerk, at, state="failed", error="ValueError: 无法读取", attempts=8)
    client = signed_in(clerk)
    page = client.get(reverse("jobs:inspect", args=[job.pk])).content.decode()
    assert "无法读取" in page
    assert reverse("jobs:retry", args=[job.pk]) in page
    client.post(reverse("jobs:retry", args=[job.pk]))
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("waiting", 0)
    assert [(line.verb, line.actor) for line in story_of(job)] == [("job.retried", clerk)]


def test_retry__refused_when_the_job_has_not_failed(clerk, at):
    job = job_of(clerk, at)
    with pytest.raises(Refused) as refused:
        retry_job(job, by=clerk, at=at)
    assert refused.value.codes == {"job.not_failed"}
    assert not Entry.objects.exists()


def test_ledger__lists_lines_in_words_and_opens_one(clerk, signed_in, able, at):
    able("ledger.read")
    line = record(SEEN, clerk, by=clerk, at=at, data={"reason": "核查"})
    client = signed_in(clerk)
    assert "查看" in client.get(reverse("ledger:index")).content.decode()
    page = client.get(reverse("ledger:inspect", args=[line.pk])).content.decode()
    assert line.hash in page
    assert "相符" in page


def test_ledger__is_filtered_by_verb(clerk, signed_in, able, at):
    able("ledger.read")
    record(SEEN, clerk, by=clerk, at=at)
    found = signed_in(clerk).get(reverse("ledger:index") + "?verb=job.retried")
    assert list(found.context["object_list"]) == []


def test_ledger__asks_the_same_number_of_questions_for_a_full_page(clerk, signed_in, able, at, questions):
    able("ledger.read")
    record(SEEN, clerk, by=clerk, at=at)
    one = questions(signed_in(clerk), reverse("ledger:index"))
    for _ in range(29):
        record(SEEN, clerk, by=clerk, at=at)
    assert questions(signed_in(clerk), reverse("ledger:index")) == one


def test_ledger__leads_to_its_verification(clerk, signed_in, able):
    able("ledger.read")
    assert reverse("ledger:verification") in signed_in(clerk).get(reverse("ledger:index")).content.decode()


def test_verification__runs_in_the_background_and_tells_that_all_is_well(clerk, signed_in, able, at):
    able("ledger.read")
    record(SEEN, clerk, by=clerk, at=at)
    client = signed_in(clerk)
    client.post(reverse("ledger:verification"))
    job = Job.objects.get(task="ledger.verify")
    work_off(job.run_at)
    assert "1 行留痕完整一致" in client.get(reverse("ledger:verification")).content.decode()


def test_verification__names_a_changed_line(clerk, signed_in, able, at):
    from django.db import connection

    able("ledger.read")
    record(SEEN, clerk, by=clerk, at=at)
    guards.remove(connection, "ledger_entry")
    Entry.objects.update(actor_name="他人")
    guards.install(connection, "ledger_entry")
    verify_ledger(at)
    work_off(at)
    assert last_verification().result["breaks"] == 1
    assert "第1行内容与摘要不符" in signed_in(clerk).get(reverse("ledger:verification")).content.decode()
