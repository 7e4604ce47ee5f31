"""Chapters 1 and 9 of the measures: clauses, dated parameters and terms as data (clauses 1.1, 9.1 and 9.2).

Other rooms ask here and write no number of the law into code:

    from zhengtong import regulation
    regulation.parameter("correction.answer.days", on=day).number
"""

from datetime import date

from .facts import Chapter, Clause, NoSuchClause, NoSuchParameter, Parameter, Regulation, Source, Term
from .in_force import regulation_in_force, using_pack
from .loading import PackError

__all__ = [
    "Chapter",
    "Clause",
    "NoSuchClause",
    "NoSuchParameter",
    "PackError",
    "Parameter",
    "Regulation",
    "Source",
    "Term",
    "chapters",
    "clause",
    "clauses",
    "parameter",
    "parameters",
    "terms",
    "using_pack",
]


def chapters() -> tuple[Chapter, ...]:
    return regulation_in_force().chapters


def clause(clause_id: str, on: date | None = None) -> Clause:
    """The clause as it stands on a date; without a date its newest wording. Raises NoSuchClause."""
    return regulation_in_force().clause(clause_id, on)


def clauses(on: date | None = None) -> list[Clause]:
    """All clauses in the order of the text, numbered items after their paragraph."""
    return regulation_in_force().clauses(on)


def parameter(code: str, *, on: date) -> Parameter:
    """The value valid on that Beijing date: the district's wins over the city's over the national one. Raises NoSuchParameter."""
    return regulation_in_force().parameter(code, on)


def parameters() -> list[Parameter]:
    """Every value of every pack, also those that a nearer level or a later date overrules."""
    return regulation_in_force().parameters()


def terms() -> tuple[Term, ...]:
    return regulation_in_force().terms
