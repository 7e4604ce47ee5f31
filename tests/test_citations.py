"""Nothing in the house may rest on a clause or a parameter that is not written; and what nothing serves yet is told."""

from pathlib import Path

import pytest

import zhengtong
from zhengtong import regulation
from zhengtong.regulation.citations import Citation, citations_in
from zhengtong.regulation.services import served, unserved, why_wrong

SOURCES = Path(zhengtong.__file__).parent


@pytest.fixture(scope="module")
def citations() -> list[Citation]:
    return list(citations_in(SOURCES))


def missing(citations: list[Citation], kind: str, known: set[str]) -> list[str]:
    return [
        f"{one.path.relative_to(SOURCES.parent)}:{one.line} cites {kind} {one.cited}"
        for one in citations
        if one.kind == kind and one.cited not in known
    ]


def test_every_clause_cited__exists(citations):
    assert missing(citations, "clause", {clause.id for clause in regulation.clauses()}) == []


def test_every_parameter_cited__exists(citations):
    assert missing(citations, "parameter", {parameter.code for parameter in regulation.parameters()}) == []


def test_every_place_where_a_clause_is_said_to_work__exists():
    assert [
        problem for group in served().values() for service in group for problem in why_wrong(service)
    ] == []


def test_clauses_that_nothing_serves_yet__are_printed(capsys):
    left = unserved()
    with capsys.disabled():
        print(
            f"\n{len(left)} of {len(regulation.clauses())} clauses are not served yet:",
            *(one.id for one in left),
        )
    assert {clause.id for clause in left}.isdisjoint(served())
