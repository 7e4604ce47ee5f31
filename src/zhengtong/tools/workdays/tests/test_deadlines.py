import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengtong.tools.workdays import (
    BUNDLED_FOLDER,
    Calendar,
    Deadline,
    add_calendar_days,
    add_working_days,
    awaited_between,
    time_left_zh,
    working_days_between,
)

from .conftest import FIXED_2027


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-01-03", 1, "2026-01-04"),  # the make-up Sunday
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),  # over Spring Festival
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-27", 1, "2026-02-28"),
        ("2026-05-08", 1, "2026-05-09"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-10-09", 1, "2026-10-10"),
        ("2026-10-10", 1, "2026-10-12"),
        ("2023-01-20", 2, "2023-01-29"),
        ("2025-12-31", 1, "2026-01-04"),  # over a year end both of whose years are published
        ("2018-12-28", 2, "2019-01-02"),
        ("2026-11-21", 1, "2026-11-23"),  # received on Saturday
        ("2026-11-20", 1, "2026-11-23"),  # received on Friday: the same
    ],
)
def test_deadline__is_the_end_of_the_last_working_day_after_receipt(calendar, start, days, due):
    deadline = add_working_days(date.fromisoformat(start), days, calendar)
    assert (deadline.due.isoformat(), deadline.provisional) == (due, False)
    assert deadline.calendar_version == calendar.version


def _oracle_of_the_files():
    """Working dates straight from the files, by other means than the package: sets, no Calendar."""
    worked, off = set(), set()
    for path in BUNDLED_FOLDER.glob("*.json"):
        for row in json.loads(path.read_text(encoding="utf-8"))["days"]:
            (off if row["isOffDay"] else worked).add(row["date"])
    off |= {"2027-01-01"}
    days = (date(2007, 1, 1) + timedelta(days=n) for n in range(366 * 21))
    return [day for day in days if str(day) in worked or (day.isoweekday() < 6 and str(day) not in off)]


@pytest.mark.slow
def test_every_day_since_2007_and_every_limit_to_20__agrees_with_a_brute_force_oracle(calendar):
    working = _oracle_of_the_files()
    position, day = 0, date(2007, 1, 1)
    while day.year < 2027:
        while working[position] <= day:
            position += 1
        expected = working[position : position + 20]
        assert [add_working_days(day, n, calendar).due for n in range(1, 21)] == expected, day
        day += timedelta(days=1)


def test_deadline_in_an_unpublished_year__is_provisional(calendar):
    deadline = add_working_days(date(2026, 12, 31), 1, calendar)
    assert (deadline.due, deadline.provisional, deadline.awaited_years) == (date(2027, 1, 4), True, (2027,))


def test_deadline_in_the_last_week_of_december__is_provisional_because_new_year_may_move_it(calendar):
    assert not add_working_days(date(2026, 12, 21), 3, calendar).provisional
    assert add_working_days(date(2026, 12, 21), 4, calendar).provisional
    assert not add_working_days(date(2025, 12, 22), 5, calendar).provisional


def test_deadline_over_several_unpublished_years__names_them_all(calendar):
    assert add_working_days(date(2026, 6, 1), 500, calendar).awaited_years == (2027, 2028)


def test_publishing_2027_in_an_own_folder__changes_the_answer_and_makes_it_final(calendar, year_file):
    own = year_file(2027, [*FIXED_2027, "2027-01-04"], ["2026-12-27", "2027-01-09"])
    published = Calendar.load(BUNDLED_FOLDER, own)
    before = add_working_days(date(2026, 12, 25), 6, calendar)
    after = add_working_days(date(2026, 12, 25), 6, published)
    assert (before.due, before.provisional) == (date(2027, 1, 5), True)
    assert (after.due, after.provisional) == (date(2027, 1, 5), False)
    assert add_working_days(date(2026, 12, 31), 5, calendar).due == date(2027, 1, 8)
    assert add_working_days(date(2026, 12, 31), 5, published).due == date(2027, 1, 9)
    assert before.calendar_version != after.calendar_version


def test_steps__hold_every_day_after_receipt_with_its_number(calendar):
    steps = add_working_days(date(2023, 1, 20), 2, calendar).steps
    assert [step.day.date.day for step in steps] == list(range(21, 30))
    assert [step.counted for step in steps] == [0] * 7 + [1, 2]


def test_calendar_days__run_through_holidays_and_are_never_provisional():
    deadline = add_calendar_days(date(2026, 12, 20), 30)
    assert (deadline.due, deadline.provisional, deadline.steps) == (date(2027, 1, 19), False, ())


@pytest.mark.parametrize("days", [0, -1, 3661])
def test_number_of_days_out_of_range__is_refused(calendar, days):
    with pytest.raises(ValueError, match="天数应在1至3660之间"):
        add_working_days(date(2026, 1, 1), days, calendar)
    with pytest.raises(ValueError, match="天数应在1至3660之间"):
        add_calendar_days(date(2026, 1, 1), days)


@pytest.mark.parametrize("days", [1.5, "1", True, None])
def test_number_of_days_that_is_none__is_refused(calendar, days):
    with pytest.raises(TypeError):
        add_working_days(date(2026, 1, 1), days, calendar)


def test_datetime__is_refused_everywhere(calendar):
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(TypeError):
        add_working_days(moment, 1, calendar)
    with pytest.raises(TypeError):
        add_calendar_days(moment, 1)
    with pytest.raises(TypeError):
        working_days_between(moment, moment + timedelta(days=1), calendar)
    with pytest.raises(TypeError):
        working_days_between(date(2026, 1, 1), moment, calendar)
    with pytest.raises(TypeError):
        time_left_zh(date(2026, 1, 1), moment, calendar)


def test_dates_at_the_ends_of_time__are_refused_with_value_error(calendar):
    with pytest.raises(ValueError, match="工作日历自2007年起"):
        add_working_days(date(2006, 12, 31), 1, calendar)
    with pytest.raises(ValueError, match="工作日历自2007年起"):
        working_days_between(date(2006, 12, 31), date(2007, 1, 5), calendar)
    for add in (
        lambda: add_working_days(date(9999, 12, 30), 5, calendar),
        lambda: add_calendar_days(date.max, 1),
    ):
        with pytest.raises(ValueError, match="日期超出范围"):
            add()


@pytest.mark.parametrize(
    ("due", "today", "text"),
    [
        ("2026-11-23", "2026-11-23", "今日到期"),
        ("2026-11-24", "2026-11-23", "还剩 1 个工作日"),
        ("2026-11-23", "2026-11-20", "还剩 1 个工作日"),
        ("2026-02-13", "2026-02-25", "逾期 3 个工作日"),
        ("2026-11-20", "2026-11-21", "逾期不足 1 个工作日"),
        ("2026-11-22", "2026-11-21", "还剩不足 1 个工作日"),
        ("2027-01-04", "2026-12-24", "还剩 6 个工作日（暂定）"),
    ],
)
def test_time_left__is_said_in_working_days(calendar, due, today, text):
    assert time_left_zh(date.fromisoformat(due), date.fromisoformat(today), calendar) == text


def test_awaited_between__names_unpublished_years_and_is_empty_when_settled(calendar):
    assert awaited_between(date(2026, 12, 1), date(2026, 12, 24), calendar) == ()
    assert awaited_between(date(2027, 1, 5), date(2026, 12, 1), calendar) == (2027,)


def test_json__gives_an_equal_deadline_back(calendar):
    for deadline in (
        add_working_days(date(2026, 12, 20), 12, calendar),
        add_calendar_days(date(2026, 1, 1), 30),
    ):
        back = Deadline.from_json(json.loads(json.dumps(deadline.to_json())))
        assert back == deadline
        assert back.explain() == deadline.explain()


@pytest.mark.parametrize(
    "change", [{"due": None}, {"due": "soon"}, {"steps": [{}]}, {"steps": [1]}, {"unit": "weeks"}]
)
def test_json_that_was_not_ours__is_refused(calendar, change):
    stored = add_working_days(date(2026, 1, 1), 2, calendar).to_json()
    with pytest.raises(ValueError):
        Deadline.from_json(stored | change)


dates = st.dates(date(2007, 1, 1), date(2028, 12, 31))
limits = st.integers(1, 80)


@settings(deadline=None)  # a busy machine is not a failure
@given(start=dates, days=limits)
def test_days_between__is_the_inverse_of_adding(start, days):
    calendar = Calendar.bundled()
    due = add_working_days(start, days, calendar).due
    assert working_days_between(start, due, calendar) == days
    assert working_days_between(due, start, calendar) == -days
    assert working_days_between(start, due - timedelta(days=1), calendar) == days - 1


@settings(deadline=None)  # a busy machine is not a failure
@given(start=dates, later=st.integers(0, 40), days=limits, more=st.integers(0, 10))
def test_deadline__never_comes_earlier_for_a_later_start_or_a_longer_limit(start, later, days, more):
    calendar = Calendar.bundled()
    deadline = add_working_days(start, days, calendar)
    other = add_working_days(start + timedelta(days=later), days + more, calendar)
    assert start < deadline.due <= other.due
    assert other.due > deadline.due or not more
    assert calendar.day(deadline.due).is_working


@settings(deadline=None)  # a busy machine is not a failure
@given(first=dates, second=dates, third=dates)
def test_days_between__add_up(first, second, third):
    calendar = Calendar.bundled()
    whole = working_days_between(first, third, calendar)
    assert whole == working_days_between(first, second, calendar) + working_days_between(
        second, third, calendar
    )


@settings(deadline=None)  # a busy machine is not a failure
@given(start=dates, days=limits, more=limits)
def test_adding_twice__is_adding_the_sum(start, days, more):
    calendar = Calendar.bundled()
    halfway = add_working_days(start, days, calendar).due
    assert add_working_days(halfway, more, calendar).due == add_working_days(start, days + more, calendar).due
