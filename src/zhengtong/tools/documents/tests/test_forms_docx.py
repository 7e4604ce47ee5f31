import io
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn

from zhengtong.tools.documents import recognise
from zhengtong.tools.documents.forms import OpinionBox, as_docx
from zhengtong.tools.documents.forms.characters import cleaned
from zhengtong.tools.documents.tests.form_samples import (
    NASTY,
    REASON,
    application,
    blank,
    hostile,
    record,
    request,
)


def opened(paper):
    return Document(io.BytesIO(as_docx(paper)))


def text_of(word):
    return "\n".join(element.text or "" for element in word.element.body.iter(qn("w:t")))


def rows_of(table):
    """Text of each physical row, a merged cell once."""
    return [list(dict.fromkeys(cell.text for cell in row.cells)) for row in table.rows]


@pytest.mark.parametrize("paper", [application(), blank(), record(), request(), hostile()])
def test_docx__same_form_gives_the_same_bytes(paper):
    assert as_docx(paper) == as_docx(paper)


def test_docx__form_is_one_ruled_table_with_all_facts_in_order():
    word = opened(application())
    [table] = word.tables
    rows = rows_of(table)
    assert rows[0] == ["申请单位", "演示区演示局", "网站名称", "演示区演示服务网"]
    assert rows[1][2] == "主办单位\n负责人"
    assert rows[2] == ["联系人", "演示·管理员", "联系电话", ""]
    assert rows[3] == ["开办理由", REASON]
    assert word.paragraphs[0].text == "政府网站开办申请表"
    assert word.paragraphs[1].text == "编号：演示网申〔2024〕1号\t填表日期：2024年5月6日"


def test_docx__opinion_has_its_signature_at_the_bottom_right():
    [table] = opened(application()).tables
    opinion, signature = table.rows[-4], table.rows[-3]
    assert opinion.cells[0]._tc is signature.cells[0]._tc or opinion.cells[0].text == "区政府办公室\n审核意见"
    assert opinion.cells[1].text == "经审核，申报材料齐全，符合集约化要求，同意上报。"
    assert signature.cells[1].text.split("\n") == [
        "演示区人民政府办公室",
        "签字（盖章）：演示·经办人",
        "文号：演示府办函〔2024〕12号",
        "2024年5月9日",
    ]
    assert {one.alignment.name for one in signature.cells[1].paragraphs} == {"RIGHT"}
    assert 'w:top w:val="nil"' in signature.cells[1]._element.xml
    assert "w:cantSplit" in opinion._tr.xml


def test_docx__open_opinion_is_left_to_sign():
    [table] = opened(application()).tables
    assert table.rows[-1].cells[1].text == "签字（盖章）：＿＿＿＿＿＿＿\n　　年　　月　　日"


def test_docx__nothing_known_is_empty_boxes_and_never_none():
    text = text_of(opened(blank()))
    assert "None" not in text
    assert "填表日期：" in text
    assert "☐" in text
    assert "☑" not in text


def test_docx__long_opinion_is_one_cell_that_may_break():
    paper = application(head=(), sections=(OpinionBox("审核意见", REASON * 20, "演示区演示局"),))
    [table] = opened(paper).tables
    assert len(table.rows) == 1
    assert "w:cantSplit" not in table.rows[0]._tr.xml
    assert table.rows[0].cells[1].text.endswith("　　年　　月　　日")


def test_docx__header_of_a_long_table_repeats_and_its_rows_stay_whole():
    ruled, listing = opened(record()).tables
    assert rows_of(ruled)[0] == ["一、基本情况"]
    assert "w:tblHeader" in listing.rows[0]._tr.xml
    assert all("w:cantSplit" in row._tr.xml for row in listing.rows)
    assert len(listing.rows) == 61


def test_docx__letter_follows_the_standard():
    word = opened(request())
    texts = [paragraph.text for paragraph in word.paragraphs if paragraph.text]
    assert texts[0] == "演示府办文〔2024〕8号\t签发人：演示·签发人"
    assert texts[1] == "演示区人民政府办公室\n关于开办演示区演示服务网的请示"
    assert texts[2] == "演示市人民政府办公厅："
    assert texts[-6].startswith("附件：1.\t")
    assert texts[-4:-1] == [
        "演示区人民政府办公室",
        "2024年5月10日",
        "（联系人：演示·经办人；联系电话：000-00000000）",
    ]
    assert texts[-1] == "　抄送：演示区委网信办，演示区委编办。"
    section = word.sections[0]
    assert (round(section.top_margin.mm), round(section.left_margin.mm)) == (37, 28)
    assert "PAGE" in section.footer._element.xml


def test_docx__letter_is_recognised_again():
    made = recognise(
        as_docx(request(title="演示区府办关于开办演示网的请示", signer="", copies="")), "请示.docx"
    )
    assert made.document_number == "演示府办文〔2024〕8号"
    assert made.issuer == "演示区人民政府办公室"
    assert made.written_on == date(2024, 5, 10)


def test_docx__hostile_text_is_only_text():
    data = as_docx(hostile())
    text = text_of(Document(io.BytesIO(data)))
    for word in NASTY:
        assert cleaned(word) in text
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "<script" not in archive.read("word/document.xml").decode()
