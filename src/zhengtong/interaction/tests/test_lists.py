"""Lists of 12345, of the national box and of old systems: dry run, entering, nothing twice (5.7)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from zhengtong.duties.models import Appointment
from zhengtong.engine.clocks.models import ClockState
from zhengtong.engine.clocks.queries import clocks_of
from zhengtong.engine.jobs.actions import work_off
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.notify.models import Message
from zhengtong.engine.refusals import Refused
from zhengtong.interaction import actions
from zhengtong.interaction.actions import imports
from zhengtong.interaction.importing.saying import Options
from zhengtong.interaction.importing.words import words
from zhengtong.interaction.models import (
    Answer,
    AnswerState,
    CitizenMessage,
    ImportState,
    LineVerdict,
    MessageImport,
    MessageState,
    Source,
)
from zhengtong.interaction.rules.past import Listed
from zhengtong.interaction.tests.lists import csv_of, jsonl_of, xlsx_of
from zhengtong.publishing.queries import current_publication

HOTLINE = (
    "工单号",
    "诉求类型",
    "标题",
    "内容",
    "受理时间",
    "承办单位",
    "办理期限",
    "答复内容",
    "答复时间",
    "来电人",
    "电话",
)
NATIONAL = ("留言编号", "网站名称", "出错网址", "问题类型", "描述", "截图", "姓名", "联系方式", "提交时间")


def ticket(
    number="W1",
    kind="咨询",
    title="入学材料",
    received="2026-11-20 09:30",
    unit="",
    limit="",
    answer="",
    answered="",
):
    return (
        number,
        kind,
        title,
        "孩子今年上小学，请问需要哪些材料？",
        received,
        unit,
        limit,
        answer,
        answered,
        "张某",
        "13800000000",
    )


def fault(number="N1", page="https://www.beibei.gov.cn/a.html", kind="错别字", received="2026-11-20"):
    return (
        number,
        "北碚区人民政府",
        page,
        kind,
        "“北陪”应为“北碚”",
        "https://img.example/1.png",
        "李某",
        "02368000000",
        received,
    )


@pytest.fixture
def read(cast, at):
    def upload(*rows, source=Source.HOTLINE, name="清单.csv", data=None, at=at, by=None, **chosen):
        data = csv_of(*rows) if data is None else data
        return actions.read_list(data, name, source, Options(**chosen), by=by or cast.clerk, at=at)

    return upload


@pytest.fixture
def enter(cast, at):
    def confirm(batch, at=at):
        actions.confirm_list(batch, by=cast.clerk, at=at)
        work_off(at + timedelta(minutes=1))
        batch.refresh_from_db()
        assert batch.state == ImportState.DONE
        return batch

    return confirm


def verdicts(batch):
    return [line.result or line.foreseen for line in batch.lines.order_by("number")]


def codes(batch, what="refusals", number=2):
    line = batch.lines.get(number=number)
    return {one["code"] for one in (line.outcome or line.told)[what]}


def clock(message, kind):
    return clocks_of(message).filter(kind=kind).first()


# The dry run


def test_dry_run__enters_nothing_and_tells_each_line(read):
    batch = read(HOTLINE, ticket(), ticket("W2", received=""), ticket("W3", kind="表演"))
    assert verdicts(batch) == [LineVerdict.NEW, LineVerdict.REFUSED, LineVerdict.REFUSED]
    assert codes(batch, number=3) == {"received_missing"}
    assert codes(batch, number=4) == {"kind_unknown"}
    assert not CitizenMessage.objects.exists()
    assert batch.evidence.hash.startswith("sm3:")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (ticket(received="2027-01-01"), "received_future"), (ticket(received="去年"), "received_unreadable"),
        (ticket(unit="某某局"), "unit_unknown"), (ticket(answer="已办", unit="区教委"), "answered_missing"),
        (ticket(answered="2026-11-21", unit="区教委"), "answer_missing"),
        (ticket(answer="已办", answered="2026-11-19", unit="区教委"), "answered_before"),
        (ticket(answer="已办", answered="2026-12-01", unit="区教委"), "answered_future"),
        (ticket(answer="已办", answered="2026-11-21"), "unit_missing"), (ticket(kind=""), "kind_missing"),
        (ticket(number="9" * 81), "number_too_long"),
    ],
)  # fmt: skip
def test_line__is_refused_with_what_to_do(read, line, code):
    batch = read(HOTLINE, line)
    assert codes(batch) == {code}
    assert verdicts(batch) == [LineVerdict.REFUSED]
    assert all("请" in one["message"] for one in batch.lines.get().told["refusals"])


def test_unknown_column__is_kept_with_the_line_and_named(read, enter):
    batch = enter(read((*HOTLINE, "满意度回访"), (*ticket(), "满意")))
    assert batch.ignored == ["满意度回访"]
    assert batch.lines.get().said["列·满意度回访"] == "满意"


def test_unit__is_known_by_code_name_or_short_name(read, cast):
    batch = read(HOTLINE, ticket("W1", unit="jw"), ticket("W2", unit="区教委"), ticket("W3", unit=" 区教委 "))
    assert [line.told["unit"] for line in batch.lines.all()] == [str(cast.units["jw"])] * 3


def test_wordings__mean_one_thing_each():
    from zhengtong.interaction.importing.words import meaning

    for group, meanings in words().items():
        assert all(meaning(group, one) == code for code, wordings in meanings.items() for one in wordings)


def test_unit_of_others__reads_no_list(read, cast):
    with pytest.raises(Refused, match="由区政府办公室经办人员办理"):
        read(HOTLINE, ticket(), by=cast.manager)
    assert not MessageImport.objects.exists()


# 12345


def test_hotline__a_ticket_with_its_unit_is_forwarded_and_the_unit_told(read, enter, cast, at):
    enter(read(HOTLINE, ticket(unit="区教委", limit="2026-11-27")))
    message = CitizenMessage.objects.get()
    assert (message.state, message.unit, message.source_number) == (
        MessageState.HANDLING,
        cast.units["jw"],
        "W1",
    )
    assert message.received_at == datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    assert "来源要求的办理期限：2026-11-27" in message.forwardings.get().note
    assert clock(message, "message.forward").state == ClockState.MET
    assert clock(message, "message.answer").state == ClockState.RUNNING
    assert Message.objects.filter(person=cast.manager, subject__startswith="请办理").count() == 1


def test_hotline__a_ticket_without_a_unit_waits_for_the_office(read, enter):
    enter(read(HOTLINE, ticket()))
    assert CitizenMessage.objects.get().state == MessageState.RECEIVED


def test_hotline__an_answered_ticket_is_closed_at_its_date_as_a_past_answer(read, enter, cast):
    head = (*HOTLINE, "转办时间")
    enter(
        read(
            head,
            (
                *ticket(unit="区教委", received="2026-11-02", answer="带户口簿。", answered="2026-11-20"),
                "2026-11-03 10:00",
            ),
        )
    )
    message, answer = CitizenMessage.objects.get(), Answer.objects.get()
    assert (message.state, answer.state, answer.is_past) == (MessageState.ANSWERED, AnswerState.SENT, True)
    assert (answer.drafted_by, answer.reviewed_by, answer.unit) == (None, None, cast.units["jw"])
    assert message.closed_at == answer.sent_at
    assert clock(message, "message.answer").left_at(message.closed_at) == "逾期办结"
    assert clock(message, "message.forward").left_at(message.closed_at) == "按期办结"
    assert message.forwardings.get().at == datetime(2026, 11, 3, 2, tzinfo=UTC)
    line = Entry.objects.get(verb="message.past_answered")
    assert line.data["list"] == MessageImport.objects.get().evidence.hash
    assert not Message.objects.exists()


# The national box


def test_national__fields_become_a_correction_and_its_answer_is_not_taken(read, enter):
    batch = read(
        (*NATIONAL, "处理结果", "办结时间"), (*fault(), "已改", "2026-11-21"), source=Source.NATIONAL
    )
    assert codes(batch, "doubts") == {"picture", "answer_ignored"}
    enter(batch)
    message = CitizenMessage.objects.get()
    assert (message.kind, message.correction_kind, message.page_title) == (
        "correction",
        "typo",
        "北碚区人民政府",
    )
    assert message.body == "“北陪”应为“北碚”\n截图：https://img.example/1.png"
    assert (message.sender_name, message.sender_phone) == ("李某", "02368000000")
    assert message.state == MessageState.RECEIVED
    assert clock(message, "message.answer").due_date.isoformat() == "2026-11-24"


def test_national__a_page_of_our_portal_goes_to_its_column_in_one_hop(read, enter, cast, article, settings):
    settings.PORTAL_URL = "https://www.beibei.gov.cn"
    path = current_publication(article).path
    pages = [f"https://www.beibei.gov.cn{path}?from=box", f"https://www.elsewhere.gov.cn{path}", "http://["]
    enter(
        read(
            NATIONAL, *(fault(f"N{one}", page=page) for one, page in enumerate(pages)), source=Source.NATIONAL
        )
    )
    first, *others = CitizenMessage.objects.order_by("pk")
    assert (first.article_id, first.unit, first.person) == (article.pk, cast.units["jw"], cast.editor)
    assert clock(first, "message.forward").state == ClockState.MET
    assert all(one.article is None and one.state == MessageState.RECEIVED for one in others)


def test_national__an_unknown_kind_of_fault_is_other_and_a_missing_page_is_refused(read):
    batch = read(NATIONAL, fault(kind="字体太小"), fault("N2", page=""), source=Source.NATIONAL)
    assert "fault_unknown" in codes(batch, "doubts")
    assert codes(batch, number=3) == {"page_missing"}


# Old systems


def letter(number="A1", received="2019-03-01", **more):
    return {"编号": number, "标题": "路灯不亮", "内容": "门前的路灯坏了很久。", "提交时间": received} | more


def test_archive__tells_nobody_and_its_lateness_is_only_written_down(read, enter, cast, at):
    batch = read(
        source=Source.ARCHIVE, name="旧系统.jsonl", kind="suggestion", unit=str(cast.units["jw"].pk), backwards=True,
        data=jsonl_of(letter(), letter("A2", 答复内容="已修好。", 答复时间="2019-03-20")),
    )  # fmt: skip
    enter(batch)
    assert not Message.objects.exists()
    first, second = CitizenMessage.objects.order_by("pk")
    running = clock(first, "message.answer")
    assert (running.state, running.was_late, running.next_at) == (ClockState.RUNNING, True, None)
    from zhengtong.engine.clocks.actions import tick

    assert tick(at + timedelta(days=9)) == 0
    assert not Message.objects.exists()
    assert clock(first, "message.forward") is None  # nobody can say when it was forwarded
    assert second.state == MessageState.ANSWERED


def test_archive__a_letter_of_a_day_without_a_limit_gets_none_unless_the_clerk_says_so(read, enter):
    batch = read(
        source=Source.ARCHIVE, name="a.jsonl", kind="complaint",
        data=jsonl_of(letter(received="2019-03-01"), letter("A2", "2005-03-01")),
    )  # fmt: skip
    assert codes(batch, "doubts", 1) == {"no_limit"}
    assert codes(batch, "doubts", 2) == {"no_calendar"}
    enter(batch)
    assert all(clock(message, "message.answer") is None for message in CitizenMessage.objects.all())


def test_archive__a_limit_that_came_later_says_so_in_its_clock(read, enter):
    enter(
        read(source=Source.ARCHIVE, name="a.jsonl", kind="complaint", backwards=True, data=jsonl_of(letter()))
    )
    lines = clock(CitizenMessage.objects.get(), "message.answer").lines
    assert any("当时尚无此项期限，参照2023-01-09起施行的7个工作日" in line for line in lines)


def test_archive__undated_letters_are_refused_or_get_the_stated_day_with_a_mark(read, enter):
    data = jsonl_of(letter(received=None))
    batch = read(source=Source.ARCHIVE, name="a.jsonl", kind="suggestion", data=data)
    assert codes(batch, number=1) == {"received_missing"}
    enter(read(source=Source.ARCHIVE, name="a.jsonl", kind="suggestion", data=data, undated="2018-07-02"))
    message = CitizenMessage.objects.get()
    assert message.received_note == "日期不详（按导入说明）"
    assert message.received_at == datetime(2018, 7, 1, 16, tzinfo=UTC)
    assert Entry.objects.get(verb="message.received").data["note"] == "日期不详（按导入说明）"


@pytest.mark.parametrize(
    "chosen",
    [{"undated": "2030-01-01"}, {"undated": "x"}, {"kind": "x"}, {"prefix": "x" * 60}, {"source": "web"}],
)
def test_choice__that_cannot_be_is_refused(read, chosen):
    with pytest.raises(Refused):
        read(**({"source": Source.ARCHIVE, "name": "a.jsonl", "data": jsonl_of(letter())} | chosen))
    assert not MessageImport.objects.exists()


def test_archive__an_answer_after_days_is_that_many_days_later(read, enter, cast):
    data = jsonl_of(letter(答复="已修好。", days_to_last_reply=4))
    enter(
        read(
            source=Source.ARCHIVE, name="a.jsonl", kind="suggestion", unit=str(cast.units["jw"].pk), data=data
        )
    )
    assert (
        Answer.objects.get().sent_at.date().isoformat() == "2019-03-04"
    )  # 5 March in Beijing, its first second


def test_long_title__stands_whole_before_the_text_and_long_text_is_kept(read, enter):
    title, body = "路" * 150, "灯" * 12_000
    enter(
        read(
            source=Source.ARCHIVE,
            name="a.jsonl",
            kind="enquiry",
            data=jsonl_of(letter(标题=title, 内容=body)),
        )
    )
    message = CitizenMessage.objects.get()
    assert len(message.title) == 100
    assert message.body == f"{title}\n{body}"


def test_text_beyond_every_letter__is_refused(read):
    batch = read(
        source=Source.ARCHIVE, name="a.jsonl", kind="enquiry", data=jsonl_of(letter(内容="灯" * 20_001))
    )
    assert codes(batch, number=1) == {"body_too_long"}


# Nothing twice


def test_same_list_again__changes_nothing(read, enter):
    enter(read(HOTLINE, ticket(), ticket("W2")))
    again = read(HOTLINE, ticket(), ticket("W2"))
    assert verdicts(again) == [LineVerdict.KNOWN] * 2
    with pytest.raises(Refused, match="没有可登记的行"):
        actions.confirm_list(again, by=again.uploaded_by, at=again.uploaded_at)
    assert CitizenMessage.objects.count() == 2


def test_number_twice_in_a_list__is_entered_once(read, enter):
    batch = enter(read(HOTLINE, ticket(), ticket()))
    assert verdicts(batch) == [LineVerdict.NEW, LineVerdict.KNOWN]
    assert len(set(batch.lines.values_list("message", flat=True))) == 1


def test_text_without_a_number__is_known_by_text_and_day(read, enter):
    enter(read(HOTLINE, ticket("")))
    batch = read(HOTLINE, ticket(""), ticket("", received="2026-11-19"), ticket("W9"))
    assert verdicts(batch) == [LineVerdict.KNOWN, LineVerdict.NEW, LineVerdict.KNOWN]


def test_same_text_under_two_numbers__is_two_messages_and_pointed_out(read, enter):
    batch = enter(read(HOTLINE, ticket("W1"), ticket("W2")))
    assert CitizenMessage.objects.count() == 2
    assert "same_text" in codes(batch, "doubts", 3)


def test_same_text_from_another_source__is_another_message_since_each_source_waits_for_its_receipt(
    read, enter
):
    enter(read(HOTLINE, ticket("W1")))
    batch = read(HOTLINE, ticket("X1"), source=Source.ARCHIVE)
    assert verdicts(batch) == [LineVerdict.NEW]
    assert "same_text" in codes(batch, "doubts")


def test_number_of_another_old_system__is_refused_or_told_apart_by_a_prefix(read, enter):
    enter(read(source=Source.ARCHIVE, name="a.jsonl", kind="enquiry", data=jsonl_of(letter("1"))))
    other = jsonl_of(letter("1", 内容="另一系统的另一件来信。"))
    batch = read(source=Source.ARCHIVE, name="b.jsonl", kind="enquiry", data=other)
    assert codes(batch, number=1) == {"number_taken"}
    enter(read(source=Source.ARCHIVE, name="b.jsonl", kind="enquiry", data=other, prefix="信箱-"))
    assert set(CitizenMessage.objects.values_list("source_number", flat=True)) == {"1", "信箱-1"}


def test_second_click__is_refused_and_enters_nothing_twice(read, enter, cast, at):
    batch = enter(read(HOTLINE, ticket()))
    with pytest.raises(Refused, match="不能再次确认"):
        actions.confirm_list(batch, by=cast.clerk, at=at)
    actions.enter_list(batch, at=at)
    assert CitizenMessage.objects.count() == 1


def test_killed_worker__goes_on_where_it_stopped(read, cast, at, monkeypatch):
    batch = read(HOTLINE, *(ticket(f"W{one}", title=f"第{one}件") for one in range(60)))
    monkeypatch.setattr(imports, "PIECE", 20)
    actions.confirm_list(batch, by=cast.clerk, at=at)
    batch.refresh_from_db()
    once, calls = imports._carry_out, []

    def dies(*given):
        calls.append(given)
        if len(calls) == 50:
            raise KeyboardInterrupt
        return once(*given)

    monkeypatch.setattr(imports, "_carry_out", dies)
    with pytest.raises(KeyboardInterrupt):
        actions.enter_list(batch, at=at)
    assert CitizenMessage.objects.count() == 40  # two whole pieces
    monkeypatch.setattr(imports, "_carry_out", once)
    actions.enter_list(MessageImport.objects.get(pk=batch.pk), at=at)
    assert CitizenMessage.objects.count() == 60
    assert set(batch.lines.values_list("result", flat=True)) == {LineVerdict.NEW}


def test_clerk_whose_post_ended__enters_nothing_more(read, cast, at):
    batch = read(HOTLINE, *(ticket(f"W{one}") for one in range(40)))
    actions.confirm_list(batch, by=cast.clerk, at=at)
    Appointment.objects.filter(person=cast.clerk).update(ended_at=at, valid_until=at.date())
    work_off(at + timedelta(minutes=1))
    assert not CitizenMessage.objects.exists()
    assert set(batch.lines.values_list("result", flat=True)) == {LineVerdict.REFUSED}


def test_what_came_meanwhile__is_judged_again(read, enter):
    first, second = read(HOTLINE, ticket()), read(HOTLINE, ticket())
    enter(first)
    assert verdicts(enter(second)) == [LineVerdict.KNOWN]
    assert CitizenMessage.objects.count() == 1


def test_given_up_list__enters_nothing(read, cast, at):
    batch = read(HOTLINE, ticket())
    actions.drop_list(batch, by=cast.clerk, at=at)
    with pytest.raises(Refused, match="不能再次确认"):
        actions.confirm_list(batch, by=cast.clerk, at=at)


# Past answers


@pytest.mark.parametrize(
    ("source", "answered", "told"),
    [(Source.WEB, 0, "只有12345热线转办和历史导入"), (Source.ARCHIVE, 1, "晚于现在"), (Source.ARCHIVE, -400, "早于收到")],
)  # fmt: skip
def test_past_answer__is_refused_for_what_this_house_answers_and_for_days_that_cannot_be(
    letter, cast, at, source, answered, told
):
    message = letter(source=source)
    actions.forward(message, cast.units["jw"], by=cast.clerk, at=at)
    with pytest.raises(Refused, match=told):
        actions.record_past_answer(
            message, text="已办", answered_at=at + timedelta(days=answered), listed=Listed("sm3:0", 1), by=cast.clerk, at=at
        )  # fmt: skip


def test_past_answer__is_the_offices_to_enter(letter, cast, at):
    message = letter(source=Source.ARCHIVE)
    actions.forward(message, cast.units["jw"], by=cast.clerk, at=at)
    with pytest.raises(Refused, match="由区政府办公室经办人员办理"):
        actions.record_past_answer(
            message, text="已办", answered_at=at, listed=Listed("sm3:0", 1), by=cast.manager, at=at
        )


def test_database__refuses_an_answer_of_this_house_that_nobody_reviewed(letter, cast, at):
    message = letter()
    actions.forward(message, cast.units["jw"], by=cast.clerk, at=at)
    given = {"message": message, "number": 1, "text": "已办", "unit": cast.units["jw"], "drafted_at": at}
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(**given, state=AnswerState.SENT, sent_at=at)
    draft = Answer.objects.create(**given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=draft.pk).update(state=AnswerState.SENT, sent_at=at)


def test_database__refuses_a_result_without_its_message_and_an_entered_list_nobody_confirmed(read):
    batch = read(HOTLINE, ticket())
    for wrong in ({"result": "new", "outcome": {}}, {"result": "refused"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            batch.lines.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageImport.objects.update(state=ImportState.ENTERING)


def test_xlsx__is_read_like_the_others(read, enter):
    data = xlsx_of(("12345热线转办清单",), HOTLINE, ticket(received=datetime(2026, 11, 20, 9, 30)))  # noqa: DTZ001 (a sheet knows no zone)
    enter(read(data=data, name="清单.xlsx"))
    assert CitizenMessage.objects.get().received_at == datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


def test_old_letter__of_another_kind_keeps_being_judged_by_the_limit_that_came_later(read, enter, cast, at):
    data = jsonl_of(letter(received="2019-03-01"))
    enter(read(source=Source.ARCHIVE, name="a.jsonl", kind="complaint", backwards=True, data=data))
    message = CitizenMessage.objects.get()
    actions.sort(message, "request", by=cast.clerk, at=at)
    running = clock(CitizenMessage.objects.get(), "message.answer")
    assert running.state == ClockState.RUNNING
    assert any("当时尚无此项期限" in line for line in running.lines)


def test_old_letter__is_sent_back_forwarded_and_answered_like_any_other(read, enter, cast, at):
    data = jsonl_of(letter(received="2012-03-01", 承办单位="区教委", 转办时间="2012-03-02"))
    enter(read(source=Source.ARCHIVE, name="a.jsonl", kind="complaint", data=data))
    message = CitizenMessage.objects.get()
    with pytest.raises(Refused, match="已超过退回时限"):
        actions.send_back(message, why="不属本单位", by=cast.manager, at=at)
    actions.draft_answer(message, text="已修好。", by=cast.manager, at=at)
    actions.submit_answer(message, by=cast.manager, at=at)
    actions.send_answer(message, by=cast.first, at=at)
    message.refresh_from_db()
    assert message.state == MessageState.ANSWERED
    assert not Answer.objects.get().is_past
