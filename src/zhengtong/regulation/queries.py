"""What the pages about the measures show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .facts import Chapter, Clause, Parameter
from .in_force import regulation_in_force
from .services import Service, served, unserved


@dataclass(frozen=True)
class Row:
    """A clause with where it works and the values that hang on it."""

    clause: Clause
    services: list[Service]
    parameters: list[Parameter]
    is_unserved: bool


def chapter_rows(on: date) -> list[tuple[Chapter, list[Row]]]:
    """Every chapter with its clauses and the values in force on a date, in the order of the text."""
    rows = list(_rows(regulation_in_force().clauses(on), on))
    return [
        (chapter, [row for row in rows if row.clause.chapter == chapter.number])
        for chapter in regulation_in_force().chapters
    ]


def clause_row(clause_id: str, on: date) -> Row:
    """One clause. Raises NoSuchClause."""
    return next(iter(_rows([regulation_in_force().clause(clause_id, on)], on)))


def overruled(clause_id: str, on: date) -> list[Parameter]:
    """Values about a clause that a nearer level overrules, that have expired or are not yet valid."""
    in_force = values_in_force(on)
    return [
        one for one in regulation_in_force().parameters() if one.clause == clause_id and one not in in_force
    ]


def values_in_force(on: date) -> list[Parameter]:
    """The one value of each parameter that counts on a date."""
    values: dict[str, Parameter] = {}
    for parameter in regulation_in_force().parameters():
        if parameter.is_valid(on):
            values.setdefault(parameter.code, parameter)
    return list(values.values())


def items_of(clause_id: str, on: date) -> list[Clause]:
    """The numbered items of a paragraph."""
    return [clause for clause in regulation_in_force().clauses(on) if clause.parent == clause_id]


def _rows(clauses: Iterable[Clause], on: date) -> Iterable[Row]:
    services, missing, values = served(), {clause.id for clause in unserved()}, values_in_force(on)
    for clause in clauses:
        mine = [parameter for parameter in values if parameter.clause == clause.id]
        yield Row(clause, services.get(clause.id, []), mine, clause.id in missing)
