import pytest

from zhengtong.tools.documents import Heading, Paragraph, headings, recognise


def outline(text):
    made = recognise(("关于某事的通知\n" + text).encode(), "a.txt")
    return [(block.level, block.text) for block in made.blocks if isinstance(block, Heading)]


@pytest.mark.parametrize(
    ("text", "shown", "number"),
    [
        ("第一章 总 则", "第一章 总则", "第一章"),
        ("第一章　总　　则", "第一章 总则", "第一章"),
        ("第 三 节 机构 职责", "第三节 机构 职责", "第三节"),
        ("第十二章安全防护", "第十二章 安全防护", "第十二章"),
        ("一、总体要求", "一、总体要求", "一、"),
        ("（二）基本原则", "（二）基本原则", "（二）"),
        ("1.工作目标", "1.工作目标", "1."),
        ("（1）范围", "（1）范围", "（1）"),
    ],
)
def test_numbered__blanks_are_normalised(text, shown, number):
    found = headings.numbered(text)
    assert (found.text, found.number) == (shown, number)


@pytest.mark.parametrize("text", ["1.5万元", "第一部分人员已到位", "2023年1月9日", "十分重要"])
def test_numbered__figures_and_words_are_no_numbers(text):
    assert headings.numbered(text) is None


def test_outline__levels_follow_the_ranks_that_are_used():
    body = "一、总体要求\n正文。\n（一）指导思想\n正文。\n1.坚持\n正文。\n二、任务\n（一）甲\n正文。"
    assert outline(body) == [
        (1, "一、总体要求"),
        (2, "（一）指导思想"),
        (3, "1.坚持"),
        (1, "二、任务"),
        (2, "（一）甲"),
    ]


def test_outline__whole_paragraphs_with_a_number_stay_paragraphs():
    body = "（一）加强领导。各单位要高度重视。\n（二）强化保障，落实经费。\n一、各单位要认真学习，抓好落实；"
    assert outline(body) == []


def test_outline__a_list_of_short_entries_is_no_row_of_headings():
    assert outline("申请人应提交：\n1.身份证\n2.户口本\n3.申请表") == []
    assert outline("材料如下：\n（一）身份证\n（二）户口本") == []


def test_outline__one_short_entry_among_paragraphs_is_no_heading():
    assert outline("1.各单位要高度重视，加强领导。\n2.若在国外完成的\n应当提交证明。\n3.逾期不予受理。") == []


def test_levels__never_skip_one_on_the_way_down():
    assert headings.levels([11, 13, 14, 11, 15, 0, 11]) == [1, 2, 3, 1, 2, 1, 2]


def test_levels__end_at_four():
    assert headings.levels([10, 11, 12, 13, 14, 15]) == [1, 2, 3, 4, 4, 4]


def test_settle__a_chapter_without_style_stands_beside_its_styled_siblings():
    assert headings.settle([(1, 11), (None, 11), (2, 12)]) == [1, 1, 2]


def test_heading__a_styled_whole_sentence_becomes_a_paragraph_and_is_told():
    made = recognise("# 标题\n\n## 这一段是整句话，被误设为标题样式。\n\n正文".encode(), "a.md")
    assert isinstance(made.blocks[0], Paragraph)
    assert any("设为标题样式" in remark.why for remark in made.not_understood)
