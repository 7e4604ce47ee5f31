"""Clauses 1.2, 3.6, 4.1, 4.4, 4.6 and 7.3 as pure functions: refusals, doubts, what is missing, and what is one of ours."""

from zhengtong.registry.rules.completeness import Missing, doubts, missing
from zhengtong.registry.rules.identifiers import why_no_such_identifier, why_not_end, why_not_from
from zhengtong.registry.rules.lookup import Answer, Verdict, look_up
from zhengtong.registry.rules.particulars import LABELS, LONGEST, Particulars, hostname_of, why_not_record
from zhengtong.registry.rules.public import PublicChannel
from zhengtong.registry.rules.standing import (
    MOVES,
    needs_exception,
    why_no_exception,
    why_not_begin,
    why_not_beside,
    why_not_correct,
    why_not_host,
    why_not_move,
    why_taken,
)

__all__ = [
    "LABELS", "LONGEST", "MOVES", "Answer", "Missing", "Particulars", "PublicChannel", "Verdict", "doubts",
    "hostname_of", "look_up", "missing", "needs_exception", "why_no_exception", "why_no_such_identifier",
    "why_not_begin", "why_not_beside", "why_not_correct", "why_not_end", "why_not_from", "why_not_host",
    "why_not_move", "why_not_record", "why_taken",
]  # fmt: skip
