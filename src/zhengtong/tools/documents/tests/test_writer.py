import io
from datetime import date

from docx import Document

from zhengtong.tools.documents import OfficeDocument, Table, recognise


def sheet():
    made = OfficeDocument("某区政府网站信息发布审校单", number="某办审〔2024〕5号", dated=date(2024, 5, 6))
    made.key_values([("标题", "关于某事的通知"), ("作者", "演示·编辑"), ("栏目", "通知公告")], columns=2)
    made.heading("一、审校意见")
    made.paragraph("第一段。\n第二段\x00。")
    made.grid(
        ["环节", "意见", "签名"],
        [["一审", "同意\n请核对日期", "演示·一审"], ["二审", "同意", "演示·二审"]],
        widths=[1, 3, 2],
        caption="表1 三审三校",
    )
    made.signatures(["审核人（签字）"])
    made.signed("某区人民政府办公室", date(2024, 5, 6))
    made.note("本单由系统生成。")
    return made.to_bytes()


def test_writer__same_input_gives_the_same_bytes():
    assert sheet() == sheet()


def test_writer__page_and_type_follow_the_standard():
    word = Document(io.BytesIO(sheet()))
    section = word.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (round(section.top_margin.mm), round(section.left_margin.mm)) == (37, 28)
    xml = word.element.xml
    for font in ("仿宋_GB2312", "黑体", "方正小标宋简体"):
        assert f'w:eastAsia="{font}"' in xml
    assert 'w:firstLineChars="200"' in xml
    assert "w:tblHeader" in xml
    assert "PAGE" in section.footer._element.xml
    assert "asciiTheme" not in word.styles["Normal"].element.xml


def test_writer__names_nobody_in_the_properties():
    core = Document(io.BytesIO(sheet())).core_properties
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    assert core.title == "某区政府网站信息发布审校单"


def test_writer__what_is_written_is_recognised_again():
    made = recognise(sheet(), "审校单.docx")
    assert made.title == "某区政府网站信息发布审校单"
    assert made.document_number == "某办审〔2024〕5号"
    assert (made.issuer, made.written_on) == ("某区人民政府办公室", date(2024, 5, 6))
    tables = [block for block in made.blocks if isinstance(block, Table)]
    assert tables[1].caption == "表1 三审三校"
    assert tables[1].rows[1][1].text == "同意\n请核对日期"
    assert "第一段。" in made.visible_text
