from datetime import date

from zhengtong.tools.workdays import BUNDLED_FOLDER, Calendar, add_calendar_days, add_working_days

from .conftest import FIXED_2027


def test_explanation__merges_days_off_and_shows_each_make_up_day(calendar):
    assert add_working_days(date(2023, 1, 20), 2, calendar).explain() == [
        "2023年1月20日（星期五）收到，当日不计入",
        "1月21日—27日 春节放假，不计",
        "1月28日（星期六）调休上班，计第1个工作日",
        "1月29日（星期日）调休上班，计第2个工作日",
        "应于2023年1月29日（星期日）24时前完成",
    ]


def test_explanation__merges_ordinary_working_days_and_names_the_month_when_it_changes(calendar):
    assert add_working_days(date(2023, 1, 28), 7, calendar).explain("发布")[:4] == [
        "2023年1月28日（星期六）发布，当日不计入",
        "1月29日（星期日）调休上班，计第1个工作日",
        "1月30日—2月3日 工作日，计第2—6个工作日",
        "2月4日—5日 周末，不计",
    ]


def test_explanation_over_an_unpublished_year_end__says_plainly_that_it_is_provisional(calendar):
    assert add_working_days(date(2026, 12, 30), 2, calendar).explain() == [
        "2026年12月30日（星期三）收到，当日不计入",
        "12月31日（星期四）工作日，计第1个工作日",
        "2027年1月1日—3日 元旦放假、周末，不计",
        "1月4日（星期一）工作日，计第2个工作日",
        "应于2027年1月4日（星期一）24时前完成（暂定）",
        "2027年节假日安排尚未公布，本日期为暂定，公布后自动重新计算",
    ]


def test_explanation_within_the_last_week_of_december__says_what_next_year_has_to_do_with_it(calendar):
    assert add_working_days(date(2026, 12, 24), 1, calendar).explain()[-1] == (
        "2027年节假日安排尚未公布（元旦调休可能涉及上一年12月底），本日期为暂定，公布后自动重新计算"
    )


def test_explanation_after_publication__is_no_longer_provisional(year_file):
    published = Calendar.load(BUNDLED_FOLDER, year_file(2027, [*FIXED_2027, "2026-12-31"]))
    assert add_working_days(date(2026, 12, 30), 1, published).explain() == [
        "2026年12月30日（星期三）收到，当日不计入",
        "12月31日—2027年1月3日 演示节放假、周末，不计",
        "1月4日（星期一）工作日，计第1个工作日",
        "应于2027年1月4日（星期一）24时前完成",
    ]


def test_explanation_of_calendar_days__says_that_holidays_count():
    assert add_calendar_days(date(2026, 12, 20), 30).explain() == [
        "2026年12月20日（星期日）收到，当日不计入",
        "12月21日—2027年1月19日 按自然日连续计算，节假日不扣除，共30日",
        "应于2027年1月19日（星期二）24时前完成",
    ]


def test_explanation_of_one_calendar_day__names_it_once():
    assert add_calendar_days(date(2026, 11, 23), 1).explain()[1] == (
        "11月24日（星期二）按自然日连续计算，节假日不扣除，共1日"
    )
