import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from zhengtong.tools.sheets import Bounds, Unreadable, read

REPOSITORY = Path(__file__).resolve().parents[5]


def xlsx(*rows, change=None):
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    if change:
        change(book, book.active)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def repacked(data, **parts):
    """The same package with parts replaced or added; a part is bytes or a function of the old bytes."""
    old, made = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    parts = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = parts.pop(name, old.read(name))
            new.writestr(name, part(old.read(name)) if callable(part) else part)
        for name, part in parts.items():
            new.writestr(name, part)
    return made.getvalue()


def only(data, name="a.xlsx", **bounds):
    (table,) = read(data, name, Bounds(**bounds))
    return table


def why(data, name="a.xlsx", **bounds):
    with pytest.raises(Unreadable) as refused:
        read(data, name, Bounds(**bounds))
    return "".join(refused.value.reasons)


def test_workbook__lines_keep_the_numbers_of_the_sheet_and_blank_ones_are_left_out():
    table = only(xlsx(["甲", "乙"], [], ["丙", None, " "], [None]))
    assert [(line.number, line.cells) for line in table.lines] == [(1, ("甲", "乙")), (3, ("丙",))]


def test_cells__numbers_dates_and_flags_become_texts():
    moment = datetime(2016, 9, 1, 8, 30)  # noqa: DTZ001 (a sheet knows no time zone)
    table = only(xlsx([5001090001, 1.5, 3.0, date(2016, 9, 1), moment, True]))
    assert table.lines[0].cells == ("5001090001", "1.5", "3", "2016-09-01", "2016-09-01 08:30:00", "是")


def test_cells__invisible_characters_are_left_out_and_long_texts_cut():
    table = only(xlsx(["北\u202e碚\u200b_x000B_区　 网站", "长" * 10_000, "'=1+1", "a\r\n b"]))
    assert table.lines[0].cells[0] == "北碚区 网站"
    assert len(table.lines[0].cells[1]) == 2001
    assert table.lines[0].cells[2:] == ("=1+1", "a\nb")


def test_long_number_and_error_value__are_named_as_faults():
    def errors(book, sheet):
        sheet["B1"] = "#REF!"
        sheet["B1"].data_type = "e"

    table = only(xlsx([12345678901234567], change=errors))
    assert "失真" in table.lines[0].faults[0]
    assert "#REF!" in table.lines[0].faults[1]


def test_formula__is_not_evaluated_and_told():
    table = only(xlsx(["名称", "=1+1", "=cmd|'/c calc'!A1"]))
    assert table.lines[0].cells == ("名称",)
    assert "2个公式" in table.remarks[0]


def test_merged_cells__downwards_hold_for_each_line_and_sideways_cannot_be_trusted():
    def merged(book, sheet):
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("A4:B4")

    lines = only(xlsx(["单位", "名称"], ["教委", "甲"], [None, "乙"], ["合计"], change=merged)).lines
    assert [line.cells for line in lines] == [("单位", "名称"), ("教委", "甲"), ("教委", "乙"), ("合计",)]
    assert set(lines[3].faults) == {0, 1}


def test_hidden_sheets_and_lines__are_told():
    def hide(book, sheet):
        book.create_sheet("旧表").sheet_state = "hidden"
        book.create_sheet("更旧").sheet_state = "veryHidden"
        sheet.row_dimensions[2].hidden = True

    table = only(xlsx(["甲"], ["乙"], change=hide))
    assert [line.cells for line in table.lines] == [("甲",), ("乙",)]
    assert any("2个隐藏的工作表" in one for one in table.remarks)
    assert any("第2行在表中被隐藏" in one for one in table.remarks)


def test_empty_workbook_and_empty_file__are_refused():
    assert "空的" in why(xlsx())
    assert "空的" in why(b" \r\n ")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (repacked(xlsx(["a"]), xl__vbaProject_dot_bin=b"x"), "宏"),
        (repacked(xlsx(["a"]), **{"[Content_Types].xml": lambda old: old.replace(b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml")}), "宏"),
        (repacked(xlsx(["a"]), xl__workbook_dot_xml=lambda old: b'<!DOCTYPE a [<!ENTITY b "c">]>' + old), "DOCTYPE"),
        (repacked(xlsx(["a"]), xl__sharedStrings_dot_xml=b'<?xml version="1.0" encoding="UTF-16"?>'), "不完整"),
        (repacked(xlsx(["a"]), xl__worksheets__sheet1_dot_xml=lambda old: old[:-20]), "不完整"),
        (repacked(xlsx(["a"]), xl__media__a_dot_xml=b"<a>" + b" " * 40_000_000 + b"</a>"), "压缩炸弹"),
        (xlsx(["a"])[:-400], "损坏"),
        (b"PK\x05\x06" + b"\0" * 18, "不是 .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加密"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版"),
        (b"%PDF-1.4", "只能导入"),
        (b"\x89PNG", "只能导入"),
    ],
)  # fmt: skip
def test_hostile_and_foreign_files__are_refused_with_the_reason(data, told):
    assert told in why(data)


def test_too_much__is_refused_not_cut():
    rows = [["a"]] * 12
    assert "10行" in why(xlsx(*rows), lines=10)
    assert "10行" in why(b"a\n" * 12, "a.csv", lines=10)
    assert "第1行超过3栏" in why(xlsx(list("abcd")), columns=3)
    assert "第2行超过3栏" in why(b"a\na,b,c,d", "a.csv", columns=3)
    assert "0MB" in why(xlsx(["a"]), file_bytes=100)
    assert "已停止" in why(b"a\n" * 5, "a.csv", seconds=-1)


@pytest.mark.slow
def test_one_cell_far_below__does_not_count_as_many_lines():
    def far(book, sheet):
        sheet["A200000"] = "远"

    assert [line.number for line in only(xlsx(["甲"], change=far)).lines] == [1, 200_000]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv__in_each_encoding_and_with_line_breaks_inside_quotes(encoding):
    table = only('名称,备注\r\n\r\n甲,"一\n二"\r\n'.encode(encoding), "a.CSV")
    assert [(line.number, line.cells) for line in table.lines] == [
        (1, ("名称", "备注")),
        (3, ("甲", "一\n二")),
    ]


def test_csv__parted_by_other_marks():
    assert only("名称\t网址\n甲\thttp://a.gov.cn".encode(), "a.csv").lines[1].cells == (
        "甲",
        "http://a.gov.cn",
    )


def test_csv__with_an_open_quote_or_no_text_is_refused():
    assert "引号" in why('名称,网址\n"甲,b\n丙,d'.encode(), "a.csv")
    assert "编码" in why(b"\xff\xfe\x00\x81", "a.csv")
    assert "编码" in why(b"a\x00b", "a.csv")


@pytest.mark.parametrize("suite", ["office", "xml"])
def test_real_hostile_files__are_all_refused(suite):
    folders = [one / "shared" / "data" / "suites" / "upload" / suite for one in REPOSITORY.parents]
    folder = next((one for one in folders if one.exists()), None)
    if folder is None:
        pytest.skip("the hostile files are not there: ../shared/data/suites is absent")
    for path in sorted(folder.iterdir()):
        assert why(path.read_bytes(), path.with_suffix(".xlsx").name), path.name
