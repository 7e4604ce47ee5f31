import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from zhengtong.engine.evidence.rules import ALLOWED
from zhengtong.security.uploads import IMAGES, DocumentForm, ImageForm, why_not_upload

SUITE = Path(project.BASE).parents[2] / "shared" / "data" / "suites" / "upload"
# Of the suite, what an office may hand in; whatever else is refused.
HARMLESS = {
    "sample.jpg",
    "sample.mp4",
    "test.gif",
    "test.mp4",
    "test.txt",
    "test.webp",
    "harmless-clean.docx",
}


def suite_files():
    return sorted(path for path in SUITE.rglob("*") if path.is_file()) if SUITE.is_dir() else []


def png():
    data = io.BytesIO()
    Image.new("RGB", (4, 4)).save(data, "PNG")
    return data.getvalue()


@pytest.fixture(autouse=True)
def collection(db):
    """The root collection, also where a run without migrations has none."""
    if not Collection.objects.exists():
        Collection.add_root(name="Root")


def document_form(name, data):
    form = get_document_form(get_document_model())
    return form({"title": "附件", "tags": ""}, {"file": SimpleUploadedFile(name, data)})


def image_form(name, data):
    form = get_image_form(get_image_model())
    return form({"title": "图片", "tags": ""}, {"file": SimpleUploadedFile(name, data)})


@pytest.mark.skipif(
    not SUITE.is_dir(), reason=f"the hostile upload suite is not beside this checkout: {SUITE}"
)
@pytest.mark.parametrize("path", suite_files(), ids=lambda path: path.name)
def test_hostile_suite__refused_as_it_is_and_under_every_allowed_name(path):
    data = path.read_bytes()
    if path.name in HARMLESS:
        return
    assert why_not_upload(data, path.name), path.name
    if path.suffix in {".zip", ".txt"} or path.name.startswith("harmless"):
        return
    for ending in ("png", "pdf", "docx", "xlsx", "mp4"):
        assert why_not_upload(data, f"附件.{ending}"), f"{path.name} as {ending}"


def test_forms__are_ours(db):
    assert issubclass(get_document_form(get_document_model()), DocumentForm)
    assert issubclass(get_image_form(get_image_model()), ImageForm)


def test_picture__is_taken(db):
    form = image_form("图.png", png())
    assert "file" not in form.errors


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.gif", b"GIF89a<script>alert(1)</script>"),
        ("a.jpg", b"%PDF-1.7"),
    ],
)
def test_picture__refused_by_content(db, name, data):
    assert "file" in image_form(name, data).errors


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<html><script>alert(1)</script></html>"),
        ("a.txt", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("a.pdf", b"MZ\x90\x00"),
        ("a.svg", b"<svg/>"),
        ("a.docx", b"PK\x03\x04broken"),
        ("a.exe", b"MZ\x90\x00"),
        ("a.pdf", b""),
    ],
)
def test_document__refused_by_content(db, name, data):
    assert "file" in document_form(name, data).errors


def test_document__with_a_macro_is_refused(db):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w/>")
        package.writestr("word/vbaProject.bin", "x")
    assert "宏" in str(document_form("a.docx", data.getvalue()).errors["file"])


def test_document__text_is_taken_under_a_plain_name(db):
    form = document_form("通知\u202etxt.txt", "关于开展读网演练的通知".encode())
    assert "file" not in form.errors
    assert form.cleaned_data["file"].name == "通知txt.txt"


def test_endings_in_the_settings__are_those_of_the_allow_list():
    assert set(project.WAGTAILDOCS_EXTENSIONS) == {
        ending for endings in ALLOWED.values() for ending in endings
    } - {"md", "log", "jsonl"}
    assert set(project.WAGTAILIMAGES_EXTENSIONS) == {ending for kind in IMAGES for ending in ALLOWED[kind]}
