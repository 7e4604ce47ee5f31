from pathlib import Path

from zhengtong.regulation.citations import citations_in, citations_in_code, citations_in_template

HERE = Path("x.py")


def cited(text: str) -> list[tuple[int, str]]:
    return sorted((one.line, one.cited) for one in citations_in_code(HERE, text) if one.kind == "clause")


def test_keyword_and_attribute__are_citations():
    assert cited('f(clause="5.2")\ng(clauses=("3.4", "3.6(1)"))\nclause = "1.1"\nclause: str = "1.2"\n') == [
        (1, "5.2"), (2, "3.4"), (2, "3.6(1)"), (3, "1.1"), (4, "1.2"),
    ]  # fmt: skip


def test_serves_and_refusal__are_citations_by_position():
    assert cited('serves("5.2", what="9.9")\nRefusal("code", "message", "5.3")\nrefusals.Refusal("a", "b", clause="5.4")') == [
        (1, "5.2"), (2, "5.3"), (3, "5.4"),
    ]  # fmt: skip


def test_docstring__is_cited_line_by_line_and_other_texts_are_not():
    text = 'def f():\n    """Take down.\n\n    Once a year (clause 3.11), see clauses 3.4, 3.6(1) and 3.9.\n    """\n    return "clause 7.7"\n'
    assert cited(text) == [(4, "3.11"), (4, "3.4"), (4, "3.6(1)"), (4, "3.9")]


def test_message__cites_the_measures_by_name():
    assert cited('x = "不符合办法3.6(2)，请补充"\ny = "渝府办发〔2019〕63号"') == [(1, "3.6(2)")]
    [one] = citations_in_template(HERE, "<p>依据办法 5.3</p>")
    assert one.cited == "5.3"


def test_empty_and_computed_values__are_left_out():
    assert cited('f(clause="")\nf(clause=x)\nf(clause=f"{a}.{b}")') == []


def test_parameter__is_a_citation_of_its_code():
    [one] = citations_in_code(HERE, 'regulation.parameter("correction.answer.days", on=day)')
    assert (one.kind, one.cited) == ("parameter", "correction.answer.days")


def test_template_tag__is_a_citation():
    [one] = citations_in_template(HERE, '<p>\n{% clause "5.2" %}{% clause row.id %}')
    assert (one.line, one.cited) == (2, "5.2")


def test_tests_and_migrations__are_left_out(tmp_path):
    for folder in ("tests", "migrations", "kept"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.py").write_text('f(clause="99.9")', encoding="utf-8")
    assert [one.path.parent.name for one in citations_in(tmp_path)] == ["kept"]
