from datetime import date
from pathlib import Path

import pytest

from zhengtong import regulation
from zhengtong.regulation.loading import PackError, load, packs_in, shipped_packs

TODAY = date(2026, 11, 23)
PARAMETER = {
    "code": '"correction.answer.days"',
    "value": "3",
    "unit": '"working_day"',
    "label": '"答复时限"',
    "clause": '"5.7"',
    "source": '"S0"',
    "confidence": '"read"',
    "valid_from": "2027-01-01",
}


def written(folder: Path, *parameters: dict[str, str], level: str = "district") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.toml").write_text(f'level = "{level}"\ntitle = "试用"\n', encoding="utf-8")
    lines = []
    for changes in parameters:
        fields = {key: value for key, value in (PARAMETER | changes).items() if value}
        lines += ["[[parameters]]", *(f"{key} = {value}" for key, value in fields.items())]
    (folder / "parameters.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def problems(folder: Path) -> str:
    with pytest.raises(PackError) as caught:
        load([*shipped_packs(), *packs_in(folder)])
    return "\n".join(caught.value.problems)


def test_shipped_packs__hold_every_paragraph_and_item_of_the_measures():
    shipped = load(shipped_packs())
    paragraphs = [0] * 10
    for clause in shipped.clauses():
        paragraphs[clause.chapter] += not clause.parent
    assert paragraphs[1:] == [3, 6, 14, 8, 7, 4, 4, 4, 2]
    assert [c.id for c in shipped.clauses() if c.parent == "3.6"] == [f"3.6({n})" for n in range(1, 7)]
    assert [c.id for c in shipped.clauses() if c.parent == "8.2"] == [f"8.2({n})" for n in range(1, 12)]


def test_shipped_packs__name_the_two_articles_known_by_number():
    shipped = load(shipped_packs())
    assert {c.article: c.id for c in shipped.clauses() if c.article} == {"第九条": "3.4", "第十条": "3.6"}


def test_shipped_packs__have_no_clause_whose_summary_is_the_text():
    assert not [c.id for c in load(shipped_packs()).clauses() if c.summary == c.text]


@pytest.mark.parametrize(
    ("code", "value", "unit", "clause"),
    [
        ("correction.forward.days", 1, "working_day", "5.7"),
        ("correction.answer.days", 2, "working_day", "5.7"),
        ("suspension.per_year.max", 1, "count", "3.11"),
        ("suspension.days.max", 30, "calendar_day", "3.11"),
        ("notice.keep.days", 30, "calendar_day", "3.9"),
        ("account.per_platform.max", 1, "count", "4.1"),
        ("review.stages.count", 3, "count", "5.2"),
        ("inspection.report.months", 3, "month", "8.1"),
        ("training.office.per_year.min", 1, "count", "8.4"),
    ],
)
def test_figures_of_the_measures__are_as_written(code, value, unit, clause):
    found = load(shipped_packs()).parameter(code, TODAY)
    assert (found.number, found.unit, found.clause, found.source.id) == (value, unit, clause, "S0")
    assert found.confidence == "read"


def test_district_value__wins_over_the_national_one_from_the_day_of_the_measures():
    shipped = load(shipped_packs())
    assert shipped.parameter("correction.answer.days", date(2023, 1, 9)).number == 2
    assert shipped.parameter("correction.answer.days", date(2023, 1, 8)).number == 3


def test_past_date__is_judged_by_the_value_valid_then():
    shipped = load(shipped_packs())
    assert shipped.parameter("repost.whitelist.units.count", date(2025, 5, 31)).number == 1358
    assert shipped.parameter("repost.whitelist.units.count", date(2025, 6, 1)).number == 1451


def test_parameter__says_when_it_has_no_value_on_a_date():
    shipped = load(shipped_packs())
    with pytest.raises(regulation.NoSuchParameter, match="在 1990-01-01 没有有效的数值"):
        shipped.parameter("correction.answer.days", date(1990, 1, 1))
    with pytest.raises(regulation.NoSuchParameter, match=r"没有参数 no\.such"):
        shipped.parameter("no.such", TODAY)


def test_clause__unknown_is_named():
    with pytest.raises(regulation.NoSuchClause, match=r"没有条款 9\.9"):
        load(shipped_packs()).clause("9.9")


def test_revision__needs_no_programming(tmp_path):
    with regulation.using_pack(written(tmp_path / "revised", {})):
        assert regulation.parameter("correction.answer.days", on=date(2026, 12, 31)).number == 2
        assert regulation.parameter("correction.answer.days", on=date(2027, 1, 1)).number == 3
    assert regulation.parameter("correction.answer.days", on=date(2027, 1, 1)).number == 2


def test_extra_city_pack__does_not_overrule_the_district(tmp_path):
    with regulation.using_pack(written(tmp_path / "city", {"valid_from": "2023-01-09"}, level="city")):
        assert regulation.parameter("correction.answer.days", on=TODAY).number == 2


def test_reworded_clause__past_dates_keep_the_old_wording(tmp_path):
    folder = written(tmp_path / "revised")
    (folder / "clauses.toml").write_text(
        '[[clauses]]\nid = "3.11"\nsummary = "新"\nproduct = "新"\ntext = "新的原文"\nvalid_from = 2027-01-01\n',
        encoding="utf-8",
    )
    with regulation.using_pack(folder):
        assert regulation.clause("3.11", date(2027, 1, 1)).text == "新的原文"
        assert "30天" in regulation.clause("3.11", date(2026, 12, 31)).text
        assert len(regulation.clauses(date(2027, 1, 1))) == 69


def test_folder_of_packs__is_read_in_order_of_names_and_the_last_wins(tmp_path):
    written(tmp_path / "b", {"value": "5"})
    written(tmp_path / "a", {"value": "4"})
    with regulation.using_pack(tmp_path):
        assert regulation.parameter("correction.answer.days", on=date(2027, 1, 1)).number == 5


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"clause": '"5.70"'}, "没有条款“5.70”"),
        ({"unit": '"week"'}, "计量单位“week”不在允许范围"),
        ({"unit": '"hour"'}, "计量单位与其他同名参数不一致"),
        ({"source": ""}, "缺少“source”"),
        ({"source": '"S99"'}, "没有来源“S99”"),
        ({"confidence": '"sure"'}, "把握程度“sure”不在允许范围"),
        ({"value": '"三"'}, "数值 '三' 与计量单位“working_day”不符"),
        ({"value": "true"}, "数值 True 与计量单位“working_day”不符"),
        ({"value": "1.5"}, "数值 1.5 与计量单位“working_day”不符"),
        ({"valid_until": "2026-01-01"}, "失效日期早于生效日期"),
        ({"valid_from": '"2027-01-01"'}, "“valid_from”的类型有误"),
        ({"label": '""'}, "“label”为空"),
        ({"colour": '"red"'}, "不认识的字段“colour”"),
        ({"code": '"Correction"'}, "参数代码只能由小写字母"),
    ],
)
def test_wrong_parameter__is_named_by_file_and_entry(tmp_path, change, problem):
    found = problems(written(tmp_path / "mine", change))
    assert "mine/parameters.toml [[parameters]] 第1项" in found
    assert problem in found


def test_wrong_pack__names_every_problem_at_once(tmp_path):
    found = problems(written(tmp_path / "mine", {"clause": '"5.70"'}, {"unit": '"week"'}))
    assert "第1项" in found
    assert "第2项" in found


@pytest.mark.parametrize(
    ("value", "unit"),
    [("101", "percent"), ('"02-30"', "month_day"), ("[]", "text"), ('"(["', "pattern"), ("1", "flag")],
)
def test_value__must_fit_its_unit(tmp_path, value, unit):
    found = problems(written(tmp_path / "mine", {"code": '"mine.own"', "value": value, "unit": f'"{unit}"'}))
    assert f"与计量单位“{unit}”不符" in found


def test_overlapping_validity__is_refused_on_the_shared_day_and_accepted_on_the_next(tmp_path):
    until = {"valid_until": "2027-06-30"}
    assert "有效期与同一数据包中同名参数重叠" in problems(
        written(tmp_path / "mine", until, {"valid_from": "2027-06-30"})
    )
    load([*shipped_packs(), written(tmp_path / "mine", until, {"valid_from": "2027-07-01"})])


def test_misnamed_or_unreadable_file__is_refused(tmp_path):
    folder = written(tmp_path / "mine", {})
    (folder / "paramters.toml").write_text("", encoding="utf-8")
    (folder / "clauses.toml").write_text("[[", encoding="utf-8")
    found = problems(folder)
    assert "mine/paramters.toml：文件名不在允许范围" in found
    assert "mine/clauses.toml：无法读取" in found


def test_folder_without_pack__is_refused_unless_empty(tmp_path):
    assert packs_in(tmp_path) == []
    (tmp_path / "parameters.toml").write_text("", encoding="utf-8")
    with pytest.raises(PackError, match=r"没有找到 pack\.toml"):
        packs_in(tmp_path)


def test_pack_of_unknown_level__is_refused(tmp_path):
    assert "level" in problems(written(tmp_path / "mine", {}, level="province"))


def test_two_terms_with_one_chinese_word__are_refused(tmp_path):
    folder = written(tmp_path / "mine")
    (folder / "glossary.toml").write_text(
        '[[terms]]\nterm = "house"\nchinese = "主办单位"\ndefinition = "…"\nclause = "2.3"\n',
        encoding="utf-8",
    )
    assert "“主办单位”已用于 host" in problems(folder)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("correction.answer.days", "2个工作日"),
        ("annual_report.due", "1月31日"),
        ("site.availability.failures.veto.percent", "5%"),
        ("publication.website_first", "是"),
        ("map.number.pattern", "按规定格式核对"),
        ("review.chain", "工作人员、科室负责人、分管领导"),
    ],
)
def test_value__is_shown_as_people_write_it(code, shown):
    assert load(shipped_packs()).parameter(code, TODAY).shown == shown


def test_typed_values__refuse_another_kind():
    shipped = load(shipped_packs())
    assert shipped.parameter("review.gates", TODAY).words[3] == "保密关"
    assert shipped.parameter("review.distinct_persons", TODAY).holds is True
    with pytest.raises(TypeError, match="不是整数"):
        _ = shipped.parameter("review.gates", TODAY).number
    with pytest.raises(TypeError, match="是/否"):
        _ = shipped.parameter("correction.answer.days", TODAY).holds


def test_what_rests_on_no_text__is_assumed():
    for parameter in load(shipped_packs()).parameters():
        assert parameter.is_assumed or parameter.source.id not in {"HOUSE", "TABLE19"}, parameter.code
