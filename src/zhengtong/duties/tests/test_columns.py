from datetime import timedelta

import pytest

from zhengtong.duties import actions, queries
from zhengtong.duties.actions.columns import running_clock
from zhengtong.duties.models import PostKind
from zhengtong.duties.tests.test_posts import refused
from zhengtong.engine.clocks.actions import tick
from zhengtong.engine.clocks.models import ClockState
from zhengtong.engine.clocks.queries import clocks_of


@pytest.fixture
def column(clerk, editor, jw, at):
    return actions.add_column(
        "jiaoyu", "教育", jw, person=editor, update_every_days=14, by=clerk, at=at, kind="news"
    )  # fmt: skip


def test_column__starts_the_clock_of_the_duty_table(column, editor, at):
    clock = running_clock(column)
    assert (clock.audience, clock.clause) == (f"person:{editor.pk}", "2.4")
    assert clock.due_at == at.replace(hour=16) + timedelta(days=14)  # 24:00 in Beibei


def test_update__meets_the_clock_and_starts_it_anew(column, at):
    later = at + timedelta(days=5)
    actions.note_update(column, at=later)
    assert [clock.state for clock in clocks_of(column)] == [ClockState.RUNNING, ClockState.MET]
    assert running_clock(column).opened_at == later
    column.refresh_from_db()
    assert column.last_updated_at == later


def test_older_update__changes_nothing(column, at):
    actions.note_update(column, at=at + timedelta(days=5))
    actions.note_update(column, at=at + timedelta(days=1))
    assert running_clock(column).opened_at == at + timedelta(days=5)


def test_lateness__is_told_to_the_manager_then_the_deputy_then_the_office(column, at):
    tick(at + timedelta(days=20))
    clock = running_clock(column)
    assert clock.missed_at is not None
    assert clock.escalated == 3


def test_new_person__does_not_win_time(column, manager, someone, jw, at):
    other = someone("lin", jw, PostKind.EDITOR)
    later = at + timedelta(days=9)
    actions.assign_column(column, jw, person=other, update_every_days=14, by=manager, at=later)
    assert (running_clock(column).opened_at, running_clock(column).audience) == (at, f"person:{other.pk}")


def test_another_unit__gets_the_whole_time(column, clerk, sww, at):
    later = at + timedelta(days=9)
    actions.assign_column(column, sww, person=None, update_every_days=14, by=clerk, at=later)
    assert (running_clock(column).opened_at, running_clock(column).audience) == (
        later,
        "post:sww/site_manager",
    )


def test_person_who_leaves__leaves_the_column_to_the_site_manager(column, editor, manager, at):
    actions.end_appointment(editor.appointments.get(), reason="调离", by=manager, at=at)
    column.refresh_from_db()
    assert column.person is None
    assert running_clock(column).audience == "post:jw/site_manager"


def test_closed_column__has_no_clock(column, clerk, at):
    actions.close_column(column, reason="内容难以保障，并入政务动态", by=clerk, at=at)
    assert running_clock(column) is None
    assert refused(actions.close_column, column, reason="x", by=clerk, at=at) == {"column.closed"}


def test_portal_columns__are_handed_out_by_the_office(manager, jw, at):
    assert refused(actions.add_column, "x", "栏目", jw, by=manager, at=at) == {"column.not_yours"}


def test_sub_site_columns__are_set_by_the_unit_itself(manager, jw, sww, at):
    actions.add_column("jw-tz", "通知公告", jw, site="jw", by=manager, at=at)
    assert refused(actions.add_column, "sww-tz", "通知公告", sww, site="sww", by=manager, at=at) == {
        "column.not_yours"
    }


def test_column__is_not_given_away_by_the_unit(column, manager, sww, at):
    codes = refused(actions.assign_column, column, sww, person=None, update_every_days=7, by=manager, at=at)
    assert codes == {"column.not_yours"}


def test_person_of_a_column__belongs_to_the_unit(clerk, someone, jw, sww, at):
    stranger = someone("lin", sww, PostKind.EDITOR)
    assert refused(actions.add_column, "x", "栏目", jw, person=stranger, by=clerk, at=at) == {
        "column.stranger"
    }


def test_column_code_and_name__are_taken_once(column, clerk, jw, at):
    assert "field.code" in refused(actions.add_column, "jiaoyu", "其他", jw, by=clerk, at=at)
    assert refused(actions.add_column, "qita", "教育", jw, by=clerk, at=at) == {"field.__all__"}
    assert list(queries.columns_of(jw, at)) == [column]
