import json

from zhengtong.tools.documents.__main__ import main

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
