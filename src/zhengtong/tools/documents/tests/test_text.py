from datetime import date

from zhengtong.tools.documents import AttachmentNote, Heading, OfficialLine, Paragraph, recognise


def read(text, name="a.txt"):
    return recognise(text.encode(), name)


def roles(made):
    return [(block.role, block.text) for block in made.blocks if isinstance(block, OfficialLine)]


def test_text__masthead_gives_the_issuer_and_stays():
    made = read("某区人民政府文件\n某府发〔2024〕5号\n\n关于加强管理的意见\n各街道办事处：\n请遵照执行。")
    assert (made.issuer, made.title) == ("某区人民政府", "关于加强管理的意见")
    assert ("masthead", "某区人民政府文件") in roles(made)


def test_text__attachments_are_noted_one_by_one():
    made = read("关于报名的通知\n各单位：\n请报名。\n附件：1.报名表\n　　　2.日程安排\n\n某局\n2024年5月6日")
    notes = [(block.number, block.title) for block in made.blocks if isinstance(block, AttachmentNote)]
    assert notes == [("1", "报名表"), ("2", "日程安排")]
    assert (made.issuer, made.written_on) == ("某局", date(2024, 5, 6))


def test_text__attached_text_begins_with_its_mark_and_title():
    made = read("关于报名的通知\n请报名。\n某局\n2024年5月6日\n附件1\n报名人员须知\n请准时到场。")
    assert made.blocks[-2] == Heading(1, "附件1 报名人员须知", "附件1")


def test_text__several_offices_sign_together():
    made = read("关于某事的通知\n请执行。\n某市教育局\n某市财政局\n2024年5月6日")
    assert made.issuer == "某市教育局、某市财政局"


def test_text__office_and_date_on_one_line():
    made = read("关于某事的通知\n请执行。\n某市教育局　　2024年5月6日")
    assert (made.issuer, made.written_on) == ("某市教育局", date(2024, 5, 6))


def test_text__date_of_printing_is_only_a_guess():
    made = read("关于某事的通知\n请执行。\n某市教育局办公室 2024年5月6日印发")
    assert made.written_on == date(2024, 5, 6)
    assert any(one.where == "成文日期" for one in made.not_understood)


def test_text__version_in_brackets_belongs_to_the_title():
    assert (
        read("某区管理办法\n（征求意见稿）\n第一条 本办法适用于某区。").title == "某区管理办法（征求意见稿）"
    )


def test_text__order_is_known_by_what_it_puts_in_force():
    made = read(
        "中华人民共和国国务院令\n第706号\n现公布《专利代理条例》，自2019年3月1日起施行。\n总理　某某\n2018年11月6日\n专利代理条例\n第一章 总则\n第一条 内容。"
    )
    assert (made.title, made.issuer, made.document_number) == (
        "专利代理条例",
        "中华人民共和国国务院",
        "第706号",
    )


def test_text__prose_at_once_takes_the_title_from_the_file_name_and_says_so():
    made = read("今天上午，我区召开安全生产工作会。会议强调要压实责任。", "附件3：会议情况.txt")
    assert made.title == "会议情况"
    assert any("暂用文件名" in one.why for one in made.not_understood)


def test_text__secrecy_mark_and_not_public_are_warned_about():
    made = read("机密★1年\n某府发〔2024〕5号\n关于某事的通知\n请执行。\n（此件不公开）")
    assert sum("公开" in one.what_to_do for one in made.not_understood) == 2


def test_text__lines_wrapped_at_a_fixed_width_are_joined_and_told():
    paragraph = (
        "为进一步规范政府网站和政务新媒体建设与管理工作经区政府同意现将有关事项通知给你们请认真贯彻执行" * 4
    )
    wrapped = "\n".join(paragraph[at : at + 35] for at in range(0, len(paragraph), 35))
    made = read(f"关于规范管理的通知\n　　{wrapped}。\n　　{wrapped}。")
    assert [block.text for block in made.blocks if isinstance(block, Paragraph)] == [paragraph + "。"] * 2
    assert any("硬换行" in one.why for one in made.not_understood)


def test_text__page_numbers_are_left_out_and_told():
    made = read("关于某事的通知\n第一段。\n— 1 —\n第二段。")
    assert [block.text for block in made.blocks] == ["第一段。", "第二段。"]
    assert any("页码" in one.why for one in made.not_understood)


def test_text__published_line_below_the_title():
    made = read("我区召开工作会\n来源：某办　发布时间：2024-05-06　浏览次数：3\n今天上午，会议召开。")
    assert (made.title, made.published_on) == ("我区召开工作会", date(2024, 5, 6))


def test_text__a_broken_byte_spoils_one_character_not_the_file():
    data = "关于某事的通知\n各单位：\n请认真执行。".encode()
    made = recognise(data[:30] + b"\xff" + data[30:], "a.txt")
    assert made.title == "关于某事的通知"
    assert any("已损坏" in one.why for one in made.not_understood)
