import io

from zhengtong.tools.proofread.__main__ import main

TEXT = "反映路灯不亮\n我叫张云清，13800138000，座机023-68000000\n"


def letter(tmp_path, data=None):
    file = tmp_path / "letter.txt"
    file.write_bytes(TEXT.encode() if data is None else data)
    return str(file)


def test_file__each_place_is_listed_with_its_line(tmp_path, capsys):
    assert main([letter(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "第2行 姓名（确定）：张云清 → 张某某（前文自称姓名）"
    assert len(lines) == 3


def test_masked__leaves_what_is_only_to_be_looked_at_unless_asked(tmp_path, capsys):
    main([letter(tmp_path), "--masked"])
    assert "张某某，138****8000，座机023-68000000" in capsys.readouterr().out
    main([letter(tmp_path), "--masked", "--all"])
    assert "座机023-6800****" in capsys.readouterr().out


def test_nothing_found__says_so_and_asks_to_read_all_the_same(tmp_path, capsys):
    assert main([letter(tmp_path, "路灯不亮".encode())]) == 0
    assert "仍请通读全文" in capsys.readouterr().out


def test_standard_input__is_read(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert main(["-"]) == 0
    assert "张云清" in capsys.readouterr().out


def test_mistakes__are_told_in_chinese(tmp_path, capsys):
    assert main([str(tmp_path / "none.txt")]) == 2
    assert main([letter(tmp_path, b"\xff\xfe\xff")]) == 2
    assert main([]) == 2
    assert main([letter(tmp_path), "--fast"]) == 2
    told = capsys.readouterr().err
    assert "无法读取" in told
    assert "不是 UTF-8" in told
    assert "用法" in told
