import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from zhengtong.duties.authority import PostBackend
from zhengtong.duties.models import Person
from zhengtong.engine.evidence import access, queries, rules, store
from zhengtong.engine.evidence.actions import attach, keep
from zhengtong.engine.evidence.models import Evidence, Exhibit
from zhengtong.engine.refusals import Refused

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00" * 20
TYPES = '<Types><Override PartName="/x" ContentType="application/vnd.openxmlformats{}"/></Types>'


@pytest.fixture
def clerk() -> Person:
    return Person.objects.create_user("clerk", name="演示·经办")


def package(main="word/document.xml", types=TYPES, **extra) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in {"[Content_Types].xml": types, main: "<a/>", **extra}.items():
            made.writestr(name, text)
    return out.getvalue()


KEPT = [
    (PDF, "备案证明.pdf", "application/pdf"),
    (PNG, "截图.PNG", "image/png"),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "a.jpeg", "image/jpeg"),
    (b"GIF89a\x01\x00", "a.gif", "image/gif"),
    (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "a.webp", "image/webp"),
    (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "录屏.mp4", "video/mp4"),
    (package(), "方案.docx", rules.DOCX),
    (package("xl/workbook.xml"), "台账.xlsx", rules.XLSX),
    (package("OFD.xml"), "公文.ofd", rules.OFD),
    ("说明<b>加粗</b>".encode(), "说明.txt", "text/plain"),
    ("说明".encode("gb18030"), "旧系统导出.txt", "text/plain"),
    ("\ufeff单位,数量\n甲,1".encode(), "统计.csv", "text/csv"),
]


@pytest.mark.parametrize(("data", "name", "media_type"), KEPT, ids=[name for _, name, _ in KEPT])
def test_allowed_content__is_kept_under_its_own_type(clerk, at, data, name, media_type):
    kept = keep(data, name, by=clerk, at=at)
    assert (kept.media_type, kept.size, queries.read(kept)) == (media_type, len(data), data)


REFUSED = [
    (b"", "a.pdf", "evidence.empty"),
    (b"MZ\x90\x00\x03", "a.pdf", "evidence.type"),
    (b"\x7fELF\x02\x01\x01", "a.txt", "evidence.type"),
    (b"<!DOCTYPE html><script>1</script>", "a.txt", "evidence.active"),
    (b"\xef\xbb\xbf \n<svg xmlns='x' onload='1'/>", "a.txt", "evidence.active"),
    (b"<?xml version='1.0'?><svg/>", "a.svg", "evidence.active"),
    (b"#!/bin/sh\nrm", "a.txt", "evidence.active"),
    (b"alert(1)", "a.js", "evidence.wrong_ending"),
    (b"hello", "a.html", "evidence.wrong_ending"),
    (b"hello", "README", "evidence.wrong_ending"),
    (PDF, "发票.pdf.exe", "evidence.wrong_ending"),
    (PNG, "a.pdf", "evidence.wrong_ending"),
    (b"\x00\x01\x02\x03", "a.txt", "evidence.type"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.doc", "evidence.type"),
    (b"Rar!\x1a\x07\x01\x00", "a.rar", "evidence.type"),
    (package("something.txt"), "a.zip", "evidence.type"),
    (package(**{"word/vbaProject.bin": "x"}), "a.docx", "evidence.macro"),
    (
        package(types=TYPES.replace("openxmlformats", "ms-word.document.macroEnabled.main")),
        "a.docx",
        "evidence.macro",
    ),
    (package(**{"word/activeX/activeX1.xml": "x"}), "a.docx", "evidence.macro"),
    (package(**{"word/media/x.exe": "x"}), "a.docx", "evidence.macro"),
    (package(**{"word/media/x.bin": "0" * 50_000_000}), "a.docx", "evidence.bomb"),
    (package()[:-30], "a.docx", "evidence.broken"),
    (b"PK\x03\x04 not a package", "a.docx", "evidence.broken"),
]


@pytest.mark.parametrize(
    ("data", "name", "code"), REFUSED, ids=[f"{code}-{n}" for n, (_, _, code) in enumerate(REFUSED)]
)
def test_other_content__is_refused_and_leaves_nothing_behind(clerk, at, data, name, code):
    with pytest.raises(Refused) as refused:
        keep(data, name, by=clerk, at=at)
    assert refused.value.codes == {code}
    assert (Evidence.objects.count(), list(store.names())) == (0, [])


def test_too_large__is_refused(clerk, at, monkeypatch):
    monkeypatch.setattr(rules, "MOST_BYTES", 8)
    with pytest.raises(Refused, match="超过"):
        keep(PDF, "a.pdf", by=clerk, at=at)


def test_package_that_lies_about_its_size__is_refused(clerk, at):
    honest = package(**{"word/media/x.bin": "0" * 5000})
    directory = honest.rindex(b"PK\x01\x02")
    swollen = honest[: directory + 20] + (2**31).to_bytes(4, "little") + honest[directory + 24 :]
    with pytest.raises(Refused) as refused:
        keep(swollen, "a.docx", by=clerk, at=at)
    assert refused.value.codes == {"evidence.bomb"}


def test_same_content__is_kept_once_and_each_keeps_the_name_it_came_with(clerk, at):
    first, second = (keep(PDF, name, by=clerk, at=at) for name in ("甲.pdf", "乙.pdf"))
    assert (first.pk, len(list(store.names()))) == (second.pk, 1)
    assert [attach(kept, clerk, label="证明", by=clerk, at=at).filename for kept in (first, second)] == [
        "甲.pdf",
        "乙.pdf",
    ]
    assert [one.label for one in queries.exhibits_of(clerk)] == ["证明", "证明"]


@pytest.mark.parametrize(
    ("given", "plain"),
    [("../../etc/passwd.txt", "passwd.txt"), ("C:\\文档\\甲.pdf", "甲.pdf"), ("a\u202egpj.exe\r\n", "agpj.exe"), ("", "未命名"), ("长" * 300 + ".pdf", "长" * 196 + ".pdf")],
)  # fmt: skip
def test_file_name__is_only_a_name(given, plain):
    assert rules.plain_name(given) == plain


def test_file__lies_where_its_hash_says_before_the_row_is_there(clerk, at, monkeypatch):
    monkeypatch.setattr(Evidence.objects, "get_or_create", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        keep(PDF, "a.pdf", by=clerk, at=at)
    (name,) = store.names()
    assert store.path_of(f"sm3:{name}").read_bytes() == PDF
    assert [damage.kind for damage in queries.damaged()] == ["unregistered"]


def test_crash_while_writing__leaves_no_half_file(monkeypatch, settings):
    def crash(self, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        store.write(PDF, "sm3:" + "ab" * 32)
    assert [path for path in Path(settings.EVIDENCE_ROOT).rglob("*") if path.is_file()] == []


def spoil(evidence, data: bytes | None) -> None:
    path = store.path_of(evidence.hash)
    path.unlink()
    if data is not None:
        path.write_bytes(data)


@pytest.mark.parametrize(("data", "kind"), [(PDF + b"x", "changed"), (None, "missing")])
def test_changed_or_missing_file__is_not_read_and_is_named(clerk, at, data, kind, capsys):
    kept = keep(PDF, "证明.pdf", by=clerk, at=at)
    keep(PNG, "a.png", by=clerk, at=at)
    spoil(kept, data)
    with pytest.raises(store.Tampered):
        queries.read(kept)
    with pytest.raises(SystemExit):
        call_command("verify_evidence")
    told = capsys.readouterr()
    assert told.out.startswith(f"{kind}\t{kept.hash}\t")
    assert "证明.pdf" in told.out
    assert "1件" in told.err


def test_verify__passes_when_all_is_there(clerk, at, capsys):
    keep(PDF, "a.pdf", by=None, at=at)
    call_command("verify_evidence")
    assert "共1件" in capsys.readouterr().out


def test_spoiled_file__is_restored_when_the_content_comes_again(clerk, at):
    kept = keep(PDF, "a.pdf", by=clerk, at=at)
    spoil(kept, b"x")
    keep(PDF, "a.pdf", by=clerk, at=at)
    assert queries.read(kept) == PDF


@pytest.mark.parametrize("table", ["evidence_evidence", "evidence_exhibit"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET filename = 'x'", "DELETE FROM {}"])
def test_database__refuses_to_change_or_delete_evidence(clerk, at, table, sql):
    attach(keep(PDF, "a.pdf", by=clerk, at=at), clerk, label="证明", by=clerk, at=at)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(table))


def test_evidence_that_hangs_on_something__cannot_be_deleted(clerk, at):
    kept = keep(PDF, "a.pdf", by=clerk, at=at)
    attach(kept, clerk, label="证明", by=clerk, at=at)
    with pytest.raises(ProtectedError):
        kept.delete()


def test_exhibits__are_listed_in_one_query(clerk, at, django_assert_max_num_queries):
    for data, name in ((PDF, "a.pdf"), (PNG, "a.png")):
        attach(keep(data, name, by=clerk, at=at), clerk, label="证明", by=clerk, at=at)
    with django_assert_max_num_queries(1):
        assert [(one.evidence.size, str(one.by)) for one in queries.exhibits_of(clerk)]


@pytest.fixture
def signed_in(client, clerk, monkeypatch):
    monkeypatch.setattr(PostBackend, "get_all_permissions", lambda *_: {"wagtailadmin.access_admin"})
    monkeypatch.setattr(access, "_may", {})
    client.force_login(clerk, "zhengtong.duties.authority.PostBackend")
    return client


def hung(clerk, at, data=PDF, name="备案 证明.pdf") -> str:
    kept = keep(data, name, by=clerk, at=at)
    attach(kept, clerk, label="证明", by=clerk, at=at)
    return f"/console/evidence/{kept.pk}/"


def test_download__is_inert(signed_in, clerk, at):
    access.let("duties.person", lambda person, key: key == str(person.pk))
    answer = signed_in.get(hung(clerk, at))
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (answer["X-Content-Type-Options"], "no-store" in answer["Cache-Control"]) == ("nosniff", True)


def test_download__is_not_there_unless_a_room_lets_the_person_see_it(signed_in, clerk, at):
    address = hung(clerk, at)
    assert signed_in.get(address).status_code == 404
    access.let("duties.person", lambda person, key: False)
    assert signed_in.get(address).status_code == 404
    assert signed_in.get("/console/evidence/999999/").status_code == 404


def test_download__of_evidence_that_hangs_on_nothing_is_not_there(signed_in, clerk, at):
    access.let("duties.person", lambda person, key: True)
    kept = keep(PDF, "a.pdf", by=clerk, at=at)
    assert signed_in.get(f"/console/evidence/{kept.pk}/").status_code == 404


def test_download__of_a_changed_file_is_refused_in_words(signed_in, clerk, at):
    access.let("duties.person", lambda person, key: True)
    address = hung(clerk, at)
    spoil(Evidence.objects.get(), b"other")
    answer = signed_in.get(address)
    assert (answer.status_code, Exhibit.objects.count()) == (409, 1)
    assert "不符" in answer.content.decode()


def test_download__needs_signing_in(client, clerk, at):
    assert client.get(hung(clerk, at)).status_code == 302
