"""One declaration gives a working case on screen: what to apply for, form, checklist, picture, acts, papers."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from zhengtong.engine.procedures.drawing import drawing
from zhengtong.engine.procedures.models import Case
from zhengtong.engine.procedures.registry import procedures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enters_the_console")]
BEGIN = "/console/procedures/test.bridge/begin/"


@pytest.fixture
def at_desk(cast):
    def client(role):
        made = Client()
        made.force_login(cast[role], backend="zhengtong.duties.authority.PostBackend")
        return made

    return client


def text(response):
    return response.content.decode()


def upload(name="图纸.pdf", data=b"%PDF-1.4 plan"):
    return SimpleUploadedFile(name, data)


def test_section__offers_what_one_may_apply_for_and_says_why_not_the_rest(at_desk):
    page = text(at_desk("applicant").get(reverse("cases_section", args=["websites"])))
    assert BEGIN in page
    page = text(at_desk("liaison").get(reverse("cases_section", args=["websites"])))
    assert BEGIN not in page
    assert "“桥梁挂牌”由管理员申请" in page


def test_procedure__is_shown_as_picture_and_as_checklist(at_desk):
    page = text(at_desk("stranger").get(reverse("cases_procedure", args=["test.bridge"])))
    assert "<svg" in page
    for words in ("安装灯光", "“是否亮灯”为是时办理", "登记桥号", "不在禁挂名单", "负责人"):
        assert words in page


def test_application__knows_what_is_known_and_keeps_what_was_typed_and_uploaded(at_desk, cast):
    client = at_desk("applicant")
    assert "北碚大桥" in text(client.get(BEGIN))
    refused = client.post(
        BEGIN, {"ask_name": "北碚大桥", "ask_lit": "yes", "ask_length": "300", "file_plan": upload()}
    )
    assert refused.status_code == 409
    page = text(refused)
    assert "请填写“灯光颜色”" in page
    assert "已上传：图纸.pdf" in page
    ticket = refused.context["ticket"]
    answers = {"ask_name": "北碚大桥", "ask_lit": "yes", "ask_length": "300", "ask_colour": "暖白"}
    done = client.post(BEGIN, answers | {"kept": ticket})
    case = Case.objects.get()
    assert done["Location"] == reverse("cases:inspect", args=[case.pk])
    assert case.reused == 1
    stolen = at_desk("stranger").post(BEGIN, answers | {"kept": ticket})
    assert "请附“图纸”" in text(stolen)


def test_hostile_upload__is_refused_in_words(at_desk):
    answers = {
        "ask_name": "桥",
        "ask_length": "3",
        "file_plan": upload("图纸.pdf", b"<script>alert(1)</script>"),
    }
    response = at_desk("applicant").post(BEGIN, answers)
    assert response.status_code == 409
    assert Case.objects.count() == 0


def test_case__shows_what_i_can_do_and_greys_what_others_do(begin, at_desk):
    case = begin()
    address = reverse("cases:inspect", args=[case.pk])
    step = reverse("cases:step", args=[case.pk, "consent"])
    mine, others = text(at_desk("head").get(address)), text(at_desk("applicant").get(address))
    assert f'href="{step}"' in mine
    assert f'href="{step}"' not in others
    assert "“负责人同意”由负责人办理" in others
    assert at_desk("stranger").get(address).status_code == 404
    assert at_desk("stranger").get(step).status_code == 404


def test_step__is_done_on_screen(begin, at_desk):
    case = begin()
    step = reverse("cases:step", args=[case.pk, "consent"])
    client = at_desk("head")
    assert client.post(step, {}).status_code == 409
    assert client.post(step, {"outcome": "approve", "opinion": "同意。"}).status_code == 302
    assert client.get(step).status_code == 403  # done already: said before the click
    assert at_desk("applicant").get(step).status_code == 403


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_paper__comes_out_of_the_case(begin, do, at_desk, ending):
    case = begin(asked={"name": "“#import <b>", "length": 3})
    do(case, "consent", "head", outcome="approve", opinion="同意 $x$ [b]")
    response = at_desk("head").get(reverse("cases:paper", args=[case.pk, "sheet", ending]))
    assert response.status_code == 200
    assert response.content[:4] == (b"PK\x03\x04" if ending == "docx" else b"%PDF")
    if ending == "docx":
        from docx import Document

        words = "".join(
            cell.text
            for table in Document(BytesIO(response.content)).tables
            for row in table.rows
            for cell in row.cells
        )
        assert "同意 $x$ [b]" in words


def test_unknown_paper_step_or_procedure__is_not_found(begin, at_desk):
    case = begin()
    client = at_desk("head")
    for address in (
        reverse("cases:paper", args=[case.pk, "sheet", "exe"]), reverse("cases:paper", args=[case.pk, "nothing", "pdf"]),
        reverse("cases:step", args=[case.pk, "nothing"]), reverse("cases_procedure", args=["no.such"]),
        reverse("cases_section", args=["nothing"]),
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_register__asks_a_constant_number_of_questions(begin, at_desk, django_assert_max_num_queries):
    for _ in range(3):
        begin()
    client = at_desk("office")
    client.get("/console/cases/")
    with django_assert_max_num_queries(18):
        assert client.get("/console/cases/").status_code == 200


def test_drawing__escapes_what_is_written_in_it():
    picture = drawing(procedures["test.bridge"], {"apply": "<script>"})
    assert "<script>" not in picture
