import dataclasses
from datetime import UTC, date, datetime

import pytest

from zhengtong.tools.workdays import BUNDLED_FOLDER, Calendar

from .conftest import FIXED_2027

# Working days a year, counted with the independent library chinesecalendar 1.11.0, which agreed on every single day.
WORKING_DAYS = dict(
    zip(
        range(2007, 2027),
        [249, 251, 250, 250, 250, 249, 250, 250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248],
        strict=True,
    )
)


@pytest.mark.parametrize("year", WORKING_DAYS)
def test_bundled_year__has_the_number_of_working_days_another_library_counts(calendar, year):
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    assert (
        sum(calendar.day(date.fromordinal(n)).is_working for n in range(first, last + 1))
        == WORKING_DAYS[year]
    )


@pytest.mark.parametrize("makeup", ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"])
def test_make_up_day_2026__is_worked_and_names_its_notice(calendar, makeup):
    day = calendar.day(date.fromisoformat(f"2026-{makeup}"))
    assert (day.is_working, day.is_makeup, day.reason_zh) == (True, True, "调休上班")
    assert day.source == "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm"


def test_year_2026__has_no_other_make_up_days(calendar):
    days = (
        calendar.day(date.fromordinal(n))
        for n in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())
    )
    assert [f"{day.date:%m-%d}" for day in days if day.is_makeup] == [
        "01-04",
        "02-14",
        "02-28",
        "05-09",
        "09-20",
        "10-10",
    ]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2007-02-18", "2007-02-24"),
        ("2013-02-09", "2013-02-15"),
        ("2020-01-24", "2020-02-02"),  # lengthened by the second notice of that year
        ("2023-01-21", "2023-01-27"),
        ("2025-01-28", "2025-02-04"),
        ("2026-02-15", "2026-02-23"),
    ],
)
def test_spring_festival__is_off_from_its_first_to_its_last_day(calendar, first, last):
    first, last = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
    assert {calendar.day(date.fromordinal(n)).reason_zh for n in range(first, last + 1)} == {"春节放假"}
    assert calendar.day(date.fromordinal(last + 1)).is_working


def test_weekday_named_as_worked_by_a_notice__is_an_ordinary_working_day(calendar):
    day = calendar.day(date(2020, 2, 3))
    assert (day.is_working, day.is_makeup, day.reason_zh) == (True, False, "工作日")


def test_new_year_notice__also_rules_the_december_before(calendar):
    assert calendar.day(date(2018, 12, 29)).is_makeup
    assert calendar.day(date(2018, 12, 31)).reason_zh == "元旦放假"
    assert not calendar.day(date(2018, 12, 31)).is_working


def test_empty_year__is_not_published_and_its_days_say_so(calendar):
    assert (calendar.first_year, calendar.last_year) == (2007, 2026)
    assert calendar.is_published(2026)
    assert not calendar.is_published(2027)
    assert not calendar.is_published(2006)
    assert calendar.day(date(2027, 3, 1)).awaits_year == 2027
    assert calendar.day(date(2026, 3, 2)).awaits_year is None


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("01-01", "元旦放假"),
        ("05-02", "劳动节放假"),
        ("10-01", "国庆节放假"),
        ("01-02", "周末"),
        ("01-04", "工作日"),
    ],
)
def test_unpublished_year__knows_weekends_and_days_fixed_by_law_only(calendar, day, reason):
    found = calendar.day(date.fromisoformat(f"2027-{day}"))
    assert (found.reason_zh, found.is_working) == (reason, reason == "工作日")


def test_last_week_of_december__awaits_the_next_years_notice_until_it_is_published(calendar):
    assert calendar.day(date(2026, 12, 24)).awaits_year is None
    assert calendar.day(date(2026, 12, 25)).awaits_year == 2027
    assert calendar.day(date(2025, 12, 31)).awaits_year is None


def test_dates_before_the_first_year__are_refused(calendar):
    with pytest.raises(ValueError, match="工作日历自2007年起，无法推算2006年12月31日"):
        calendar.day(date(2006, 12, 31))


def test_datetime__is_refused_because_its_date_depends_on_a_time_zone(calendar):
    with pytest.raises(TypeError):
        calendar.day(datetime(2026, 1, 1, tzinfo=UTC))


def test_calendar__cannot_be_changed(calendar):
    with pytest.raises(dataclasses.FrozenInstanceError):
        calendar.version = "x"
    with pytest.raises(TypeError):
        calendar._known[date(2026, 1, 1)] = None


def test_bundled_years__each_name_a_gov_cn_notice(calendar):
    assert [pack.year for pack in calendar.packs] == list(range(2007, 2027))
    assert all("://www.gov.cn/" in paper for pack in calendar.packs for paper in pack.papers)


def test_version__follows_the_content_and_not_the_files(calendar, tmp_path, year_file):
    for path in BUNDLED_FOLDER.glob("*.json"):
        (tmp_path / path.name).write_text(
            "\ufeff" + path.read_text(encoding="utf-8") + "\n\n", encoding="utf-8"
        )
    assert (
        Calendar.load(tmp_path).version == calendar.version == Calendar.load(BUNDLED_FOLDER, tmp_path).version
    )
    assert Calendar.load(tmp_path) == calendar
    year_file(2027, FIXED_2027)
    assert Calendar.load(BUNDLED_FOLDER, tmp_path).version != calendar.version


def test_later_folder__overrides_a_year_and_leaves_the_others(calendar, year_file):
    fixed = ["2026-01-01", "2026-05-01", "2026-05-02", "2026-10-01", "2026-10-02", "2026-10-03"]
    own = year_file(2026, [*fixed, "2026-06-01"])
    changed = Calendar.load(BUNDLED_FOLDER, own)
    assert changed.day(date(2026, 6, 1)).reason_zh == "演示节放假"
    assert not changed.day(date(2026, 2, 14)).is_working
    assert changed.day(date(2023, 1, 28)) == calendar.day(date(2023, 1, 28))


def test_empty_file_in_a_later_folder__does_not_hide_a_published_year(calendar, year_file):
    own = year_file(2026, [], change=lambda data: data | {"papers": []})
    assert Calendar.load(BUNDLED_FOLDER, own) == calendar
