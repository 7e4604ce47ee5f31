import json

import pytest

from zhengtong.tools.workdays import BUNDLED_FOLDER, Calendar

from .conftest import FIXED_2027


def _with(**changes):
    return lambda data: data | changes


def _plus(**row):
    return lambda data: (
        data | {"days": data["days"] + [{"name": "演示节", "isOffDay": True, "date": "2027-06-01"} | row]}
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: [data], "最外层应为 JSON 对象"),
        (_with(year=2026), "年份（2026）与文件名不一致"),
        (_with(year="2027"), "不是整数"),
        (_with(year=True), "不是整数"),
        (_with(papers=None), "papers"),
        (_with(papers=[""]), "不得有空项"),
        (_with(papers=[]), "应同时填写"),
        (_with(days=[]), "应同时填写"),
        (_with(days={}), "缺少日期列表"),
        (_with(days=[1]), "第1项应为 JSON 对象"),
        (_plus(date="2027-01-01"), "日期 2027-01-01 重复出现"),
        (_plus(date="2028-01-01"), "日期 2028-01-01 不属于2027年"),
        (_plus(date="2026-11-30"), "日期 2026-11-30 不属于2027年"),
        (_plus(date="2027-02-29"), "第7项的日期“2027-02-29”不是有效日期"),
        (_plus(date="20270601"), "不是有效日期"),
        (_plus(date="２０２７-06-01"), "不是有效日期"),
        (_plus(date=None), "不是有效日期"),
        (_plus(isOffDay="false"), "true 或 false"),
        (_plus(isOffDay=0), "true 或 false"),
        (_plus(name=" "), "缺少节日名称"),
        (lambda data: data | {"days": data["days"][:-1]}, "安排不完整，缺少法定假日 2027-10-03"),
        (
            lambda data: data | {"days": [row | {"isOffDay": False} for row in data["days"]]},
            "缺少法定假日 2027-01-01",
        ),
    ],
)
def test_malformed_year__is_refused_naming_the_file_and_what_is_wrong(year_file, change, message):
    own = year_file(2027, FIXED_2027, change=change)
    with pytest.raises(ValueError, match=message) as refusal:
        Calendar.load(BUNDLED_FOLDER, own)
    assert "2027.json" in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "不是有效的 JSON（第1行第1列附近）"),
        (b'{"year": 2027,\n "papers": [}', "第2行"),
        ("{“year”: 2027}".encode(), "不是有效的 JSON"),
        ('{"year": 2027, "papers": ["元旦"]}'.encode("gbk"), "不是 UTF-8 编码"),
        (b'{"year": 2027, "papers": [], "days": [], "days": []}', "“days”重复出现"),
        (b"[" * 100_000, "日历文件"),
        (b'{"year": 1' + b"0" * 5000 + b"}", "日历文件"),
    ],
)
def test_unreadable_file__is_refused_naming_the_file(tmp_path, content, message):
    (tmp_path / "2027.json").write_bytes(content)
    with pytest.raises(ValueError) as refusal:
        Calendar.load(BUNDLED_FOLDER, tmp_path)
    assert message in str(refusal.value)
    assert "2027.json" in str(refusal.value)


def test_file_with_a_misspelt_name__is_refused_instead_of_overlooked(tmp_path):
    (tmp_path / "2027年.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="文件名应为四位年份"):
        Calendar.load(BUNDLED_FOLDER, tmp_path)


def test_folder__may_hold_other_things(calendar, tmp_path):
    (tmp_path / "说明.txt").write_text("说明", encoding="utf-8")
    (tmp_path / "._2027.json").write_bytes(b"\x00")
    assert Calendar.load(BUNDLED_FOLDER, tmp_path) == calendar


def test_directory_named_like_a_year_file__is_refused(tmp_path):
    (tmp_path / "2027.json").mkdir()
    with pytest.raises(ValueError, match=r"2027\.json：无法读取"):
        Calendar.load(BUNDLED_FOLDER, tmp_path)


def test_missing_folder__is_refused(tmp_path):
    with pytest.raises(ValueError, match="日历文件夹不存在"):
        Calendar.load(BUNDLED_FOLDER, tmp_path / "nowhere")


def test_calendar_without_any_published_year__is_refused(tmp_path):
    with pytest.raises(ValueError, match="没有任何已公布的年份"):
        Calendar.load(tmp_path)


def test_gap_between_published_years__is_refused(tmp_path):
    for year in (2023, 2025):
        (tmp_path / f"{year}.json").write_bytes((BUNDLED_FOLDER / f"{year}.json").read_bytes())
    with pytest.raises(ValueError, match="缺少2024年"):
        Calendar.load(tmp_path)


def test_notices_that_contradict_each_other__are_refused(tmp_path):
    data = json.loads((BUNDLED_FOLDER / "2018.json").read_text(encoding="utf-8"))
    data["days"].append({"name": "元旦", "date": "2018-12-31", "isOffDay": False})
    (tmp_path / "2018.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ValueError, match="2018年与2019年的文件对 2018-12-31 的安排相互矛盾"):
        Calendar.load(BUNDLED_FOLDER, tmp_path)
