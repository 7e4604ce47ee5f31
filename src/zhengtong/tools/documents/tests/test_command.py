import json

import pytest

from zhengtong.tools.documents.__main__ import main
from zhengtong.tools.documents.forms import as_docx, as_json, pdf
from zhengtong.tools.documents.tests.form_samples import application

TEXT = "某府发〔2024〕5号\n关于某事的通知\n各单位：\n请执行。\n某局\n2024年5月6日"


def test_command__prints_readable_chinese(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert main([str(path)]) == 0
    shown = capsys.readouterr().out
    assert "【发文字号】某府发〔2024〕5号" in shown
    assert "〔主送机关〕各单位：" in shown


def test_command__json_is_whole_and_plain(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert main([str(path), "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["kind_label"] == "政策文件"
    assert made["written_on"] == "2024-05-06"
    assert made["blocks"][0] == {"type": "OfficialLine", "role": "addressees", "text": "各单位："}
    assert made["evidence"]["title"]["how"]


def test_command__says_why_a_file_is_refused(tmp_path, capsys):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4")
    assert main([str(path)]) == 1
    assert "PDF" in capsys.readouterr().err
    assert main([str(tmp_path / "absent")]) == 2


def written(tmp_path, paper=None):
    path = tmp_path / "form.json"
    path.write_text(json.dumps(as_json(paper or application()), ensure_ascii=False), encoding="utf-8")
    return path


def test_command__sets_a_form_as_docx(tmp_path):
    assert main([str(written(tmp_path)), "--to", str(tmp_path / "a.docx")]) == 0
    assert (tmp_path / "a.docx").read_bytes() == as_docx(application())


def test_command__sets_a_form_as_pdf_or_says_which_fonts_are_missing(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(pdf, "families", list)
    assert main([str(written(tmp_path)), "--to", str(tmp_path / "a.pdf")]) == 1
    assert "fonts-noto-cjk" in capsys.readouterr().err
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize(
    ("text", "target", "code", "words"),
    [
        ("{}", "a.docx", 1, "Form、Letter"),
        ("{", "a.docx", 1, "JSON"),
        ("[" * 100_000, "a.docx", 1, "JSON"),
        ("{}", "a.txt", 2, ".docx 或 .pdf"),
    ],
)
def test_command__says_why_a_form_is_refused(tmp_path, capsys, text, target, code, words):
    path = tmp_path / "form.json"
    path.write_text(text, encoding="utf-8")
    assert main([str(path), "--to", str(tmp_path / target)]) == code
    assert words in capsys.readouterr().err


def test_command__says_that_a_form_file_is_absent(tmp_path, capsys):
    assert main([str(tmp_path / "absent.json"), "--to", str(tmp_path / "a.docx")]) == 2
    assert "无法读写文件" in capsys.readouterr().err
