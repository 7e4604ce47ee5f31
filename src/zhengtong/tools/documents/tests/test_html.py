import base64
from datetime import date

import pytest

from zhengtong.tools.documents import Image, ListBlock, Paragraph, Table, recognise
from zhengtong.tools.documents.tests.samples import PNG


def read(body, head=""):
    return recognise(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")


def whys(made):
    return "；".join(f"{one.why}{one.excerpt}" for one in made.not_understood)


def test_html__meta_tags_of_government_sites_give_the_fields():
    head = '<meta name="ArticleTitle" content="某通知"><meta name="PubDate" content="2024-05-06 10:00">'
    made = read("<h1>某通知</h1><p>正文。</p>", head)
    assert (made.title, made.published_on) == ("某通知", date(2024, 5, 6))
    assert [block.text for block in made.blocks] == ["正文。"]


def test_html__table_of_document_data_goes_into_fields_not_into_the_text():
    table = "<table><tr><td>索 引 号：</td><td>1</td><td>发文机关：</td><td>某局</td></tr><tr><td>成文日期：</td><td>2024年05月06日</td><td>发文字号：</td><td>某局发〔2024〕3号</td></tr><tr><td>标题：</td><td colspan=3>关于某事的通知</td></tr></table>"
    made = read(table + "<p>关于某事</p><p>的通知</p><p>正文。</p>")
    assert (made.title, made.issuer, made.document_number) == ("关于某事的通知", "某局", "某局发〔2024〕3号")
    assert made.written_on == date(2024, 5, 6)
    assert [block.text for block in made.blocks] == ["正文。"]


def test_html__scripts_frames_and_forms_are_dropped_and_listed():
    made = read(
        "<h1>题</h1><p>正文<script>steal()</script></p><iframe src='http://x'></iframe><style>p{}</style><input value='a'>"
    )
    assert made.visible_text == "题\n正文"
    assert all(word in whys(made) for word in ("脚本", "内嵌网页", "表单"))


@pytest.mark.parametrize(
    "bad",
    [
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>点</a>",
        "<a href=' JaVaScRiPt:alert(1)'>点</a>",
        "<a href='data:text/html,<script>'>点</a>",
        "<svg><script>alert(1)</script></svg>",
        "<b onmouseover=alert(1)>点</b>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ],
)
def test_html__nothing_live_comes_through(bad):
    html = "".join(getattr(block, "html", "") for block in read(f"<h1>题</h1><p>正文{bad}</p>").blocks)
    assert "<script" not in html
    assert "onerror" not in html
    assert "<a" not in html
    assert "onmouseover" not in html


def test_html__remote_pictures_are_listed_and_never_fetched(monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection was opened"))
    made = read("<h1>题</h1><p>正文<img src='http://192.0.2.1/a.png'></p>")
    assert "192.0.2.1" in whys(made)
    assert not any(isinstance(block, Image) for block in made.blocks)


def test_html__pictures_inside_the_file_are_taken_by_content():
    good = base64.b64encode(PNG).decode()
    made = read(
        f"<h1>题</h1><p>正文</p><img alt='图' src='data:image/gif;base64,{good}'><img src='data:image/png;base64,AAAA'>"
    )
    images = [block for block in made.blocks if isinstance(block, Image)]
    assert [(one.media_type, one.alt, one.data) for one in images] == [("image/png", "图", PNG)]
    assert "内嵌图片" in whys(made)


def test_html__merged_cells_and_header_rows_are_kept():
    made = read(
        "<h1>题</h1><table><caption>表1 名单</caption><thead><tr><th rowspan=2>序号</th><th colspan=2>条件</th></tr><tr><th>学历</th><th>专业</th></tr></thead><tr><td>1</td><td>本科<br>以上</td><td>不限</td></tr></table>"
    )
    table = next(block for block in made.blocks if isinstance(block, Table))
    assert (table.caption, table.header_rows) == ("表1 名单", 2)
    assert [(cell.text, cell.colspan, cell.rowspan) for cell in table.rows[0]] == [
        ("序号", 1, 2),
        ("条件", 2, 1),
    ]
    assert table.rows[2][1].html == "本科<br>以上"


def test_html__tables_used_for_layout_are_unwrapped():
    made = read(
        "<h1>题</h1><table><tr><td><table><tr><td><p>甲。</p><p>乙。</p></td></tr></table></td></tr></table>"
    )
    assert [block.text for block in made.blocks] == ["甲。", "乙。"]


def test_html__hidden_text_is_dropped_and_shown_in_the_list():
    made = read("<h1>题</h1><p>正文</p><div style='display: none'>暗藏文字</div>")
    assert "暗藏文字" in whys(made)
    assert "暗藏文字" not in made.visible_text


def test_html__breaks_inside_a_paragraph_become_paragraphs():
    made = read("<h1>题</h1><p>第一段。<br>　　第二段。</p>")
    assert [block.text for block in made.blocks] == ["第一段。", "第二段。"]
    assert "段内换行" in whys(made)


def test_html__lists_sub_and_superscript():
    made = read("<h1>题</h1><ol><li>甲<ul><li>乙</li></ul></li></ol><p>CO<sub>2</sub> 10<sup>3</sup></p>")
    lists = [block for block in made.blocks if isinstance(block, ListBlock)]
    assert [(one.ordered, one.items[0].text, one.items[0].level) for one in lists] == [
        (True, "甲", 0),
        (False, "乙", 1),
    ]
    assert next(b for b in made.blocks if isinstance(b, Paragraph)).html == "CO<sub>2</sub> 10<sup>3</sup>"


def test_html__only_the_place_of_the_text_is_read_where_it_is_known():
    made = read(
        "<div>首页 > 政务公开 > 文件，欢迎访问本网站，今天是星期一，请登录个人中心</div><div class='TRS_Editor'><p>关于某事的通知</p><p>正文。</p></div>"
    )
    assert (made.title, [block.text for block in made.blocks]) == ("关于某事的通知", ["正文。"])
    assert "正文区" in whys(made)


def test_html__declared_gb2312_is_read_without_a_guess():
    page = '<html><head><meta charset="gb2312"></head><body><h1>题目</h1><p>正文</p></body></html>'.encode(
        "gb18030"
    )
    made = recognise(page, "a.html")
    assert made.title == "题目"
    assert "编码" not in whys(made)


def test_html__deep_nesting_ends_in_text_not_in_a_crash():
    made = read("<h1>题</h1>" + "<div>" * 5000 + "到底" + "</div>" * 5000)
    assert made.title == "题"
    inline = read("<h1>题</h1><p>" + "<b>" * 5000 + "到底" + "</b>" * 5000 + "</p>")
    assert inline.title == "题"
