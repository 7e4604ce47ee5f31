"""A start-up check: every name that a declared procedure uses means something."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import Error

from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.declaration import Procedure


def check_procedures(app_configs: Any, **kwargs: Any) -> list[Error]:
    return [Error(f"程序{code}：{wrong}", id="procedures.E001") for code, wrong in unknown_words()]


def unknown_words() -> list[tuple[str, str]]:
    """(procedure, what is wrong) for every name that nobody defined."""
    return [(one.code, wrong) for one in registry.procedures.values() for wrong in _unknown(one)]


def _unknown(procedure: Procedure) -> Iterator[str]:
    yield from _missing("check", procedure.checks, registry.checks)
    yield from _missing("effect", (*procedure.ends, *procedure.undoes), registry.effects)
    yield from _missing("subjects", [procedure.subjects] if procedure.subjects else [], registry.subjects)
    for step in procedure.steps:
        yield from _missing("role", [word.partition("@")[0] for word in step.by], registry.roles)
        yield from _missing("effect", (*step.does, *step.opens), registry.effects)
        yield from _missing("check", step.checks, registry.checks)
        yield from _missing("sheet", [step.sheet] if step.sheet else [], registry.sheets)
        yield from _missing("showing", [step.shows] if step.shows else [], registry.shown)
    for field in (*procedure.asks, *(one for step in procedure.steps for one in step.gives)):
        yield from _missing("source", [field.known] if field.known else [], registry.sources)
        yield from _missing("choice", [field.choices] if field.choices else [], registry.choices)
        yield from _missing("form", [field.form] if field.form else [], registry.forms)


def _missing(what: str, names: Iterable[str], table: Any) -> Iterator[str]:
    return (f"unknown {what} {name}" for name in names if name not in table)


def clauses_of(procedure: Procedure) -> set[str]:
    """Every clause that a procedure cites."""
    parts: list[Any] = [procedure, *procedure.asks]
    for step in procedure.steps:
        parts += [step, *step.gives, *step.files]
    return {part.clause for part in parts if part.clause}


def limits_of(procedure: Procedure) -> set[str]:
    """Every parameter from which a time limit of a procedure comes."""
    return {step.limit for step in procedure.steps if step.limit}
