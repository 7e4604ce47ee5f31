from dataclasses import replace
from datetime import date

import pytest

from zhengtong.tools.documents.forms import (
    Attachment,
    FormTooLong,
    Letter,
    OpinionBox,
    Pair,
    Paragraphs,
    as_docx,
    as_pdf,
    pairs,
)
from zhengtong.tools.documents.forms.characters import BLANK_DATE, cleaned, width_of
from zhengtong.tools.documents.forms.elements import Blank, Closing, Hanging, Ruled, Text, Title
from zhengtong.tools.documents.forms.layout import label_lines, laid_out, title_lines
from zhengtong.tools.documents.tests.form_samples import REASON, application, record, request


def rows_of(paper):
    return [row for element in laid_out(paper) if isinstance(element, Ruled) for row in element.rows]


def shown(row):
    return ["".join(line.text for line in cell.lines) for cell in row.cells]


def kinds(paper):
    return [type(element).__name__ for element in laid_out(paper)]


def test_rows__two_short_facts_share_one_and_a_long_or_lonely_one_has_its_own():
    facts = pairs(
        [("甲", "1"), ("乙", "2"), ("丙", "字" * 30), ("丁", "4"), ("戊", "第一段\n第二段"), ("己", None)]
    )
    rows = rows_of(application(head=facts, sections=()))
    assert [shown(row) for row in rows] == [
        ["甲", "1", "乙", "2"],
        ["丙", "字" * 30],
        ["丁", "4"],
        ["戊", "第一段第二段"],
        ["己", ""],
    ]
    assert [sum(cell.span for cell in row.cells) for row in rows] == [4] * 5


def test_rows__keep_the_order_of_the_fields_also_around_a_wide_one():
    facts = (Pair("甲", "1"), Pair("乙", "2", wide=True), Pair("丙", "3"))
    assert [shown(row)[0] for row in rows_of(application(head=facts, sections=()))] == ["甲", "乙", "丙"]


def test_ruled_sections__are_one_table_and_running_text_ends_it():
    assert kinds(application()) == ["Title", "Ends", "Ruled", "Text", "Text"]
    assert kinds(record()) == ["Title", "Ruled", "Listing", "Text", "Text", "Signing", "Signing"]


def test_opinion__known_signature_is_filled_in():
    [row] = rows_of(
        application(
            head=(),
            sections=(
                OpinionBox(
                    "审核意见", "同意。", "甲局", "演示·某", "主要负责人", date(2024, 5, 6), "某函〔2024〕1号"
                ),
            ),
        )
    )
    assert shown(row) == ["审核意见", "同意。"]
    assert row.sign == (
        Blank(value="甲局"),
        Blank("签字（盖章）：", "演示·某", "（主要负责人）"),
        Blank("文号：", "某函〔2024〕1号"),
        Blank(value="2024年5月6日"),
    )


def test_opinion__unknown_signature_is_a_blank_to_sign_and_a_blank_date():
    [row] = rows_of(application(head=(), sections=(OpinionBox("审核意见"),)))
    assert row.sign == (Blank("签字（盖章）："), Blank(value=BLANK_DATE))
    assert row.height_mm >= 36
    assert row.kept


def test_opinion__long_one_may_break_across_pages():
    [row] = rows_of(application(head=(), sections=(OpinionBox("审核意见", REASON * 20),)))
    assert not row.kept


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("区政府办公室审核意见", ("区政府办公室", "审核意见")),
        ("市政府办公厅批复", ("市政府办公厅", "批复")),
        ("主办单位负责人", ("主办单位", "负责人")),
        ("申请单位意见", ("申请单位意见",)),
        ("甲\n乙", ("甲", "乙")),
        ("", ("",)),
    ],
)
def test_label__is_broken_where_it_is_read(label, lines):
    assert label_lines(label) == lines


def test_title__long_one_is_broken_before_its_subject():
    assert title_lines("演示区人民政府办公室关于开办演示网的请示") == (
        "演示区人民政府办公室关于开办演示网的请示",
    )
    assert title_lines("演示区人民政府办公室关于开办演示区服务网的请示") == (
        "演示区人民政府办公室",
        "关于开办演示区服务网的请示",
    )
    assert title_lines("甲\n乙") == ("甲", "乙")


def test_letter__parts_stand_in_the_order_of_the_standard():
    assert kinds(request()) == [
        "Ends",
        "Title",
        "Text",
        *["Text"] * 7,
        "Hanging",
        "Hanging",
        "Closing",
        "Copies",
    ]
    assert kinds(request(signer="", attachments=(), copies=""))[:3] == ["Title", "Text", "Text"]


def test_letter__attachments_are_numbered_only_when_there_are_several():
    several = [one for one in laid_out(request()) if isinstance(one, Hanging)]
    assert [one.prefix for one in several] == ["附件：1.", "2."]
    assert several[0].indent + several[0].width == several[1].indent + several[1].width
    [one] = [
        each
        for each in laid_out(request(attachments=(Attachment("表", "1页"),)))
        if isinstance(each, Hanging)
    ]
    assert (one.prefix, one.text) == ("附件：", "表（1页）")


@pytest.mark.parametrize("issuer", ["区政府", "演示区人民政府办公室", "某" * 20])
@pytest.mark.parametrize("day", [date(2024, 5, 6), date(2024, 12, 31), None])
def test_letter__issuer_and_date_are_centred_on_each_other(issuer, day):
    [made] = [one for one in laid_out(request(issuer=issuer, dated=day)) if isinstance(one, Closing)]
    centres = made.issuer_indent + width_of(made.issuer) / 2, made.day_indent + width_of(made.day) / 2
    assert min(made.issuer_indent, made.day_indent) >= 2
    assert centres[0] == centres[1]


def test_letter__last_paragraph_stays_with_the_issuer():
    last = [one for one in laid_out(request(attachments=())) if isinstance(one, Text)][-1]
    assert last.kept
    assert [one for one in laid_out(request()) if isinstance(one, Hanging)][-1].kept


def test_text__is_cleaned_of_what_cannot_or_must_not_be_set():
    assert cleaned(None) == ""
    assert cleaned("甲\x00\x07\ud800\ufffe乙\r\n丙\u2028丁\t戊") == "甲乙\n丙\n丁　戊"
    assert cleaned("付款\u202e100\u202c元") == "付款100元"


def test_too_much_text__is_refused_for_both_outputs():
    paper = Letter("题", "某局", (Paragraphs(("字" * 150_000, "字" * 60_000)),), "某局")
    for made_as in (as_docx, as_pdf):
        with pytest.raises(FormTooLong, match="作为附件"):
            made_as(paper)


def test_title__of_the_page_is_the_title_of_the_form():
    assert laid_out(replace(application(), title="甲\n乙"))[0] == Title(("甲", "乙"))
