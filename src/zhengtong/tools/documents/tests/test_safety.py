import io
import zipfile

import pytest

from zhengtong.tools.documents import Limits, Unreadable, recognise
from zhengtong.tools.documents.safety import Budget
from zhengtong.tools.documents.tests.samples import CONTENT_TYPES, NAMESPACES, docx, p, relations, shared


def reason(data, name="a.docx", limits=None):
    with pytest.raises(Unreadable) as refused:
        recognise(data, name, limits)
    assert refused.value.reasons
    return "".join(refused.value.reasons)


@pytest.mark.parametrize("data", [b"", b"   \r\n", b"\x00\x00"])
def test_empty__is_refused(data):
    assert "空的" in reason(data)


def test_oversize__is_refused_before_it_is_read():
    assert "过大" in reason(b"a" * 2000, limits=Limits(file_bytes=1000))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"{\\rtf1 abc}", "RTF"),
        (b"MZ\x90\x00", "可执行程序"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"PK\x03\x04 broken", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "请另存为 .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加密"),
        (bytes(range(256)) * 20, "不是文字文档"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "XML"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "XML"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; x\n\n", ".mht"),
    ],
)
def test_type__is_decided_by_content_whatever_the_name(data, words):
    for name in ("a.docx", "a.txt", "a.html"):
        assert words in reason(data, name)


def test_type__docx_named_txt_is_read_and_told():
    made = recognise(docx(p("关于某事的通知") + p("正文。")), "a.txt")
    assert made.file_format == "docx"
    assert any("扩展名与内容不符" in one.why for one in made.not_understood)


def test_zip_bomb__is_refused_by_ratio_and_by_size():
    assert "压缩" in reason(docx(p("题"), word__media__a_dot_bin=b"\0" * 8_000_000))
    assert "过大" in reason(
        docx(p("题"), word__a_dot_xml=b"\0" * 2_000_000), limits=Limits(part_bytes=1_000_000)
    )


def test_zip_bomb__lying_directory_does_not_help():
    data = bytearray(docx(p("题"), word__z_dot_xml=b"x" * 100))
    central = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
    data[central + 24 : central + 28] = (5).to_bytes(4, "little")
    reason(bytes(data))


def test_zip__too_many_parts_or_encrypted_parts_are_refused():
    many = {f"word__p{number}_dot_xml": b"" for number in range(30)}
    assert "过多" in reason(docx(p("题"), **many), limits=Limits(parts=20))
    data = bytearray(docx(p("题")))
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.index(mark)
        data[place + at] |= 1
    assert "加密" in reason(bytes(data))


def test_zip__that_is_no_document_is_told_apart():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "text")
    assert "压缩包" in reason(made.getvalue())


def test_macro_document__is_refused():
    types = CONTENT_TYPES.replace(
        "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert "宏" in reason(docx(p("题"), types=types))


def test_stray_macro_part__is_told_and_not_read():
    made = recognise(docx(p("题"), word__vbaProject_dot_bin=b"x"), "a.docx")
    assert any("宏" in one.why for one in made.not_understood)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w SYSTEM "http://192.0.2.1/x.dtd">',
    ],
)
def test_entities__are_refused_and_never_resolved(doctype, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection was opened"))
    document = f"<?xml version='1.0'?>{doctype}<w:document {NAMESPACES}><w:body/></w:document>"
    assert "实体" in reason(docx(document=document))
    utf16 = f"<?xml version='1.0' encoding='utf-16'?>{doctype}<w:document {NAMESPACES}><w:body/></w:document>"
    assert "实体" in reason(docx(document=utf16.encode("utf-16")))


def test_broken_xml__is_refused_clearly():
    assert "XML" in reason(docx(document="<w:document"))
    assert "正文" in reason(docx(document=f"<w:document {NAMESPACES}/>"))


def test_paths__that_leave_the_package_find_nothing():
    made = docx(
        p("题", inner='<w:r><w:drawing><a:blip r:embed="r9"/></w:drawing></w:r>'),
        rels=relations(r9=("image", "../../../../etc/passwd")),
    )
    assert any("缺失的图片" in one.why for one in recognise(made, "a.docx").not_understood)


def test_bounds__blocks_cells_characters_and_remarks():
    assert "段落数" in reason(docx(p("题") + p("文") * 60), limits=Limits(blocks=50))
    assert "字数" in reason(("字" * 500).encode(), "a.txt", Limits(characters=100))
    cells = "<w:tbl>" + "<w:tr>" + "<w:tc><w:p/></w:tc>" * 60 + "</w:tr>" + "</w:tbl>"
    assert "单元格" in reason(docx(cells), limits=Limits(cells=50))
    marks = "<table><tr><td>项目</td><td>甲</td></tr><tr><td>一</td><td>1</td></tr><tr><td>二</td><td>2</td></tr></table>"
    made = recognise(f"<h1>题</h1>{marks * 30}".encode(), "a.html", Limits(remarks=10))
    assert len(made.not_understood) == 11
    assert "没有逐一列出" in made.not_understood[-1].why


def test_bounds__time_is_up():
    budget = Budget(Limits(seconds=0.0), started=0.0)
    with pytest.raises(Unreadable, match="秒"):
        budget.check_time()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[" * 200_000, "a.md"),
        ("一、甲\n" * 100_000, "a.txt"),
        ("<html>" + "<p>x</p>" * 200_000, "a.html"),
        ("<html><p " + " ".join(f"a{number}=1" for number in range(50_000)) + ">x", "a.html"),
    ],
)
def test_bounds__what_no_parser_could_be_stopped_in_is_refused_before(text, name):
    assert "拆分" in reason(text.encode(), name) or "分段" in reason(text.encode(), name)


def test_tables_in_tables_in_tables__end_somewhere():
    reason(docx("<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60))


def test_shared_hostile_files__are_read_or_refused_with_a_reason_and_never_crash():
    files = [one for one in shared("data", "suites", "upload").rglob("*") if one.is_file()]
    assert files
    reasons = []
    for path in files:
        try:
            recognise(path.read_bytes(), path.name)
        except Unreadable as refused:
            reasons += refused.reasons
    assert len(reasons) > 30
    assert all("\u4e00" <= one[0] <= "\u9fff" for one in reasons)


@pytest.mark.parametrize(
    "name",
    ["encrypted.doc", "harmless-clean.doc", "harmless-clean.docm", "dde-test-encrypt-standardpassword.xlsx"],
)
def test_shared_office_files__that_must_be_refused(name):
    reason(shared("data", "suites", "upload", "office", name).read_bytes(), "a.docx")
