"""Days and times as lists write them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from zhengtong.interaction.importing.moments import moment_of


def beijing(*parts):
    return datetime(*parts, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize(
    "text",
    ["2020-03-05", "2020/3/5", "2020.3.5", "20200305", "2020年3月5日", "２０２０年３月５日", "2020年3月5日（星期四）", "二〇二〇年三月五日",
     "2020-03-05 ", "43895", "2020年3月5号"],
)  # fmt: skip
def test_day__is_that_beijing_day_and_has_no_time(text):
    found, why = moment_of(text)
    assert not why
    assert (found.day, found.timed) == (date(2020, 3, 5), False)
    assert found.at == beijing(2020, 3, 5)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2020-03-05 09:05", beijing(2020, 3, 5, 9, 5)), ("2020-03-05 09:05:07", beijing(2020, 3, 5, 9, 5, 7)),
        ("2020/3/5 9:05", beijing(2020, 3, 5, 9, 5)), ("2020年3月5日9时5分", beijing(2020, 3, 5, 9, 5)),
        ("2020年3月5日 下午3点20分", beijing(2020, 3, 5, 15, 20)), ("2020年3月5日9时", beijing(2020, 3, 5, 9)),
        ("2020-03-05T09:05:00+08:00", beijing(2020, 3, 5, 9, 5)), ("2020-03-05T01:05:00Z", beijing(2020, 3, 5, 9, 5)),
        ("2020-03-05T09:05:00.123", beijing(2020, 3, 5, 9, 5)), ("20200305090507", beijing(2020, 3, 5, 9, 5, 7)),
        ("202003050905", beijing(2020, 3, 5, 9, 5)), ("43895.5", beijing(2020, 3, 5, 12)),
        ("2020-03-05 24:00", beijing(2020, 3, 6)), ("2020-03-05 0:00:00", beijing(2020, 3, 5)),
        ("2020-03-05 3:20 PM", beijing(2020, 3, 5, 15, 20)), ("2020-03-05 12:30 am", beijing(2020, 3, 5, 0, 30)),
    ],
)  # fmt: skip
def test_time__is_beijings_unless_the_list_says_another(text, at):
    found, why = moment_of(text)
    assert not why
    assert (found.at, found.timed) == (at, True)


@pytest.mark.parametrize(
    "text",
    ["2020-02-30", "2020年3月", "明天", "20-03-05", "2020-13-01", "2020-03-05 25:00", "2020-03-05 约九点", "0000-00-00", "99999999",
     "2020-03-05; DROP TABLE", "'", "\u202e2020-03-05x", "9" * 400, "2020-03-05T09:05:00+99:99x"],
)  # fmt: skip
def test_what_is_no_date__says_so(text):
    found, why = moment_of(text)
    assert found is None
    assert why


def test_empty_cell__is_neither_a_moment_nor_a_fault():
    assert moment_of(" ") == (None, "")


def test_day_without_a_time__lies_after_the_midnight_that_ends_the_day_before():
    found, _ = moment_of("2020-03-05")
    assert found.not_before(beijing(2020, 3, 1)) > beijing(2020, 3, 5)
    assert found.not_before(beijing(2020, 3, 5, 10)) == beijing(2020, 3, 5, 10)
