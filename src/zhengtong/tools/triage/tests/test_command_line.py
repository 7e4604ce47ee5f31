import json

from zhengtong.tools.triage.__main__ import main

from .letters import decided
from .test_clusters import STATION


def lines_file(tmp_path, rows):
    file = tmp_path / "letters.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return str(file)


def row(text, **more):
    title, _, body = text.partition("\n")
    return {"title": title, "body": body, **more}


def test_clusters__are_listed_with_words_and_lines(tmp_path, capsys):
    rows = [row(text) for text in STATION] + [row(text) for text, _ in decided(30)]
    assert main(["clusters", lines_file(tmp_path, rows), "--most", "40"]) == 0
    assert "3件：" in capsys.readouterr().out


def test_copies__are_listed_in_pairs(tmp_path, capsys):
    rows = [
        {"title": "一", "reply": "路灯已经安排更换电缆"},
        {"title": "二", "reply": "路灯已经安排更换电缆。"},
        {"title": "三"},
    ]
    assert main(["copies", lines_file(tmp_path, rows), "--field", "reply"]) == 0
    assert capsys.readouterr().out == "第2行 二 与 第1行 一 雷同 100%\n"


def test_suggest__tells_units_shares_and_words(tmp_path, capsys):
    file = lines_file(tmp_path, [row(text, unit=unit) for text, unit in decided(60)])
    assert main(["suggest", file, "--label", "unit", "公交班次太少"]) == 0
    assert capsys.readouterr().out.startswith("区交通运输委 ")


def test_mistakes__are_told_in_chinese(tmp_path, capsys):
    (tmp_path / "bad.jsonl").write_text("不是", encoding="utf-8")
    (tmp_path / "list.jsonl").write_text("[1]", encoding="utf-8")
    assert main(["clusters", str(tmp_path / "none.jsonl")]) == 2
    assert main(["clusters", str(tmp_path / "bad.jsonl")]) == 2
    assert main(["clusters", str(tmp_path / "list.jsonl")]) == 2
    assert main(["suggest", lines_file(tmp_path, []), "x"]) == 2
    assert main(["dance", lines_file(tmp_path, [])]) == 2
    assert main(["copies", lines_file(tmp_path, []), "--at-least", "x"]) == 2
    told = capsys.readouterr().err
    assert told.count("错误：") == 6
    assert "JSON 对象" in told
