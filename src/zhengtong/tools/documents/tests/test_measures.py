"""The one document the first walk depends on: the district's own measures."""

from datetime import date

import pytest

from zhengtong.tools.documents import Heading, OfficialLine, recognise
from zhengtong.tools.documents.tests.samples import shared

TITLE = "重庆市北碚区人民政府办公室关于印发重庆市北碚区政府网站和政务新媒体管理办法的通知"
CHAPTERS = [
    "总则",
    "职责分工",
    "政府网站建设",
    "政务新媒体建设",
    "政务公开",
    "舆情处置",
    "安全防护",
    "监管考核",
    "附则",
]


def visible(text):
    return "".join(text.split())


@pytest.fixture(scope="module")
def source():
    return shared("regulation", "beibei-measures-2023.txt").read_bytes()


@pytest.fixture(scope="module")
def made(source):
    return recognise(source, "beibei-measures-2023.txt")


def test_measures__fields_are_recognised_with_evidence(made):
    assert made.kind == "policy"
    assert made.title == TITLE
    assert made.document_number == "北碚府办发〔2023〕2号"
    assert made.issuer == "重庆市北碚区人民政府办公室"
    assert made.written_on == date(2023, 1, 9)
    assert made.published_on is None
    assert made.main_addressees.startswith("各镇人民政府、街道办事处")
    assert set(made.evidence) >= {
        "kind",
        "title",
        "document_number",
        "issuer",
        "written_on",
        "main_addressees",
    }


def test_measures__nine_chapters_stand_under_the_title_of_the_measures(made):
    found = [(block.level, block.text) for block in made.blocks if isinstance(block, Heading)]
    numbers = "一二三四五六七八九"
    chapters = [(2, f"第{number}章 {name}") for number, name in zip(numbers, CHAPTERS, strict=True)]
    assert found == [(1, "重庆市北碚区政府网站和政务新媒体管理办法"), *chapters]


def test_measures__official_lines_keep_their_roles(made):
    roles = {block.role: block.text for block in made.blocks if isinstance(block, OfficialLine)}
    assert roles["signature"] == "重庆市北碚区人民政府办公室"
    assert roles["disclosure"] == "（此件公开发布）"
    assert roles["copies"].endswith("区纪委监委机关，区法院，区检察院，区人武部。")
    assert roles["printed"].endswith("2023年1月9日印发")


def test_measures__no_visible_character_is_lost_or_moved(made, source):
    assert visible(made.visible_text) == visible(source.decode())


def test_measures__joined_lines_are_told(made):
    whys = " ".join(remark.why for remark in made.not_understood)
    assert "标题分为 3 行" in whys
    assert "抄送机关分为 2 行" in whys


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_measures__read_alike_in_every_usual_encoding(source, made, encoding):
    other = recognise(source.decode().encode(encoding), "a.txt")
    assert other.blocks == made.blocks
    assert any("推测" in one.why and "编码" in one.why for one in other.not_understood) == (
        encoding == "gb18030"
    )


def test_measures__windows_line_ends_change_nothing(source, made):
    assert recognise(source.replace(b"\n", b"\r\n"), "a.txt").blocks == made.blocks
