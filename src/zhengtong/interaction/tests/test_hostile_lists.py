"""Lists that are broken, hostile or strange: refused in words, or inert (5.7)."""

import io
import json
import zipfile

import pytest
from openpyxl import load_workbook

from zhengtong.engine.evidence import rules as evidence_rules
from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.refusals import Refused
from zhengtong.interaction import actions
from zhengtong.interaction.importing.saying import Options
from zhengtong.interaction.models import CitizenMessage, LineVerdict, MessageImport, Source
from zhengtong.interaction.screens.reports import report
from zhengtong.interaction.tests.lists import csv_of, jsonl_of, shared, xlsx_of
from zhengtong.interaction.tests.test_lists import HOTLINE, ticket
from zhengtong.tools.sheets import Bounds, Unreadable
from zhengtong.tools.sheets import read as read_sheet

pytestmark = pytest.mark.slow


@pytest.fixture
def read(cast, at):
    def upload(data, name="清单.csv", source=Source.HOTLINE, **chosen):
        return actions.read_list(data, name, source, Options(**chosen), by=cast.clerk, at=at)

    return upload


@pytest.fixture
def enter(cast, at):
    def confirm(batch):
        actions.confirm_list(batch, by=cast.clerk, at=at)
        batch.refresh_from_db()
        actions.enter_list(batch, at=at)
        return batch

    return confirm


def bomb():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "spreadsheetml.sheet.main")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "a.csv", "空的"), (b"\x00" * 50, "a.csv", "空的"), (xlsx_of(["a"])[:300], "a.xlsx", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "旧版 Office"), (bomb(), "a.xlsx", "."),
        (xlsx_of(["x"] * 101), "a.xlsx", "超过100栏"), (",".join("x" * 1_000_000).encode(), "a.csv", "超过100栏"),
        ("甲,乙\n一,二".encode(), "a.csv", "没有找到标题行"), (csv_of(HOTLINE), "a.csv", "没有可导入的留言"),
        (csv_of(("标题", "内容", "诉求内容"), ("a", "b", "c")), "a.csv", "都是内容"),
        ('"标题","内容\n'.encode(), "a.csv", "引号不成对"), (b'{"title": 1}\n' + b"\xff\xfe\x00", "a.jsonl", "编码"),
        (b"[1,2]\n3\n", "a.jsonl", "没有一行是JSON对象"), (b"\xff\xd8\xff\xe0" + b"0" * 99, "a.csv", "."),
        (csv_of(HOTLINE, ticket()), "a.exe", "只能导入"), (b"%PDF-1.7", "a.jsonl", "."),
        (jsonl_of({f"c{one}": 1 for one in range(101)}), "a.jsonl", "超过100种名称"),
    ],
)  # fmt: skip
def test_what_cannot_be_read__is_refused_in_words_and_leaves_nothing(read, data, name, told):
    with pytest.raises(Refused, match=told):
        read(data, name)
    assert not MessageImport.objects.exists()
    assert not Evidence.objects.exists()


def test_web_page_named_as_json_lines__is_not_kept(read):
    data = b'<html>\n{"title": "x", "body": "y", "id": "1"}\n'
    with pytest.raises(Refused, match="网页"):
        read(data, "a.jsonl", kind="enquiry")
    assert not Evidence.objects.exists()


def test_json_lines__are_kept_as_plain_text_and_nothing_else_is_called_so():
    assert evidence_rules.judge(b'{"a": 1}\n', "a.jsonl") == ("text/plain", [])
    for data, name in ((b"<script>", "a.jsonl"), (b"PK\x03\x04", "a.jsonl"), (b"\x00\x01", "a.jsonl")):
        assert evidence_rules.judge(data, name)[1]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig"])
def test_csv__of_chinese_office_programs_is_read(read, encoding):
    assert read(csv_of(HOTLINE, ticket(), encoding=encoding)).lines.get().told["title"] == "入学材料"


def test_formula_cells__are_read_as_what_was_stored_and_come_out_inert(read, enter):
    data = xlsx_of(HOTLINE, ticket(title="=1+1"), ticket("W2", title='=HYPERLINK("http://x")'))
    batch = read(data, "a.xlsx")
    assert any("公式" in one for one in batch.remarks)
    batch = enter(
        read(csv_of(HOTLINE, ticket(title="=cmd|'/c calc'!A1"), ticket("W2", title="@SUM(A1)")), "b.csv")
    )
    cells = [
        cell for row in load_workbook(io.BytesIO(report(batch).content)).active.iter_rows() for cell in row
    ]
    assert all(cell.data_type != "f" for cell in cells)
    assert "'=cmd|'/c calc'!A1" in [cell.value for cell in cells]


def test_cell_in_the_last_column_of_all__costs_nothing(read):
    def change(book, sheet):
        sheet["XFD2"] = "x"

    assert read(xlsx_of(HOTLINE, ticket(), change=change), "a.xlsx").count == 1


def test_error_cell__refuses_its_line(read):
    def change(book, sheet):
        sheet["D2"] = "#REF!"
        sheet["D2"].data_type = "e"

    batch = read(xlsx_of(HOTLINE, ticket(), ticket("W2"), change=change), "a.xlsx")
    assert [line.foreseen for line in batch.lines.all()] == [LineVerdict.REFUSED, LineVerdict.NEW]


def test_broken_json_line__is_refused_and_the_others_are_fine(read, enter):
    good = {"id": "1", "title": "路灯", "body": "路灯不亮", "submitted_at": "2026-11-20"}
    lines = [
        json.dumps(good), '{"id": "2", "title": ', "null", "[]", json.dumps(good | {"id": "3"}), "9" * 5000, "[" * 100_000,
        json.dumps(good | {"id": {"a": [1]}, "body": "\ud800x\u202ey"}),
    ]  # fmt: skip
    batch = enter(read("\n".join(lines).encode(), "a.jsonl", Source.ARCHIVE, kind="enquiry"))
    assert {line.number: line.result for line in batch.lines.all()} == {
        1: "new", 2: "refused", 3: "refused", 4: "refused", 5: "new", 6: "refused", 7: "refused", 8: "new",
    }  # fmt: skip
    assert "JSON对象" in batch.lines.get(number=2).outcome["refusals"][0]["message"]
    assert CitizenMessage.objects.get(source_number='{"a": [1]}').body == "xy"


def test_report__can_be_corrected_and_uploaded_again(read, enter):
    batch = enter(read(csv_of((*HOTLINE, "备用"), (*ticket(), "x"), (*ticket("W2", received=""), "y"))))
    data = report(batch).content
    again = read(data, "报告.xlsx")
    assert [line.foreseen for line in again.lines.all()] == [LineVerdict.KNOWN, LineVerdict.REFUSED]


def test_naughty_strings__in_every_cell_go_in_inert_or_are_refused_with_a_reason(read, enter):
    path = shared("suites", "strings")
    strings = json.loads(next(path.glob("*.json")).read_text("utf-8"))
    rows = [
        {"编号": f"{place}", "标题": text, "内容": text + "内容", "受理时间": "2026-11-20", "姓名": text[:50], "列" + text[:20]: text}
        for place, text in enumerate(strings)
    ]  # fmt: skip
    heads = ["编号", "标题", "内容", "受理时间", "姓名"]
    batch = enter(
        read(jsonl_of(*({key: row[key] for key in heads} for row in rows)), "a.jsonl", kind="enquiry")
    )
    entered = CitizenMessage.objects.count()
    assert entered + batch.lines.exclude(result=LineVerdict.NEW).count() == len(strings)
    assert entered > 450
    hidden = {"\u202e", "\u200b", "\x00", "\x07", "\ufeff"}
    assert not any(
        hidden & set(one.title + one.body + one.sender_name) for one in CitizenMessage.objects.all()
    )
    assert report(batch).status_code == 200
    for field in heads:  # each string where a date, a number or a name should stand
        mixed = [dict.fromkeys(heads, "x") | {"受理时间": "2026-11-20", field: text} for text in strings]
        assert read(jsonl_of(*mixed), "b.jsonl", kind="enquiry").count == len(strings)


def test_csv_spectrum__is_read_as_its_suite_expects(read):
    folder = shared("suites", "csv")
    for path in sorted(folder.glob("*.csv")):
        expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
        try:
            [table] = read_sheet(path.read_bytes(), path.name, Bounds())
        except Unreadable as unreadable:
            raise AssertionError(path.name) from unreadable
        head, *lines = table.lines
        found = [dict(zip(head.cells, [*line.cells, *[""] * 9], strict=False)) for line in lines]
        plain = [
            {key: "\n".join(map(str.strip, value.splitlines())) for key, value in row.items()}
            for row in expected
        ]
        assert plain == found, path.name


def test_long_list__is_bounded(read):
    with pytest.raises(Refused, match="超过5,000行"):
        read(csv_of(HOTLINE, *(ticket(f"W{one}") for one in range(5001))))
