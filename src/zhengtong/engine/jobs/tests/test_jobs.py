from datetime import timedelta

import pytest
from django.db import IntegrityError

from zhengtong.engine.jobs import actions
from zhengtong.engine.jobs.models import Heartbeat, Job, Schedule, State
from zhengtong.engine.jobs.queries import silent_since
from zhengtong.engine.jobs.registry import every, repeats, task, tasks

pytestmark = pytest.mark.django_db
ran: list[object] = []


@task("test.note", label="记", tries=2)
def note(what: str) -> str:
    Heartbeat.objects.create(worker=f"effect-{what}", at="2026-01-01T00:00Z")
    ran.append(what)
    if what == "bad":
        raise IntegrityError("bad")
    return what


@pytest.fixture(autouse=True)
def clean():
    ran.clear()
    yield
    repeats.pop("test.note", None)


def test_job__runs_once_and_keeps_its_result(at):
    actions.enqueue("test.note", at=at, what="a")
    assert (actions.work_off(at), actions.work_off(at), ran) == (1, 0, ["a"])
    assert Job.objects.get().result == "a"


def test_job__asked_twice_under_one_key_runs_once(at):
    for _ in range(2):
        actions.enqueue("test.note", at=at, key="k", what="a")
    assert actions.work_off(at) == 1


def test_job__is_not_run_before_its_time(at):
    actions.enqueue("test.note", at=at, run_at=at + timedelta(hours=1), what="a")
    assert (actions.work_off(at), actions.work_off(at + timedelta(hours=1))) == (0, 1)


def test_failing_job__undoes_its_effects_waits_and_then_stays_failed_with_its_trace(at):
    actions.enqueue("test.note", at=at, what="bad")
    actions.work_off(at)
    job = Job.objects.get()
    assert (job.state, job.attempts, job.run_at > at, Heartbeat.objects.count()) == (
        State.WAITING,
        1,
        True,
        0,
    )
    actions.work_off(at + timedelta(hours=1))
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.FAILED, 2)
    assert "IntegrityError: bad" in job.error


def test_job_of_a_killed_worker__is_taken_over_after_its_lease(at):
    actions.enqueue("test.note", at=at, what="a")
    assert actions.claim("first", at)
    assert actions.claim("second", at) is None
    assert actions.claim("second", at + timedelta(minutes=3))


def test_restarted_worker__takes_up_its_own_job_at_once(at):
    actions.enqueue("test.note", at=at, what="a")
    actions.claim("first", at)
    assert (actions.take_over("other"), actions.take_over("first"), actions.work_off(at)) == (0, 1, 1)


def test_schedule__is_enqueued_once_however_many_workers_look(at):
    every("test.note", minutes=5)
    actions.enqueue_due_schedules(at)
    later = at + timedelta(minutes=5)
    for _ in range(3):
        actions.enqueue_due_schedules(later)
    assert Job.objects.filter(task="test.note").count() == 1
    assert Schedule.objects.get(name="test.note").next_at == later + timedelta(minutes=5)


def test_unknown_task__is_refused_when_asked_for(at):
    with pytest.raises(KeyError):
        actions.enqueue("test.nobody", at=at)
    assert "test.nobody" not in tasks


def test_watchdog__tells_when_no_worker_gave_a_sign_of_life(at):
    assert silent_since(at) is not None
    actions.beat("w", at)
    assert silent_since(at + timedelta(seconds=30)) is None
    assert silent_since(at + timedelta(minutes=10)) == at
