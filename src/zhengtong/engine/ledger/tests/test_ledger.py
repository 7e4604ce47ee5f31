from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from zhengtong.duties.models import Person
from zhengtong.engine.jobs.models import Job
from zhengtong.engine.ledger import guards
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.ledger.models import Entry, Head
from zhengtong.engine.ledger.queries import broken, exported, story_of
from zhengtong.engine.ledger.registry import Verb, subscriptions, verb
from zhengtong.engine.refusals import Refusal, Refused, refuse

pytestmark = pytest.mark.django_db
TRIED = verb("test.tried", "试", clause="5.2")


@pytest.fixture
def clerk() -> Person:
    return Person.objects.create_user("clerk", name="演示·经办")


def lines(person, at, count=5):
    return [
        record(TRIED, person, by=person, at=at + timedelta(minutes=n), data={"n": n}) for n in range(count)
    ]


def tampered(sql: str, *args: object) -> list[str]:
    guards.remove(connection, "ledger_entry")
    with connection.cursor() as cursor:
        cursor.execute(sql, args)
    guards.install(connection, "ledger_entry")
    return [f"{place.kind} {place.seq}" for place in broken()]


def test_chain__holds_after_honest_work(clerk, at):
    lines(clerk, at)
    assert broken() == []


def test_line__tells_who_what_when_on_which_clause(clerk, at):
    (line,) = lines(clerk, at, 1)
    assert (line.seq, line.actor, line.actor_name, line.at, line.clause) == (1, clerk, "演示·经办", at, "5.2")


@pytest.mark.parametrize("sql", ["UPDATE ledger_entry SET verb = 'x'", "DELETE FROM ledger_entry"])
def test_database__refuses_to_change_or_delete_a_line(clerk, at, sql):
    lines(clerk, at)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Entry.objects.count() == 5


def test_verify__names_a_changed_line(clerk, at):
    lines(clerk, at)
    assert tampered("UPDATE ledger_entry SET actor_name = 'x' WHERE seq = 3") == ["changed 3"]


def test_verify__names_a_line_whose_time_was_changed(clerk, at):
    lines(clerk, at)
    assert tampered("UPDATE ledger_entry SET at = %s WHERE seq = 3", at) == ["changed 3"]


def test_verify__names_a_removed_line(clerk, at):
    lines(clerk, at)
    assert tampered("DELETE FROM ledger_entry WHERE seq = 3") == ["removed 3"]


def test_verify__names_the_removed_last_line(clerk, at):
    lines(clerk, at)
    assert tampered("DELETE FROM ledger_entry WHERE seq = 5") == ["removed 5"]


def test_verify__names_an_inserted_line(clerk, at):
    lines(clerk, at)
    extra = Entry(
        seq=6, at=at, verb="x.y", subject_type="a", subject_id="1", subject_name="a", previous="z", hash="z"
    )
    extra.save()
    assert "inserted 6" in [f"{place.kind} {place.seq}" for place in broken()]


def test_verify__names_reordered_lines(clerk, at):
    lines(clerk, at)
    found = tampered(
        "UPDATE ledger_entry SET seq = CASE seq WHEN 2 THEN 1000003 WHEN 3 THEN 1000002 ELSE seq END"
    )
    guards.remove(connection, "ledger_entry")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET seq = seq - 1000000 WHERE seq > 1000000")
    assert found
    assert {"reordered 2", "changed 2", "changed 3"} <= {f"{place.kind} {place.seq}" for place in broken()}


def test_verify__names_a_rewritten_tail_that_the_head_does_not_know(clerk, at):
    lines(clerk, at)
    Head.objects.update(hash="sm3:00")
    assert [place.kind for place in broken()] == ["changed"]


def test_verb__leaves_nothing_behind_when_refused(clerk, at):
    with pytest.raises(Refused) as refused:
        with moving(clerk, TRIED, by=clerk, at=at) as move:
            move.subject.name = "改"
            move.subject.save()
            refuse([Refusal("a", "甲"), Refusal("b", "乙")], None, Refusal("a", "甲"))
    assert [r.code for r in refused.value.refusals] == ["a", "b"]
    clerk.refresh_from_db()
    assert (clerk.name, Entry.objects.count(), Head.objects.count()) == ("演示·经办", 0, 0)


def test_listener__is_enqueued_once_in_the_same_transaction(clerk, at, monkeypatch):
    monkeypatch.setitem(subscriptions, "test.tried", ["jobs.forget_finished"])
    lines(clerk, at, 1)
    assert list(Job.objects.values_list("key", flat=True)) == ["entry:1:jobs.forget_finished"]


def test_undeclared_verb__is_not_recorded(clerk, at):
    with pytest.raises(KeyError):
        record(Verb("never.declared", "无"), clerk, by=clerk, at=at)


def test_story_and_export__tell_the_same_lines(clerk, at):
    lines(clerk, at)
    assert [line.seq for line in story_of(clerk)] == [1, 2, 3, 4, 5]
    assert len(list(exported())) == 5
