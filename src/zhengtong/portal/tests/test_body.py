"""From the signed body to blocks: what editors mean comes through, what could harm does not."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from zhengtong.portal.blocks import AttachmentList, Heading, Image, ListBlock, Paragraph, Table
from zhengtong.portal.build import staging
from zhengtong.portal.build.body import Surroundings, blocks_of, linked_items, plain_text
from zhengtong.portal.build.files import file_name
from zhengtong.portal.models import BuiltFile

ORIGIN = "https://www.example.gov.cn"
PUBLIC = {7: "/tzgg/202611/t20261101_7.html"}


def blocks(*body, **options):
    around = Surroundings(PUBLIC.get, lambda value: None, lambda key: None, ORIGIN)
    return blocks_of([{"type": kind, "value": value} for kind, value in body], around)


def html_of(raw):
    return "".join(str(block.html) for block in blocks(("paragraph", raw)))


def test_plain_paragraphs__need_no_parser_and_are_escaped_later():
    assert blocks(("paragraph", '<p data-block-key="a1">甲 &amp; 乙</p><p data-block-key="b2">丙</p>')) == (
        Paragraph("甲 & 乙"),
        Paragraph("丙"),
    )


@pytest.mark.parametrize(
    "raw",
    [
        "<p>文<script>alert(1)</script></p>",
        '<p><a href="javascript:alert(1)">点</a></p>',
        '<p onclick="alert(1)">文</p>',
        '<p><img src=x onerror="alert(1)">文</p>',
        '<p><b style="background:url(javascript:alert(1))">文</b></p>',
        '<p><a href="data:text/html,<script>alert(1)</script>">点</a></p>',
        "<p>文<iframe src='//evil'></iframe></p>",
        "<p><b>文</p><script>alert(1)",
    ],
)
def test_markup__nothing_that_runs_comes_through(raw):
    html = html_of(raw)
    assert "alert" not in html
    assert "<img" not in html
    assert "iframe" not in html


def test_markup__what_editors_may_use_stays():
    assert (
        html_of("<p>H<sub>2</sub>O 与 m<sup>2</sup>，<b>重点</b></p>")
        == "H<sub>2</sub>O 与 m<sup>2</sup>，<b>重点</b>"
    )


def test_links__to_a_public_item_get_its_address_others_become_text():
    assert html_of('<p><a linktype="page" id="7">通知</a></p>') == f'<a href="{PUBLIC[7]}">通知</a>'
    assert html_of('<p>见<a linktype="page" id="8">通知</a>。</p>') == "见通知。"


def test_links__a_typed_address_of_ours_follows_the_same_rule():
    assert html_of(f'<p><a href="{ORIGIN}/tzgg/202611/t20261101_9.html">通知</a></p>') == "通知"
    assert linked_items(
        [{"type": "paragraph", "value": '<p><a href="/a/202611/t20261101_9.html">x</a></p>'}], ORIGIN
    ) == {9}


def test_links__addresses_of_others_are_left_alone():
    outside = "https://www.cq.gov.cn/zwgk/202404/t20240407_13113953.html"
    assert f'href="{outside}"' in html_of(f'<p><a href="{outside}">市政府</a></p>')


def test_lists__become_lists():
    (made,) = blocks(("paragraph", "<ol><li>甲</li><li><b>乙</b></li></ol>"))
    assert made == ListBlock(("甲", "<b>乙</b>"), ordered=True)


def test_headings__keep_level_text_and_an_anchor():
    assert blocks(("heading", {"level": "2", "text": "第一章 <总则>"})) == (
        Heading(2, "第一章 <总则>", "s1"),
    )


def test_table__headers_spans_and_caption():
    value = {
        "data": [["项目", "金额", None], ["甲", "1", "2"], ["乙", "3", "4"]],
        "mergeCells": [{"row": 0, "col": 1, "rowspan": 1, "colspan": 2}, {"row": 1, "col": 0, "rowspan": 2, "colspan": 1}],
        "first_row_is_table_header": True, "first_col_is_header": True, "table_caption": "经费表",
    }  # fmt: skip
    (table,) = blocks(("table", value))
    assert isinstance(table, Table)
    assert table.caption == "经费表"
    assert [(cell.html, cell.header, cell.colspan, cell.rowspan) for cell in table.rows[0]] == [
        ("项目", True, 1, 1),
        ("金额", True, 2, 1),
    ]
    assert (table.rows[1][0].rowspan, len(table.rows[2])) == (2, 2)


def test_table__an_empty_one_is_left_out():
    assert blocks(("table", {"data": [[None, ""], ["", None]]}), ("table", None)) == ()


def test_plain_text__is_what_people_read():
    body = [
        {"type": "heading", "value": {"text": "总则"}},
        {"type": "paragraph", "value": "<p>甲&lt;乙</p><p>丙<b>丁</b></p>"},
    ]
    assert plain_text(body) == "总则\n甲<乙\n丙丁"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/b.pdf", "x\x00.pdf", "…", ".htaccess", "长" * 300 + ".pdf", 'a"b<c>.pdf']
)
def test_file_names__are_one_safe_part_of_an_address(name):
    made = file_name(name)
    assert made
    assert not made.startswith(".")
    assert not set(made) & set('/\\\0"<>')
    assert len(made) < 80


# ---- pictures and attachments -----------------------------------------------------------------------------


def picture():
    from io import BytesIO

    from PIL import Image as Pillow

    data = BytesIO()
    Pillow.new("RGB", (1600, 900), (200, 30, 30)).save(data, "JPEG")
    return get_image_model().objects.create(
        title="图", file=ImageFile(BytesIO(data.getvalue()), name="现场.jpg")
    )


def document(content=b"%PDF-1.4 demo"):
    return get_document_model().objects.create(title="清单", file=ContentFile(content, name="清单.pdf"))


@pytest.fixture
def shown(write):
    image, attached = picture(), document()
    body = [("picture", {"image": image, "alt": "现场照片", "caption": ""}), ("attachment", attached)]
    return write("带图的通知", body=body), image, attached


@pytest.mark.django_db
def test_files__stand_only_while_something_public_shows_them(shown, write, withdraw, build):
    article, _, attached = shown
    other = write("也用这个附件", body=[("paragraph", "<p>文</p>"), ("attachment", attached)])
    build()
    copies = set(BuiltFile.objects.filter(path__startswith="/files/").values_list("path", flat=True))
    assert len(copies) == 2
    assert all(staging.on_disk(path).exists() for path in copies)
    withdraw(article)
    build()
    (left,) = BuiltFile.objects.filter(path__startswith="/files/").values_list("path", flat=True)
    assert left.endswith(".pdf")
    assert not any(staging.on_disk(path).exists() for path in copies - {left})
    withdraw(other)
    build()
    assert not BuiltFile.objects.filter(path__startswith="/files/").exists()


@pytest.mark.django_db
def test_files__a_picture_is_at_most_1200_wide_and_says_what_it_shows(shown, build, read):
    build()
    path = shown[0].publications.get().path
    assert 'alt="现场照片" width="1200" height="675"' in read(path)
    assert "清单" in read(path)


@pytest.mark.django_db
def test_files__one_that_is_not_what_was_signed_is_not_shown(shown, build, read):
    article, _, attached = shown
    with attached.file.storage.open(attached.file.name, "wb") as swapped:
        swapped.write(b"%PDF-1.4 swapped after signing")
    build()
    assert not BuiltFile.objects.filter(path__endswith=".pdf").exists()
    assert "清单" not in read(article.publications.get().path)


def test_consecutive_attachments__are_one_list():
    from zhengtong.portal.blocks import Attachment

    around = Surroundings(
        PUBLIC.get,
        lambda value: Image("/x", "", 1, 1),
        lambda key: Attachment(str(key), "/f", "PDF", 1),
        ORIGIN,
    )
    made = blocks_of([{"type": "attachment", "value": 1}, {"type": "attachment", "value": 2}], around)
    assert len(made) == 1
    assert isinstance(made[0], AttachmentList)
    assert len(made[0].items) == 2
