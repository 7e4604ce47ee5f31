import pytest
from django.core.management import CommandError, call_command

from zhengtong.regulation import NoSuchClause, services
from zhengtong.regulation.services import Service, served, serves, unserved


@pytest.fixture(autouse=True)
def _own_list(monkeypatch):
    monkeypatch.setattr(services, "_services", {})


def test_room__cannot_serve_a_clause_that_is_not_written():
    with pytest.raises(NoSuchClause):
        serves("5.99", what="…", code="zhengtong.regulation")


def test_served__lists_clauses_in_the_order_of_the_text():
    for clause_id in ("3.10", "3.9", "3.6(2)"):
        serves(clause_id, what="…", code="zhengtong.regulation")
    assert list(served()) == ["3.6(2)", "3.9", "3.10"]


def test_line_said_twice__counts_once():
    for _ in range(2):
        serves("5.2", what="审核", code="zhengtong.regulation")
    assert len(served()["5.2"]) == 1


def test_unserved__paragraph_is_served_by_one_of_its_items_but_not_the_items_by_each_other():
    serves("3.6(2)", what="…", code="zhengtong.regulation")
    missing = {clause.id for clause in unserved()}
    assert {"3.6", "3.6(2)"}.isdisjoint(missing)
    assert {"3.6(1)", "5.2"} <= missing


def test_claim__that_does_not_hold_is_named():
    wrong = Service("5.2", "…", "nowhere:at-all", "zhengtong.regulation.no_such_thing")
    code, screen = services.why_wrong(wrong)
    assert "no_such_thing" in code
    assert "nowhere:at-all" in screen
    assert services.why_wrong(Service("1.1", "…", "regulation:clauses", "zhengtong.regulation.clauses")) == []


def test_command__shows_where_a_clause_works_and_who_cites_it(capsys):
    serves("9.1", what="数据包替换", code="zhengtong.regulation.loading.load", where="regulation:clauses")
    call_command("clauses", "9.1")
    shown = capsys.readouterr().out
    assert "数据包替换" in shown
    assert "引用：zhengtong/regulation/serves.py:" in shown


def test_command__lists_what_nothing_serves(capsys):
    serves("9.1", what="…", code="zhengtong.regulation")
    call_command("clauses", "--unserved")
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("9.2　") for line in lines)
    assert not any(line.startswith("9.1　") for line in lines)


def test_command__names_an_unknown_clause():
    with pytest.raises(CommandError, match=r"没有条款 5\.99"):
        call_command("clauses", "5.99")
