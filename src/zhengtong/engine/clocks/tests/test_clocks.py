import json
import os
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from zhengtong.duties.authority import PostBackend
from zhengtong.duties.models import Person
from zhengtong.engine.clocks import actions, calendars, queries, rules
from zhengtong.engine.clocks.models import Clock, ClockEvent, ClockState
from zhengtong.engine.clocks.registry import kind, kinds
from zhengtong.engine.jobs.actions import beat
from zhengtong.engine.jobs.models import Schedule
from zhengtong.engine.jobs.registry import repeats, tasks
from zhengtong.engine.notify.models import Message
from zhengtong.engine.refusals import Refused
from zhengtong.tools.workdays import BUNDLED_FOLDER

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
chain: list[tuple[timedelta, str]] = []
TRIED = kind("test.tried", label="试办事项", clause="5.7", warn_days=1)
CHAINED = kind("test.chained", label="逐级事项", escalate=lambda clock: chain)
BROKEN = kind("test.broken", label="有误事项", escalate=lambda clock: 1 / 0)
TIMED = kind("test.timed", label="限时事项", warn=timedelta(hours=1))


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.CALENDARS_FOLDER = tmp_path / "calendars"
    settings.CALENDARS_FOLDER.mkdir()
    chain.clear()
    return settings.CALENDARS_FOLDER


@pytest.fixture
def clerk() -> Person:
    return Person.objects.create_user("clerk", name="演示·经办")


@pytest.fixture
def chief() -> Person:
    return Person.objects.create_user("chief", name="演示·负责人")


def started(person, at, days=2, of=TRIED):
    return actions.start(
        of, person, audience=f"person:{person.pk}", opened_at=at, due=rules.in_working_days(at, days)
    )


def story(clock) -> list[str]:
    return list(clock.events.values_list("kind", flat=True))


def subjects() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("subject", flat=True))


def publish(folder, year, *off, worked=()):
    """Put one year's notice into the office's own folder, the bundled days of the year kept."""
    known = json.loads((BUNDLED_FOLDER / f"{year}.json").read_text())
    fixed = [f"{year}-{day}" for day in ("01-01", "05-01", "05-02", "10-01", "10-02", "10-03")]
    days = known["days"] or [{"name": "法定", "date": day, "isOffDay": True} for day in fixed]
    days += [{"name": "补休", "date": day, "isOffDay": True} for day in off]
    days += [{"name": "调休", "date": day, "isOffDay": False} for day in worked]
    path = folder / f"{year}.json"
    path.write_text(json.dumps({"year": year, "papers": known["papers"] or ["国办发明电"], "days": days}))


def test_due_date__is_the_end_of_the_last_working_day_in_shanghai(clerk, at):
    clock = started(clerk, at)
    assert clock.due_at == datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
    assert (clock.due_date, rules.due_zh(clock.due_at)) == (
        date(2026, 11, 25),
        "2026年11月25日（星期三）24时",
    )


def test_day_zero__is_the_shanghai_day_although_utc_still_has_the_day_before(clerk):
    early = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # 00:30 on the 24th
    assert rules.in_working_days(early, 1).at == rules.end_of(date(2026, 11, 25))


def test_clock__explains_its_date_line_by_line(clerk, at):
    assert started(clerk, at, 5).lines == list(rules.in_working_days(at, 5).lines)
    assert "收到，当日不计入" in Clock.objects.get().lines[0]
    assert "应于2026年11月30日（星期一）24时前完成" in Clock.objects.get().lines[-1]


def test_hours__run_day_and_night_and_are_explained(at):
    due = rules.in_hours(at, 24, event="接报")
    assert due.at == at + 24 * HOUR
    assert due.lines[-1] == "应于2026年11月24日（星期二）12时00分前完成"


def test_calendar_days__count_every_day(at):
    assert rules.in_calendar_days(at, 30).at == rules.end_of(date(2026, 12, 23))


def test_fixed_date__is_due_at_its_end(at):
    assert rules.by_end_of(date(2026, 12, 1)).at == rules.end_of(date(2026, 12, 1))


@pytest.mark.parametrize("make", [lambda at: rules.in_working_days(at, 0), lambda at: rules.in_hours(at, 0)])
def test_limit_of_nothing__is_refused(at, make):
    with pytest.raises(ValueError):
        make(at)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (0 * DAY, "还剩 2 个工作日"),
        (DAY, "还剩 1 个工作日"),
        (2 * DAY, "今日到期"),
        (3 * DAY, "已逾期 1 个工作日"),
        (7 * DAY, "已逾期 3 个工作日"),
    ],
)
def test_lateness__is_told_in_working_days(clerk, at, after, said):
    assert started(clerk, at).left_at(at + after) == said


def test_lateness__is_told_in_the_unit_of_the_limit(clerk, at):
    timed = Clock(due_at=at, recipe={"unit": "hour"}, state="running")
    assert [timed.left_at(at + n) for n in (-5 * HOUR, -20 * HOUR / 60, 3 * HOUR)] == [
        "还剩 5 小时",
        "还剩 20 分钟",
        "已逾期 3 小时",
    ]
    dated = Clock(due_at=rules.end_of(date(2026, 11, 23)), recipe={"unit": "calendar_day"}, state="running")
    assert [dated.left_at(at + n * DAY) for n in (-2, 0, 2)] == ["还剩 2 天", "今日到期", "已逾期 2 天"]


def test_reminder__comes_once_on_the_morning_of_the_last_working_day_but_one(clerk, at):
    clock = started(clerk, at)
    assert clock.next_at == datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 09:00
    assert [actions.tick(clock.next_at + n * HOUR) for n in range(-1, 3)] == [0, 1, 0, 0]
    assert (story(clock), subjects()) == (["opened", "warned"], ["试办事项即将到期：演示·经办"])
    assert "还剩 1 个工作日" in Message.objects.get().text


def test_reminder__of_a_limit_shorter_than_itself_comes_on_the_last_morning(clerk, at):
    assert started(clerk, at, 1).warn_at == datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def test_reminder__is_not_sent_where_even_the_last_morning_is_past(clerk, at):
    due = rules.in_hours(at, 0.5)
    assert actions.start(TIMED, clerk, audience="person:1", opened_at=at, due=due).warn_at is None


def test_lateness__is_written_once_however_often_the_worker_looks(clerk, at):
    clock = started(clerk, at)
    assert [actions.tick(at + n * DAY) for n in (3, 4, 5)] == [1, 0, 0]
    clock.refresh_from_db()
    assert (story(clock), clock.missed_at, clock.next_at) == (["opened", "missed"], at + 3 * DAY, None)
    assert subjects() == ["试办事项已逾期：演示·经办"]  # the overtaken reminder falls away


def test_met__in_time_is_not_late_and_the_worker_leaves_it_alone(clerk, at):
    clock = started(clerk, at)
    met = actions.meet(TRIED, clerk, at=clock.due_at, by=clerk)
    assert (met.was_late, met.left_at(at), actions.tick(at + 9 * DAY)) == (False, "按期办结", 0)
    assert story(clock) == ["opened", "met"]


def test_met__after_the_end_is_late_although_no_worker_has_looked(clerk, at):
    clock = started(clerk, at)
    met = actions.meet(TRIED, clerk, at=at + 3 * DAY, by=clerk)
    assert (met.was_late, met.left_at(at), story(clock)) == (
        True,
        "逾期办结",
        ["opened", "missed", "late_met"],
    )
    assert clock.events.last().data["lateness"] == "已逾期 1 个工作日"


def test_met__after_the_worker_wrote_lateness_does_not_write_it_again(clerk, at):
    clock = started(clerk, at)
    actions.tick(at + 3 * DAY)
    assert actions.meet(TRIED, clerk, at=at + 4 * DAY).missed_at == at + 3 * DAY
    assert story(clock) == ["opened", "missed", "late_met"]


def test_stopped__clock_gives_its_reason_and_rests(clerk, at):
    clock = started(clerk, at)
    actions.stop(TRIED, clerk, at=at + HOUR, reason="事项撤回", by=clerk)
    assert (story(clock), actions.tick(at + 9 * DAY), queries.running().count()) == (
        ["opened", "stopped"],
        0,
        0,
    )
    with pytest.raises(ValueError):
        actions.stop(TRIED, clerk, at=at, reason=" ")


def test_meeting_and_stopping__what_does_not_run_says_none(clerk, at):
    assert (actions.meet(TRIED, clerk, at=at), actions.stop(TRIED, clerk, at=at, reason="无")) == (None, None)


def test_second_clock__for_the_same_matter_is_refused_until_the_first_ended(clerk, at):
    started(clerk, at)
    with pytest.raises(Refused) as refused:
        started(clerk, at)
    assert refused.value.codes == {"clocks.running"}
    actions.meet(TRIED, clerk, at=at)
    assert started(clerk, at).state == ClockState.RUNNING


def copied(clock, **changes):
    fields = {
        field.attname: getattr(clock, field.attname)
        for field in Clock._meta.concrete_fields
        if not field.primary_key
    }
    return Clock(**(fields | changes))


@pytest.mark.parametrize(
    "changes",
    [{}, {"state": "met"}, {"state": "stopped"}, {"kind": "test.other", "met_at": "2026-11-24T00:00Z"},
     {"kind": "test.other", "due_at": "2026-01-01T00:00Z"}],
)  # fmt: skip
def test_database__refuses_a_second_running_clock_and_states_without_their_moment(clerk, at, changes):
    clock = started(clerk, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        copied(clock, **changes).save()


@pytest.mark.parametrize(
    "sql", ["UPDATE clocks_clockevent SET kind = 'met'", "DELETE FROM clocks_clockevent"]
)
def test_database__refuses_to_change_or_delete_an_event(clerk, at, sql):
    started(clerk, at)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_database__refuses_a_second_lateness_for_one_due_date_and_a_second_end(clerk, at):
    clock = started(clerk, at)
    actions.meet(TRIED, clerk, at=at + 3 * DAY)
    for what in ("missed", "met"):
        with pytest.raises(IntegrityError), transaction.atomic():
            ClockEvent.objects.create(clock=clock, kind=what, at=at, due_at=clock.due_at)


def test_undeclared_kind__is_not_started(clerk, at):
    stranger = kind("test.stranger", label="未知")
    del kinds["test.stranger"]
    with pytest.raises(KeyError):
        started(clerk, at, of=stranger)


def test_kind__cannot_mean_two_things():
    with pytest.raises(ValueError, match="declared twice"):
        kind("test.tried", label="另一事项")


def test_escalation__goes_up_step_by_step_after_the_end_and_stops_when_met(clerk, chief, at):
    chain[:] = [(2 * DAY, "unit:none"), (0 * DAY, f"person:{chief.pk}"), (9 * DAY, f"person:{chief.pk}")]
    clock = started(clerk, at, of=CHAINED)
    assert actions.tick(clock.due_at) == 1
    assert story(clock) == ["opened", "missed", "escalated"]
    assert (Message.objects.first().person, actions.tick(clock.due_at + DAY)) == (chief, 0)
    assert actions.tick(clock.due_at + 2 * DAY) == 1
    assert clock.events.last().data["told"] == 0  # nobody holds that post: the event says so
    actions.meet(CHAINED, clerk, at=clock.due_at + 3 * DAY)
    assert actions.tick(clock.due_at + 99 * DAY) == 0
    assert story(clock) == ["opened", "missed", "escalated", "escalated", "late_met"]


def test_escalation__after_an_outage_takes_all_steps_that_are_due_at_once(clerk, chief, at):
    chain[:] = [(n * DAY, f"person:{chief.pk}") for n in range(3)]
    clock = started(clerk, at, of=CHAINED)
    assert (actions.tick(clock.due_at + 5 * DAY), actions.tick(clock.due_at + 6 * DAY)) == (1, 0)
    assert story(clock) == ["opened", "missed", *["escalated"] * 3]


def test_two_workers__on_the_same_clock_write_lateness_once(clerk, at, monkeypatch):
    clock, plain = started(clerk, at), actions._turn

    def overtaken(stale, at):
        monkeypatch.setattr(actions, "_turn", plain)
        assert actions.tick(at) == 1  # the other worker is faster between our reading and our writing
        return plain(stale, at)

    monkeypatch.setattr(actions, "_turn", overtaken)
    assert actions.tick(at + 3 * DAY) == 0
    assert (story(clock), len(subjects())) == (["opened", "missed"], 1)


def test_clock_met_between_reading_and_writing__is_left_alone(clerk, at, monkeypatch):
    clock, plain = started(clerk, at), actions._turn

    def met_meanwhile(stale, at):
        actions.meet(TRIED, clerk, at=clock.due_at)
        return plain(stale, at)

    monkeypatch.setattr(actions, "_turn", met_meanwhile)
    assert actions.tick(at + 3 * DAY) == 0
    assert (story(clock), subjects()) == (["opened", "met"], [])


def test_killed_worker__leaves_each_clock_wholly_moved_or_untouched(clerk, chief, at, monkeypatch):
    first, second = started(clerk, at), started(chief, at)
    plain, calls = actions.tell, []

    def dies(*args, **named):
        calls.append(args)
        if len(calls) == 2:
            raise SystemExit("killed")
        return plain(*args, **named)

    monkeypatch.setattr(actions, "tell", dies)
    with pytest.raises(SystemExit):
        actions.tick(at + 3 * DAY)
    assert (story(first), story(second)) == (["opened", "missed"], ["opened"])
    assert actions.tick(at + 3 * DAY) == 1
    assert (story(first), story(second), len(subjects())) == (["opened", "missed"], ["opened", "missed"], 2)


def test_failing_clock__holds_up_no_other_and_is_told_of(clerk, chief, at):
    broken, sound = started(clerk, at, 1, of=BROKEN), started(chief, at)
    assert actions.tick(at + 3 * DAY) == 1
    assert (story(broken), story(sound)) == (["opened"], ["opened", "missed"])
    beat("w", at + 3 * DAY)
    assert queries.watchdog(at + 3 * DAY) == ["有1项期限未能按时登记提醒或逾期，请联系系统管理员"]


def test_clock_that_cannot_be_computed_again__holds_up_no_other_and_fails_the_daily_job(
    clerk, chief, at, folder
):
    broken, sound = started(clerk, at), started(chief, at)
    Clock.objects.filter(pk=broken.pk).update(recipe={"unit": "working_day"})
    publish(folder, 2026, "2026-11-25")
    with pytest.raises(RuntimeError, match=str(broken.pk)):
        actions.recompute(at)
    assert (actions.tick(at + 4 * DAY), story(broken), story(sound)) == (
        2, ["opened", "missed"], ["opened", "recomputed", "missed"],
    )  # fmt: skip


def test_holiday_added_late__moves_open_clocks_and_tells_both_dates(clerk, at, folder):
    clock = started(clerk, at)
    publish(folder, 2026, "2026-11-25")
    assert (actions.tick(at), actions.tick(at)) == (1, 0)
    clock.refresh_from_db()
    assert clock.due_date == date(2026, 11, 26)
    event = clock.events.last()
    assert (event.kind, event.data["was"], event.data["now"]) == (
        "recomputed", "2026-11-25T16:00:00+00:00", "2026-11-26T16:00:00+00:00",
    )  # fmt: skip
    assert "由2026年11月25日（星期三）24时调整为2026年11月26日（星期四）24时" in Message.objects.get().text
    assert any("补休" in line for line in clock.lines)


def test_holiday_added_late__leaves_closed_clocks_and_those_in_hours_alone(clerk, chief, at, folder):
    closed = started(clerk, at)
    actions.meet(TRIED, clerk, at=at)
    actions.start(TIMED, chief, audience="person:1", opened_at=at, due=rules.in_hours(at, 48))
    publish(folder, 2026, "2026-11-25")
    assert actions.recompute(at) == 0
    closed.refresh_from_db()
    assert (closed.due_date, story(closed)) == (date(2026, 11, 25), ["opened", "met"])


def test_holiday_added_after_lateness__takes_the_lateness_back_and_may_write_it_anew(clerk, at, folder):
    clock = started(clerk, at)
    late = clock.due_at + HOUR
    actions.tick(late)
    publish(folder, 2026, "2026-11-25")
    actions.tick(late)
    clock.refresh_from_db()
    assert (clock.missed_at, clock.left_at(late)) == (None, "今日到期")
    (folder / "2026.json").unlink()
    actions.tick(late + HOUR)
    clock.refresh_from_db()
    assert (story(clock), clock.was_late) == (
        ["opened", "missed", "recomputed", "warned", "recomputed"],
        True,
    )


def test_year_not_published__makes_the_date_provisional_and_publication_makes_it_final(clerk, folder):
    opened = datetime(2026, 12, 30, 4, 0, tzinfo=UTC)
    clock = started(clerk, opened, 3)
    assert (clock.provisional, clock.due_date) == (True, date(2027, 1, 5))
    assert "暂定" in clock.lines[-1]
    publish(folder, 2027)
    actions.tick(opened)
    clock.refresh_from_db()
    assert (clock.provisional, clock.due_date, story(clock)) == (
        False,
        date(2027, 1, 5),
        ["opened", "recomputed"],
    )
    assert subjects() == []  # the date stands, nobody need be told
    publish(folder, 2027, "2027-01-04")
    actions.tick(opened)
    clock.refresh_from_db()
    assert (clock.due_date, subjects()) == (date(2027, 1, 6), ["试办事项期限已调整：演示·经办"])


def test_faulty_calendar_file__keeps_the_last_right_calendar_and_is_told_of(clerk, at, folder):
    publish(folder, 2026, "2026-11-25")
    right = calendars.current().version
    (folder / "2026.json").write_text("{")
    assert calendars.current().version == right
    assert "2026.json" in calendars.trouble()
    assert [warning.id for warning in calendars.check_calendars(None)] == ["clocks.W001"]


def test_calendar_file_edited_in_place__is_noticed(folder):
    publish(folder, 2026, "2026-11-25")
    before = calendars.current().version
    publish(folder, 2026, "2026-11-26")
    os.utime(folder / "2026.json", ns=(1, 1))
    assert calendars.current().version != before


def test_missing_calendar_folder__means_the_bundled_years(settings, tmp_path):
    settings.CALENDARS_FOLDER = tmp_path / "none"
    assert (calendars.current().is_published(2026), calendars.trouble()) == (True, "")


def test_lists__tell_what_is_late_and_what_is_coming(clerk, chief, at, django_assert_max_num_queries):
    soon, later = started(clerk, at, 1), started(chief, at, 9)
    assert list(queries.running_for({f"person:{clerk.pk}", "unit:x"})) == [soon]
    assert list(queries.late(at + 3 * DAY)) == [soon]
    assert list(queries.coming(at, timedelta(days=2))) == [soon]
    assert list(queries.clocks_of(chief)) == [later]
    with django_assert_max_num_queries(1):
        assert [clock.label for clock in queries.running()] == ["试办事项"] * 2


def test_watchdog__is_quiet_while_the_clocks_go_and_tells_when_they_do_not(clerk, at):
    beat("w", at)
    Schedule.objects.create(name="clocks.tick", next_at=at)
    assert queries.watchdog(at) == []
    beat("w", at + HOUR)
    assert queries.watchdog(at + HOUR) == ["到期检查未按时运行，提醒和逾期登记可能滞后，请联系系统管理员"]
    assert queries.watchdog(at + 2 * HOUR) == ["后台进程已停止响应，到期提醒和逾期登记暂停，请联系系统管理员"]


def test_tick__is_on_the_schedule_of_the_worker():
    assert {"clocks.tick", "clocks.recompute"} <= set(tasks) & set(repeats)


@pytest.fixture
def signed_in(client, clerk, monkeypatch):
    entering = {"wagtailadmin.access_admin"}  # what is seen in the console follows from audiences
    monkeypatch.setattr(PostBackend, "get_all_permissions", lambda *_: entering)
    client.force_login(clerk, "zhengtong.duties.authority.PostBackend")
    return client


def test_page__shows_how_the_date_was_computed_and_what_happened(signed_in, clerk, at):
    clock = started(clerk, at)
    actions.tick(at + 3 * DAY)
    page = signed_in.get(f"/console/clocks/{clock.pk}/").content.decode()
    for said in ("这个日期怎么算的", *clock.lines, "开始计时", "逾期"):
        assert said in page


def test_page__is_not_there_for_strangers(signed_in, chief, at):
    clock = started(chief, at)
    assert signed_in.get(f"/console/clocks/{clock.pk}/").status_code == 404
