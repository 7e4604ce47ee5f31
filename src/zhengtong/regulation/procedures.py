"""Time limits of procedures come from the parameters of the regulation packs; the clauses they cite must exist."""

from datetime import date
from typing import Any

from django.core.checks import Error, register

from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.checks import clauses_of, limits_of
from zhengtong.regulation import NoSuchClause, NoSuchParameter, clause, parameter


def limit(code: str, on: date) -> tuple[int, str]:
    found = parameter(code, on=on)
    return int(found.number), found.unit


registry.limits_are(limit)


@register
def check_citations(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every clause and parameter that a declared procedure cites is written."""
    return [Error(wrong, id="regulation.E010") for wrong in wrong_citations(date.today())]  # noqa: DTZ011 (only existence)


def wrong_citations(on: date) -> list[str]:
    found = []
    for procedure in registry.procedures.values():
        for cited in sorted(clauses_of(procedure)):
            try:
                clause(cited)
            except NoSuchClause:
                found.append(f"程序{procedure.code}引用不存在的条款{cited}")
        for code in sorted(limits_of(procedure)):
            try:
                parameter(code, on=on)
            except NoSuchParameter:
                found.append(f"程序{procedure.code}引用不存在的参数{code}")
    return found
