from zhengtong.tools.documents import Heading, ListBlock, Table, recognise


def test_markdown__headings_lists_tables_and_marks():
    text = "# 某区管理办法\n\n## 总则\n\n正文**重点**，见[网站](https://www.example.gov.cn/)。\n\n- 甲\n- 乙\n  - 丙\n\n| 项目 | 时限 |\n|---|---|\n| 受理 | 1 日 |\n"
    made = recognise(text.encode(), "a.md")
    assert made.title == "某区管理办法"
    assert made.blocks[0] == Heading(1, "总则")
    assert (
        made.blocks[1].html == '正文<strong>重点</strong>，见<a href="https://www.example.gov.cn/">网站</a>。'
    )
    assert isinstance(made.blocks[2], ListBlock)
    assert [(item.text, item.level) for item in made.blocks[2].items] == [("甲", 0), ("乙", 0), ("丙", 1)]
    assert isinstance(made.blocks[3], Table)
    assert made.blocks[3].header_rows == 1


def test_markdown__front_matter_gives_fields_and_the_rest_is_told():
    made = recognise(
        "---\ntitle: 某通知\n文号: 某府发〔2024〕3号\nlayout: post\n---\n正文。".encode(), "a.md"
    )
    assert (made.title, made.document_number) == ("某通知", "某府发〔2024〕3号")
    assert any("layout" in one.excerpt for one in made.not_understood)


def test_markdown__html_inside_is_as_tame_as_any_html():
    made = recognise("# 题\n\n<script>alert(1)</script>\n\n<p onclick='x()'>正文</p>".encode(), "a.md")
    assert [block.text for block in made.blocks] == ["正文"]
    assert any("脚本" in one.why for one in made.not_understood)


def test_markdown__links_that_run_code_lose_their_address():
    made = recognise("# 题\n\n[点我](javascript:alert(1)) 正文".encode(), "a.md")
    assert "javascript" not in made.blocks[0].html.partition("点我")[0]
    assert "<a" not in made.blocks[0].html
