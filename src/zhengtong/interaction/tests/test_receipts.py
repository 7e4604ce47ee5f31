"""Receipts to the national correction box and to 12345: its own field order, each told once as new (5.7)."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from zhengtong.engine.evidence import store
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.refusals import Refused
from zhengtong.interaction import actions
from zhengtong.interaction.importing.saying import Options
from zhengtong.interaction.models import CitizenMessage, ReceiptLine, ReceiptList, Source
from zhengtong.interaction.queries.receipts import counts
from zhengtong.interaction.tests.lists import csv_of
from zhengtong.interaction.tests.test_lists import HOTLINE, NATIONAL, fault, ticket


@pytest.fixture
def bring(cast, at):
    def enter(source, *rows):
        batch = actions.read_list(csv_of(*rows), "a.csv", source, Options(), by=cast.clerk, at=at)
        actions.confirm_list(batch, by=cast.clerk, at=at)
        return list(CitizenMessage.objects.filter(source=source).order_by("pk"))

    return enter


@pytest.fixture
def answer(cast):
    def give(message, text, at):
        message.refresh_from_db()
        if message.unit is None:
            actions.forward(message, cast.units["jw"], by=cast.clerk, at=at)
        actions.draft_answer(message, text=text, by=cast.manager, at=at)
        actions.submit_answer(message, by=cast.manager, at=at)
        actions.send_answer(message, by=cast.first, at=at)

    return give


def rows_of(made):
    book = load_workbook(io.BytesIO(store.read(made.evidence.hash)))
    return [list(row) for row in book["办理回执"].values], [row[0] for row in book["说明"].values]


def test_national_receipts__stand_in_the_order_of_the_box_and_say_what_is_assumed(bring, answer, cast, at):
    first, second, _ = bring(
        Source.NATIONAL, NATIONAL, fault("N1"), fault("N2", received="2026-11-10"), fault("N3")
    )
    answer(first, "=已更正", at)
    actions.forward(second, cast.units["jw"], by=cast.clerk, at=at)
    actions.decline(second, why="不属于本网站", by=cast.clerk, at=at)
    made = actions.make_receipts(Source.NATIONAL, only_new=True, by=cast.clerk, at=at)
    rows, notes = rows_of(made)
    assert rows[0] == [
        "留言编号", "网站名称", "出错网址", "问题类型", "描述", "处理情况", "答复内容", "转办时间", "办结时间", "是否超期",
    ]  # fmt: skip
    by_number = {row[0]: row for row in rows[1:]}
    assert set(by_number) == {"N1", "N2"}  # the third is not handled yet
    assert by_number["N1"][5:] == ["已答复", "'=已更正", "2026-11-23 12:00", "2026-11-23 12:00", "否"]
    assert by_number["N2"][5] == "不予办理：不属于本网站"
    assert by_number["N2"][9] == "是"
    assert "推定" in notes[0]
    assert Entry.objects.get(verb="messages.receipts_made").data["messages"] == [first.number, second.number]


def test_receipts__tell_each_closing_once_as_new_and_again_after_it_was_handled_anew(bring, answer, cast, at):
    [message] = bring(Source.HOTLINE, HOTLINE, ticket())
    answer(message, "带户口簿。", at)
    assert counts()[Source.HOTLINE] == (1, 1)
    made = actions.make_receipts(Source.HOTLINE, only_new=True, by=cast.clerk, at=at)
    rows, _ = rows_of(made)
    assert rows == [
        ["工单号", "承办单位", "答复内容", "答复时间", "是否超期"], ["W1", "区教委", "带户口簿。", "2026-11-23 12:00", "否"],
    ]  # fmt: skip
    with pytest.raises(Refused, match="没有新办结的留言"):
        actions.make_receipts(Source.HOTLINE, only_new=True, by=cast.clerk, at=at)
    assert actions.make_receipts(Source.HOTLINE, only_new=False, by=cast.clerk, at=at).count == 1
    actions.reopen(message, why="没有说在哪里办", at=at)
    answer(message, "在学校办理。", at + timedelta(hours=1))
    again = actions.make_receipts(Source.HOTLINE, only_new=True, by=cast.clerk, at=at + timedelta(hours=2))
    assert rows_of(again)[0][1][2] == "在学校办理。"
    assert ReceiptLine.objects.filter(first=True).count() == 2


def test_two_at_once__one_list_is_made_and_the_other_refused(bring, answer, cast, at, monkeypatch):
    [message] = bring(Source.HOTLINE, HOTLINE, ticket())
    answer(message, "带户口簿。", at)
    from zhengtong.interaction.actions import receipts

    once = receipts.handled

    def slow(source, *, only_new):
        found = once(source, only_new=only_new)
        monkeypatch.setattr(receipts, "handled", once)
        receipts.make_receipts(source, only_new=only_new, by=cast.clerk, at=at)  # somebody else was faster
        return found

    note = receipts._note
    monkeypatch.setattr(receipts, "handled", slow)
    monkeypatch.setattr(receipts, "_note", lambda made, found: note(made, found))
    made = receipts.make_receipts(Source.HOTLINE, only_new=True, by=cast.clerk, at=at)
    assert ReceiptLine.objects.filter(message=message, first=True).count() == 1
    assert made.lines.get().first is False


def test_past_answers__are_not_told_back(bring, cast, at):
    bring(Source.HOTLINE, HOTLINE, ticket(unit="区教委", answer="已办", answered="2026-11-21"))
    with pytest.raises(Refused, match="没有已办结的留言"):
        actions.make_receipts(Source.HOTLINE, only_new=False, by=cast.clerk, at=at)
    assert not ReceiptList.objects.exists()


def test_merged_message__is_told_with_the_answer_of_the_other(bring, answer, cast, at):
    first, second = bring(Source.HOTLINE, HOTLINE, ticket("W1"), ticket("W2"))
    actions.merge(second, first, by=cast.clerk, at=at)
    assert counts()[Source.HOTLINE] == (0, 0)  # together with one that is not answered yet
    answer(first, "带户口簿。", at)
    made = actions.make_receipts(Source.HOTLINE, only_new=True, by=cast.clerk, at=at)
    assert {(row[0], row[2]) for row in rows_of(made)[0][1:]} == {("W1", "带户口簿。"), ("W2", "带户口簿。")}


def test_receipts__are_the_offices_and_of_known_sources(cast, at):
    with pytest.raises(Refused, match="由区政府办公室经办人员办理"):
        actions.make_receipts(Source.HOTLINE, only_new=True, by=cast.manager, at=at)
    with pytest.raises(Refused, match="请选择回执对象"):
        actions.make_receipts(Source.ARCHIVE, only_new=True, by=cast.clerk, at=at)


def test_receipts__take_the_same_queries_for_many_as_for_few(
    bring, answer, cast, at, django_assert_max_num_queries
):
    from zhengtong.interaction.queries.receipts import handled

    messages = bring(Source.HOTLINE, HOTLINE, *(ticket(f"W{one}") for one in range(12)))
    for message in messages:
        answer(message, f"答复{message.number}", at)
    with django_assert_max_num_queries(7):
        assert len(handled(Source.HOTLINE, only_new=True)) == 12
