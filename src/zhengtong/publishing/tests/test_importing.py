"""A document comes in: uploaded, read, looked at, saved once."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from zhengtong.duties.models import ContentKind
from zhengtong.engine.evidence.queries import exhibits_of
from zhengtong.engine.jobs.actions import claim, run, work_off
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.ledger.queries import broken, story_of
from zhengtong.engine.notify.models import Message
from zhengtong.engine.refusals import Refused
from zhengtong.publishing.actions import drop_import, import_draft, imports, receive, submit
from zhengtong.publishing.content import content_hash
from zhengtong.publishing.importing import access
from zhengtong.publishing.importing.richtext import as_stored
from zhengtong.publishing.kinds import ImportState
from zhengtong.publishing.models import Article, Hand, ImportedFile, ImportedPicture, PolicyDocument
from zhengtong.publishing.queries import draft_of
from zhengtong.tools.documents.tests.samples import docx, p, relations

pytestmark = pytest.mark.django_db
MEASURES = Path(__file__).resolve().parents[5] / "shared" / "regulation" / "beibei-measures-2023.txt"
PLAIN = "关于开展读网演练的通知\n\n各单位：\n现将有关事项通知如下。\n\n区教委\n2026年11月20日\n".encode()
PAGE = "<html><body><h1>关于读网的通知</h1><p>来源：区教委</p><p>各单位：现将事项通知如下。</p></body></html>"


WORD = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def png():
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (40, 30), "#1f4d3f").save(made, "PNG")
    return made.getvalue()


def with_picture(alt=""):
    drawing = f'<w:r><w:drawing><wp:inline xmlns:wp="{WORD}"><wp:docPr id="1" name="a" descr="{alt}"/><a:blip r:embed="r9"/></wp:inline></w:drawing></w:r>'
    body = p("关于开展读网演练的通知") + p("各单位：现将有关事项通知如下。") + p(inner=drawing)
    return docx(body, rels=relations(r9=("image", "media/a.png")), word__media__a_dot_png=png())


def uploaded(district, at, data=PLAIN, name="通知.txt", by=None):
    return receive(data, name, unit=district.education, by=by or district.editor, at=at)


def saved(imported, district, at, **said):
    asked = {
        "column": district.column,
        "kind": "notice",
        "title": "关于开展读网演练的通知",
        "by": district.editor,
    }
    return import_draft(imported, at=at, **(asked | said))


def codes(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.codes


@pytest.fixture
def desk(client, district):
    client.force_login(district.editor)
    return client


def upload(client, data=PLAIN, name="通知.txt", unit=None):
    """Through the screen; the answer is the screen of the upload."""
    found = client.get(reverse("publishing:import")).context["form"].fields["unit"].initial
    sent = {"file": SimpleUploadedFile(name, data), "unit": unit or found}
    return client.post(reverse("publishing:import"), sent, follow=True)


def form_data(response, **changed):
    form = response.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    kept = {name: value for name, value in (shown | changed).items() if value not in (None, False)}
    return {name: getattr(value, "pk", value) for name, value in kept.items()}


# --- the story ---


def test_story__upload_preview_draft_and_the_content_is_what_the_preview_showed(desk, district, at):
    shown = upload(desk)
    imported = ImportedFile.objects.get()
    assert imported.state == ImportState.READY
    assert not Article.objects.exists()
    text = shown.content.decode()
    assert "现将有关事项通知如下。" in text
    assert "依据：“" in text
    data = form_data(shown, column=district.column.pk, keywords="读网，演练", secrecy_checked="on")
    answer = desk.post(reverse("publishing:import_file", args=[imported.pk]), data)
    article = draft_of(Article.objects.get())
    assert answer.url == reverse("articles:inspect", args=[article.pk])
    assert [block.block_type for block in article.body] == ["paragraph"]
    assert "现将有关事项通知如下。" in article.body[0].value.source
    assert (article.title, article.keywords) == ("关于开展读网演练的通知", "读网，演练")
    assert article.content_source == "区教委"
    assert article.unit == district.education
    assert list(Hand.objects.values_list("person", "how")) == [(district.editor.pk, "导入")]
    assert [line.verb for line in story_of(article)] == ["article.drafted", "article.imported"]
    assert exhibits_of(Article.objects.get()).get().label == "导入原件"
    assert broken() == []
    submit(article, by=district.editor, at=at)
    assert desk.get(answer.url).status_code == 200


def test_measures__come_in_as_a_policy_document_with_nine_chapters(desk, district):
    if not MEASURES.exists():
        pytest.skip("shared data not here: regulation/beibei-measures-2023.txt beside the repository")
    district.column.column.kind = district.column.kind = ContentKind.POLICY
    district.column.save()
    shown = upload(desk, MEASURES.read_bytes(), MEASURES.name)
    assert shown.context["form"]["column"].value() == district.column.pk
    desk.post(shown.wsgi_request.path, form_data(shown))
    document = draft_of(Article.objects.get())
    assert isinstance(document, PolicyDocument)
    assert (
        document.title == "重庆市北碚区人民政府办公室关于印发重庆市北碚区政府网站和政务新媒体管理办法的通知"
    )
    assert document.document_number == "北碚府办发〔2023〕2号"
    assert document.issuer == "重庆市北碚区人民政府办公室"
    assert document.written_on == date(2023, 1, 9)
    headings = [block.value for block in document.body if block.block_type == "heading"]
    assert headings[0]["level"] == "2"
    assert [one["text"][:3] for one in headings[1:]] == [f"第{number}章" for number in "一二三四五六七八九"]
    assert {one["level"] for one in headings[1:]} == {"3"}
    assert_editor_changes_nothing(desk, document)


# --- the editor's round trip ---


def assert_editor_changes_nothing(client, article):
    """Open the draft in the CMS's editor, send the form back as its widgets would, and nothing is different."""
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    opened = client.get(address)
    assert opened.status_code == 200
    form = opened.context["form"]
    data = {"action-save": "", "next": ""}
    for field in form:
        value = field.value()
        if field.name == "body":
            data |= body_as_sent(value)
        elif value is not None and value is not False:
            data[field.html_name] = getattr(value, "pk", value)
    before = content_hash(draft_of(article))
    revisions = article.revisions.count()
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert article.revisions.count() == revisions + 1
    assert content_hash(draft_of(Article.objects.get(pk=article.pk))) == before
    assert Hand.objects.filter(article_id=article.pk).count() == 1


def body_as_sent(stream):
    data = {"body-count": len(stream)}
    for number, child in enumerate(stream):
        prefix = f"body-{number}"
        data |= {f"{prefix}-deleted": "", f"{prefix}-order": number, f"{prefix}-type": child.block_type}
        data[f"{prefix}-id"] = child.id
        if child.block_type in ("heading", "picture"):
            values = {name: getattr(value, "pk", value) for name, value in child.value.items()}
            data |= {f"{prefix}-value-{name}": value for name, value in values.items()}
        else:
            field = child.block.field
            data[f"{prefix}-value"] = field.widget.format_value(child.block.value_for_form(child.value))
    return data


EVERY_KIND = """<html><body><h1>关于读网的通知</h1>
<h2>一、总体要求</h2><p>面积 20m<sup>2</sup>，<strong>务必</strong>  核对 A&amp;B 与 &lt;C&gt;。<br>第二行　缩进，见<a href="https://example.cn/a?b=1&amp;c=2">办法</a>。</p>
<ol><li>第一项<ul><li>其中</li></ul></li><li>第二项</li></ol><ul><li>圆点</li></ul>
<h2>二、安排</h2><h3>（一）时间</h3><p>如下表。</p>
<table><caption>安排表</caption><tr><th colspan="2">时段</th><th rowspan="2">人数</th></tr><tr><td>上午</td><td>下午</td></tr><tr><td>9<sup>2</sup></td><td>乙\u201c引\u201d"</td><td>3</td></tr></table>
<p>附件：1. 名单</p><p>区教委</p><p>2026年11月20日</p><p>（此件公开发布）</p></body></html>"""


def test_every_kind_of_block__comes_in_and_the_editor_changes_nothing(desk, district):
    shown = upload(desk, EVERY_KIND.encode(), "a.html")
    desk.post(shown.wsgi_request.path, form_data(shown, column=district.column.pk))
    article = draft_of(Article.objects.get())
    kinds = [block.block_type for block in article.body]
    assert kinds == ["heading", "paragraph", "heading", "heading", "paragraph", "table", "paragraph"]
    text = "".join(block.value.source for block in article.body if block.block_type == "paragraph")
    for wanted in ("m<sup>2</sup>", "<b>务必</b>", "第二行", 'href="https://example.cn/a?b=1&amp;c=2"'):
        assert wanted in text
    assert text.index("<ol>") < text.index("<ul>") < text.index("其中") < text.index("第二项")
    assert "此件公开发布" in text
    table = article.body[5].value
    assert table["data"][0] == ["时段", None, "人数"]
    assert table["data"][2][0] == "9²"
    assert {"row": 0, "col": 0, "rowspan": 1, "colspan": 2} in table["mergeCells"]
    assert (table["table_header_choice"], table["table_caption"]) == ("row", "安排表")
    assert [block.value["level"] for block in article.body if block.block_type == "heading"] == [
        "2",
        "2",
        "3",
    ]
    assert_editor_changes_nothing(desk, article)


@pytest.mark.parametrize(
    "html",
    [
        "<p>a  b\u3000c &amp; &lt;<strong> 粗 </strong>后<br>第二行<br></p><p> </p><p>\u3000\u3000缩进</p>",
        '<p><a href="https://example.cn/?a=1&amp;b=2">链<em>接</em></a>与<a href="mailto:a@example.cn">信箱</a></p>',
        "<ol><li>一<ol><li>甲<ul><li>深</li></ul></li></ol></li><li>二</li></ol><p>尾</p><script>x</script>",
    ],
)
def test_stored_text__is_what_the_editor_itself_would_store(html):
    stored, following = as_stored(html)
    assert as_stored(stored) == (stored, following)
    assert "<script" not in stored


def test_same_document__gives_the_same_text_each_time(district, at):
    first, second = uploaded(district, at, EVERY_KIND.encode()), uploaded(district, at, EVERY_KIND.encode())
    assert first.reading["blocks"] == second.reading["blocks"]


def test_attachment_that_is_only_named__is_told(district, at):
    imported = uploaded(district, at, EVERY_KIND.encode())
    assert any("附件本身不在其中" in one["why"] for one in imported.reading["remarks"])


# --- pictures ---


def test_picture__comes_in_with_its_words_in_the_name_of_the_importer(desk, district):
    shown = upload(desk, with_picture("读网演练现场"), "a.docx")
    assert shown.context["form"]["alt_1"].value() == "读网演练现场"
    seen = desk.get(reverse("publishing:import_picture", args=[ImportedFile.objects.get().pk, 1]))
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/png")
    desk.post(shown.wsgi_request.path, form_data(shown, column=district.column.pk))
    image = get_image_model().objects.get()
    assert image.uploaded_by_user == district.editor
    article = draft_of(Article.objects.get())
    assert [block.value["alt"] for block in article.body if block.block_type == "picture"] == ["读网演练现场"]
    assert not ImportedPicture.objects.exists()
    assert_editor_changes_nothing(desk, article)


def test_picture__without_words_is_refused_or_left_out(desk, district):
    shown = upload(desk, with_picture(), "a.docx")
    data = form_data(shown, column=district.column.pk)
    refused = desk.post(shown.wsgi_request.path, data)
    assert refused.status_code == 409
    assert "图1" in refused.content.decode()
    assert not Article.objects.exists()
    desk.post(shown.wsgi_request.path, data | {"skip_1": "on"})
    assert [block.block_type for block in draft_of(Article.objects.get()).body] == ["paragraph"]
    assert not get_image_model().objects.exists()


def test_broken_picture__stays_out_and_is_told(district, at):
    data = docx(
        p("关于读网的通知") + p("正文。", inner='<w:r><w:drawing><a:blip r:embed="r9"/></w:drawing></w:r>'),
        rels=relations(r9=("image", "media/a.png")), word__media__a_dot_png=png()[:60],
    )  # fmt: skip
    imported = uploaded(district, at, data, "a.docx")
    assert not imported.pictures.exists()
    assert any("损坏" in one["why"] for one in imported.reading["remarks"])


def test_failure_half_way__leaves_no_draft_and_no_picture_file(district, at, settings, monkeypatch):
    imported = uploaded(district, at, with_picture("现场"), "a.docx")
    monkeypatch.setattr(imports, "create_draft", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        saved(imported, district, at, alts={1: "现场"})
    assert not get_image_model().objects.exists()
    assert not [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]
    imported.refresh_from_db()
    assert (imported.state, imported.pictures.count()) == (ImportState.READY, 1)


# --- refusals ---


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.docx", "空的"),
        (b"%PDF-1.7 ...", "a.docx", "PDF"),
        (b"MZ\x90\x00", "a.txt", "可执行程序"),
        (docx(p("题"), word__media__a_dot_bin=b"\0" * 8_000_000), "a.docx", "压缩"),
    ],
)
def test_hostile_file__is_refused_with_reasons_and_nothing_is_saved(desk, data, name, words):
    shown = upload(desk, data, name)
    assert words in shown.content.decode()
    imported = ImportedFile.objects.get()
    assert (imported.state, bytes(imported.data), imported.reading) == (ImportState.REFUSED, b"", None)
    assert not Article.objects.exists()
    assert not get_document_model().objects.exists()


def test_what_nobody_foresaw__is_a_refusal_and_not_an_error(district, at, monkeypatch):
    monkeypatch.setattr("zhengtong.publishing.importing.reading.recognise", lambda *_: 1 / 0)
    assert "未能读懂" in uploaded(district, at).reasons


def test_classified_document__is_refused_and_its_bytes_are_not_kept(district, at):
    imported = uploaded(district, at, "机密★10年\n\n关于某事的通知\n\n各单位：\n正文。\n".encode())
    assert imported.state == ImportState.REFUSED
    assert "密级标志" in imported.reasons
    assert bytes(imported.data) == b""


@pytest.mark.parametrize(
    ("line", "tone"), [("（此件公开发布）", "good"), ("（此件依申请公开）", "bad"), ("（此件不公开）", "bad")]
)
def test_disclosure_line__is_shown_as_a_hint(district, at, line, tone):
    imported = uploaded(district, at, PLAIN + line.encode())
    assert [hint["tone"] for hint in imported.reading["hints"]] == [tone]


def test_too_big_a_file__is_refused_by_the_form(desk, monkeypatch):
    monkeypatch.setattr("zhengtong.publishing.screens.import_forms.MOST_BYTES", 10)
    assert "请压缩图片或拆分" in upload(desk).content.decode()
    assert not ImportedFile.objects.exists()


def test_draft__every_reason_at_once(district, at):
    imported = uploaded(district, at, with_picture(), "a.docx")
    refused = codes(saved, imported, district, at, column=district.other_column, title=" ")
    wanted = {"import.other_column", "import.no_title", "import.picture_without_alt", "article.not_writer"}
    assert refused == wanted


def test_file_of_another_unit__is_not_there(client, district, at):
    imported = uploaded(district, at, with_picture(), "a.docx")
    client.force_login(district.stranger)
    for name, keys in (
        ("import_file", [imported.pk]),
        ("import_drop", [imported.pk]),
        ("import_picture", [imported.pk, 1]),
    ):
        address = reverse(f"publishing:{name}", args=keys)
        assert client.get(address).status_code == 404
    for name in ("import_file", "import_drop"):
        assert client.post(reverse(f"publishing:{name}", args=[imported.pk])).status_code == 404
    assert codes(saved, imported, district, at, by=district.stranger) >= {"import.other_unit"}
    assert codes(drop_import, imported, by=district.stranger, at=at) == {"import.other_unit"}
    assert "a.docx" not in client.get(reverse("publishing:import")).content.decode()


def test_people_without_a_writers_post__are_refused_with_the_reason(client, district):
    client.force_login(district.first)
    answer = client.get(reverse("publishing:import"))
    assert answer.status_code == 403
    assert "没有可以拟稿的栏目" in answer.content.decode()


def test_colleague_of_the_unit__may_finish_what_another_began(district, at):
    imported = uploaded(district, at)
    assert access.seen_by(ImportedFile.objects.all(), district.colleague, at).get() == imported
    saved(imported, district, at, by=district.colleague)
    assert Hand.objects.get().person == district.colleague


# --- once ---


def test_double_click__makes_one_draft_and_both_end_on_it(desk, district):
    shown = upload(desk)
    data = form_data(shown, column=district.column.pk)
    first, second = (desk.post(shown.wsgi_request.path, data) for _ in range(2))
    assert first.url == second.url
    assert Article.objects.count() == 1
    assert desk.get(shown.wsgi_request.path).url == first.url


def test_second_click_that_came_in_between__is_refused_under_the_lock(district, at):
    imported = uploaded(district, at)
    saved(imported, district, at)
    assert imported.state == ImportState.READY  # as the other request still believes
    assert codes(saved, imported, district, at) == {"import.used"}
    assert codes(drop_import, imported, by=district.editor, at=at) == {"import.used"}


def test_database__refuses_a_used_import_without_a_draft_and_two_imports_of_one_draft(district, at):
    first, second = uploaded(district, at), uploaded(district, at, PAGE.encode(), "a.html")
    article = saved(first, district, at)
    for values in (
        {"state": ImportState.USED},
        {"state": ImportState.USED, "article": article},
        {"article": article},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ImportedFile.objects.filter(pk=second.pk).update(**values)


def test_reload__keeps_what_was_typed(desk, district):
    shown = upload(desk)
    address = shown.wsgi_request.path
    data = form_data(shown, column="", keywords="读网", title="改过的标题")
    refused = desk.post(address, data)
    assert refused.status_code == 200
    for again in (refused, desk.get(address)):
        assert again.context["form"]["keywords"].value() == "读网"
        assert "改过的标题" in again.content.decode()
    assert not Article.objects.exists()


# --- the worker ---


def big(district, at, name="a.txt"):
    return uploaded(district, at, PLAIN + "有关事项说明如下。\n".encode() * 9000, name)


def test_big_file__is_read_by_the_worker_and_the_person_is_told(desk, district, at):
    imported = big(district, at)
    assert imported.state == ImportState.WAITING
    ImportedFile.objects.update(uploaded_at=timezone.now())
    waiting = desk.get(reverse("publishing:import_file", args=[imported.pk]))
    assert "您可以离开" in waiting.content.decode()
    assert waiting["Refresh"] == "2"
    work_off(at)
    assert "Refresh" not in desk.get(reverse("publishing:import_file", args=[imported.pk]))
    imported.refresh_from_db()
    assert "过多" in imported.reasons
    assert "不能导入" in Message.objects.get(person=district.editor).subject


def test_long_document__is_read_by_the_worker_and_makes_a_draft(district, at):
    lines = "".join(
        f"第{number}段，有关事项说明如下，请各单位遵照执行并按期报送。\n" for number in range(5000)
    )
    imported = uploaded(district, at, PLAIN + lines.encode())
    assert imported.state == ImportState.WAITING
    work_off(at)
    imported.refresh_from_db()
    assert imported.state == ImportState.READY
    article = draft_of(saved(imported, district, at))
    assert "第4999段" in "".join(block.value.source for block in article.body)
    assert Message.objects.get(person=district.editor).url == reverse(
        "publishing:import_file", args=[imported.pk]
    )


def test_small_file_that_takes_too_long__is_left_to_the_worker(district, at, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 0.0)
    imported = uploaded(district, at, EVERY_KIND.encode(), "a.html")
    assert imported.state == ImportState.WAITING
    work_off(at + imports.HEAD_START)
    imported.refresh_from_db()
    assert imported.state == ImportState.READY


def test_worker_killed_half_way__goes_on_where_it_was(district, at, monkeypatch):
    imported = big(district, at)
    ImportedFile.objects.filter(pk=imported.pk).update(data=PLAIN)

    def killed(*_):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("zhengtong.publishing.importing.reading.recognise", killed)
        with pytest.raises(SystemExit):
            run(claim("first", at), at)
    imported.refresh_from_db()
    assert (imported.state, imported.attempts) == (ImportState.WAITING, 1)
    work_off(at + timedelta(minutes=3), worker="second")
    imported.refresh_from_db()
    assert imported.state == ImportState.READY
    assert Message.objects.count() == 1


def test_file_that_kills_every_worker__is_given_up(district, at):
    imported = big(district, at)
    ImportedFile.objects.filter(pk=imported.pk).update(attempts=imports.MOST_ATTEMPTS)
    work_off(at)
    imported.refresh_from_db()
    assert imported.state == ImportState.REFUSED
    assert "多次" in imported.reasons


def test_worker_that_comes_late__finds_nothing_to_do(district, at):
    imported = uploaded(district, at)
    saved(imported, district, at)
    work_off(at + timedelta(minutes=1))
    imported.refresh_from_db()
    assert (imported.state, Message.objects.count()) == (ImportState.USED, 0)


# --- what stays ---


def test_web_page__keeps_its_bytes_since_evidence_takes_none(district, at):
    imported = uploaded(district, at, PAGE.encode(), "a.html")
    article = saved(imported, district, at)
    imported.refresh_from_db()
    assert bytes(imported.data) == PAGE.encode()
    assert not exhibits_of(article).exists()
    assert imported.reading["fields"]["content_source"] == "区教委"


def test_dropped__only_the_ledger_remembers(desk, district):
    upload(desk)
    imported = ImportedFile.objects.get()
    address = reverse("publishing:import_drop", args=[imported.pk])
    assert desk.get(address).status_code == 200
    assert desk.post(address).url == reverse("publishing:import")
    assert not ImportedFile.objects.exists()
    assert Entry.objects.filter(verb="import.dropped").get().data["file"] == "通知.txt"


def test_forgotten_uploads__go_after_thirty_days_and_used_ones_stay(district, at):
    used, forgotten = uploaded(district, at), uploaded(district, at, PAGE.encode(), "a.html")
    saved(used, district, at)
    assert imports.drop_forgotten(at + timedelta(days=30)) == 0
    assert imports.drop_forgotten(at + timedelta(days=31)) == 1
    assert list(ImportedFile.objects.all()) == [used]
    assert forgotten.pk


def test_same_file_again__is_told(desk, district, at):
    saved(uploaded(district, at), district, at)
    assert "此文件已导入过" in upload(desk).content.decode()


def test_list_of_uploads__asks_a_constant_number_of_questions(
    desk, district, at, django_assert_max_num_queries
):
    for _ in range(15):
        uploaded(district, at)
    with django_assert_max_num_queries(40):
        desk.get(reverse("publishing:import"))
