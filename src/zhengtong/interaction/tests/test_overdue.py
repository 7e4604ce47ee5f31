"""The overdue list: invented letters around make-up days, Spring Festival and a year that is not published yet (5.7)."""

from datetime import UTC, datetime, timedelta

import pytest

from zhengtong.interaction import actions
from zhengtong.interaction.importing.saying import Options
from zhengtong.interaction.models import Source
from zhengtong.interaction.queries import messages_seen_by
from zhengtong.interaction.queries.overdue import by_unit, overdue
from zhengtong.interaction.tests.lists import jsonl_of


def noon(*day):
    return datetime(*day, 4, tzinfo=UTC)


@pytest.fixture
def bring(cast):
    """bring((number, kind, received, answered), …, at=…): an old list with these letters, all 区教委's."""

    def enter(*letters, at):
        data = jsonl_of(
            *(
                {"编号": number, "类别": kind, "标题": number, "内容": f"来信{number}", "提交时间": received, "答复": "已答复。" if answered else "", "答复时间": answered}
                for number, kind, received, answered in letters
            )
        )  # fmt: skip
        options = Options(unit=str(cast.units["jw"].pk), backwards=True)
        batch = actions.read_list(data, "a.jsonl", Source.ARCHIVE, options, by=cast.clerk, at=at)
        actions.confirm_list(batch, by=cast.clerk, at=at)
        batch.refresh_from_db()
        assert set(batch.lines.values_list("result", flat=True)) == {"new"}

    return enter


def days(at, messages=None):
    return {one.message.source_number: (one.days, one.is_open) for one in overdue(at, messages)}


def test_make_up_saturday__is_a_working_day(bring, cast):
    # 10 October 2026 is a Saturday that is worked for the National Day holiday (1 to 7 October).
    bring(
        ("in time", "咨询", "2026-09-29", "2026-10-12"), ("late", "咨询", "2026-09-28", "2026-10-12 09:00"),
        ("on the make-up day", "咨询", "2026-09-28", "2026-10-10"),
        at=noon(2026, 11, 23),
    )  # fmt: skip
    # From 28 September: 29, 30, 8, 9, 10 October. From 29 September: 30, 8, 9, 10, 12 October.
    assert days(noon(2026, 11, 23)) == {"late": (1, False)}


def test_spring_festival__does_not_count(bring, cast):
    # Of 2026: off 15 to 23 February, worked on Saturdays 14 and 28 February.
    bring(
        ("before", "咨询", "2026-02-12", "2026-02-26 18:00"), ("late", "咨询", "2026-02-12", "2026-02-27"),
        at=noon(2026, 11, 23),
    )  # fmt: skip
    # 13, 14, 24, 25, 26 February.
    assert days(noon(2026, 11, 23)) == {"late": (1, False)}
    assert "逾期1个工作日" in overdue(noon(2026, 11, 23))[0].said


def test_year_not_published__is_provisional(bring, cast):
    bring(("open", "建议", "2026-12-25", ""), at=noon(2026, 12, 30))
    now = noon(2027, 1, 20)
    [row] = overdue(now)
    assert row.is_open
    assert row.provisional
    assert row.said.endswith("（暂定）")
    assert row.clock.provisional


def test_answer_on_a_day_off_after_the_limit__is_late_by_less_than_a_working_day(bring, cast):
    # Received Friday 6 November 2026; five working days end on Friday the 13th.
    bring(("saturday", "咨询", "2026-11-06", "2026-11-14"), at=noon(2026, 11, 23))
    [row] = overdue(noon(2026, 11, 23))
    assert (row.days, row.said) == (0, "逾期不足1个工作日")


def test_row__explains_its_clock(bring, cast):
    bring(("open", "投诉", "2026-10-09 10:00", ""), at=noon(2026, 11, 23))
    [row] = overdue(noon(2026, 11, 23))
    assert any("调休" in line or "工作日" in line for line in row.why)
    assert row.why[-1] == "至今未办结，已逾期25个工作日"
    assert str(row.message.unit) == "区教委"


def test_open_letter__is_listed_from_the_end_of_its_last_day_on(letter):
    letter(received_at=noon(2026, 11, 23))
    end = datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert not overdue(end - timedelta(seconds=1))
    [row] = overdue(end)
    assert row.days == 1  # 1 December has begun


def test_declined_after_its_limit__was_late_and_a_paused_or_sorted_clock_is_not(letter, cast):
    late, sorted_ = letter(received_at=noon(2026, 11, 2)), letter(received_at=noon(2026, 11, 20))
    actions.sort(sorted_, "complaint", by=cast.clerk, at=noon(2026, 11, 23))
    actions.decline(late, why="不属于本级政府职责", by=cast.clerk, at=noon(2026, 11, 12))
    assert days(noon(2026, 11, 23)) == {"": (3, False)}


def test_counts_by_unit__and_what_a_unit_sees(bring, letter, cast, at):
    bring(("a", "咨询", "2026-10-09", ""), ("b", "咨询", "2026-10-09", "2026-10-30"), at=at)
    letter(received_at=noon(2026, 10, 9))
    assert [(one.unit, one.open, one.answered) for one in by_unit(at)] == [
        ("区教委", 1, 1), ("（尚未转办）", 1, 0),
    ]  # fmt: skip
    assert set(days(at, messages_seen_by(cast.manager, at))) == {"a", "b"}
    assert days(at, messages_seen_by(cast.neighbour, at)) == {}
    assert len(days(at, messages_seen_by(cast.clerk, at))) == 3


def test_undated_letter__says_that_its_lateness_is_a_statement_only(cast, at):
    data = jsonl_of({"编号": "1", "类别": "咨询", "内容": "何时开学？", "提交时间": None})
    options = Options(undated="2026-10-09")
    batch = actions.read_list(data, "a.jsonl", Source.ARCHIVE, options, by=cast.clerk, at=at)
    actions.confirm_list(batch, by=cast.clerk, at=at)
    [row] = overdue(at)
    assert row.why[-1] == "日期不详（按导入说明），逾期情况仅供参考"


def test_list__takes_the_same_queries_for_many_as_for_few(bring, at, django_assert_max_num_queries):
    bring(*((f"{one}", "咨询", "2026-10-09", "") for one in range(25)), at=at)
    with django_assert_max_num_queries(2):
        assert len(overdue(at)) == 25
    with django_assert_max_num_queries(2):
        assert sum(one.all for one in by_unit(at)) == 25
