from datetime import date

import pytest

from zhengtong.tools.documents import official


@pytest.mark.parametrize(
    "text",
    [
        "北碚府办发〔2023〕2号",
        "北碚府办发［2023］2号",
        "北碚府办发[2023]2号",
        "北碚府办发（2023）2号",
        "北碚府办发(2023)2号",
        "北碚府办发﹝2023﹞ 2 号",
        "北碚府办发〔２０２３〕第02号",
        "发文字号：北碚府办发〔2023〕2号",
        "（北碚府办发〔2023〕2号）",
        "北碚府办发〔2023〕2号　　签发人：某某",
    ],
)
def test_document_number__every_bracket_is_normalised(text):
    assert official.number_line(text) == "北碚府办发〔2023〕2号"


def test_document_number__inside_a_sentence_is_no_number_line():
    text = "根据《通知》（国办发〔2017〕47号）等文件精神"
    assert official.number_line(text) == ""
    assert official.document_number("国办发〔2017〕47号") == "国办发〔2017〕47号"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("中华人民共和国国务院令第374号", "中华人民共和国国务院令第374号"),
        ("（中华人民共和国国务院令第374号）", "中华人民共和国国务院令第374号"),
        ("第706号", "第706号"),
        ("2024年第3号", "2024年第3号"),
    ],
)
def test_document_number__orders_and_announcements(text, number):
    assert official.number_line(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "2023年1月9日",
        "2023-01-09",
        "2023/1/9",
        "2023.1.9",
        "二〇二三年一月九日",
        "二○二三年一月九日",
        "２０２３年１月９日",
        "2023 年 1 月 9 日",
    ],
)
def test_date__every_usual_form(text):
    assert official.date_line(text) == date(2023, 1, 9)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二四年十二月三十一日", date(2024, 12, 31)),
        ("一九九六年七月二十日", date(1996, 7, 20)),
        ("二〇一〇年十月十日", date(2010, 10, 10)),
    ],
)
def test_date__chinese_tens(text, day):
    assert official.date_line(text) == day


@pytest.mark.parametrize(
    "text", ["2023年13月9日", "2023年2月30日", "自2023年1月9日起施行", "23年1月9日", "2023年1月"]
)
def test_date__impossible_or_partial_is_no_date_line(text):
    assert official.date_line(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "重庆市北碚区人民政府办公室",
        "北碚区教育委员会",
        "北京市中医管理局",
        "国务院",
        "某市发展和改革委员会 某市财政局",
    ],
)
def test_organisation__names_of_offices(text):
    assert official.is_organisation(text)


@pytest.mark.parametrize("text", ["特此通知。", "总理 某某", "联系人：某某", "2023年1月9日"])
def test_organisation__other_lines_are_none(text):
    assert not official.is_organisation(text)


def test_issued_name__is_what_a_notice_puts_in_force():
    assert official.issued_name("某区人民政府关于印发《某区管理办法》的通知") == "某区管理办法"
    assert official.issued_name("某区人民政府关于开展检查的通知") == ""


@pytest.mark.parametrize(
    "text",
    ["各镇人民政府、街道办事处：", "各有关单位：", "广大市民朋友：", "黑龙江省人民政府，教育部、外交部："],
)
def test_addressees__end_with_a_colon(text):
    assert official.is_addressees(text)


@pytest.mark.parametrize(
    "text", ["现将有关单位名单公布如下：", "一、参加单位：", "各单位要加强管理。", "联系单位：", "时间："]
)
def test_addressees__other_lines_with_a_colon_are_none(text):
    assert not official.is_addressees(text)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("（此件公开发布）", "disclosure"),
        ("公开方式：主动公开", "disclosure"),
        ("抄送：区委办公室。", "copies"),
        ("某区人民政府办公室　　2023年1月9日印发", "printed"),
        ("（联系人：某某；联系电话：000）", "contact"),
        ("此件事情公开发布以后各单位要认真学习并抓好落实", ""),
    ],
)
def test_role__from_the_words_of_the_line(text, role):
    assert official.role_of(text) == role


@pytest.mark.parametrize(
    ("title", "number", "headings", "kind"),
    [
        ("某区管理办法", "", [], "policy"),
        ("某办公室关于印发某办法的通知", "某府办发〔2023〕2号", [], "policy"),
        ("关于开展培训的通知", "", [], "notice"),
        ("招聘公告", "", [], "notice"),
        ("某事项", "", ["一、受理条件", "二、申请材料", "三、办理流程"], "guide"),
        ("老年证办事指南", "", [], "guide"),
        ("我区召开安全生产工作会", "", [], "news"),
    ],
)
def test_kind__guessed_from_title_number_and_parts(title, number, headings, kind):
    assert official.guess_kind(title, number, headings)[0] == kind


def test_patterns__long_hostile_lines_cost_nothing():
    for text in (
        "一" * 200_000,
        "〔" * 200_000,
        "2023年" * 60_000,
        "（" * 200_000,
        "附件：" * 60_000,
        "局 " * 90_000,
    ):
        official.number_line(text)
        official.date_line(text)
        official.signature_line(text)
        official.role_of(text)
        official.is_addressees(text)
        official.attachment_note(text)
        official.order_issuer(text)
        official.masthead_issuer(text)
