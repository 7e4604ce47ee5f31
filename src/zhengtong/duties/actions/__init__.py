from zhengtong.duties.actions.appointments import (
    appoint,
    commission_operator,
    end_appointment,
    end_commission,
)
from zhengtong.duties.actions.columns import add_column, assign_column, close_column, note_update
from zhengtong.duties.actions.people import close_account, create_person
from zhengtong.duties.actions.systems import (
    change_review_table,
    decide_relaxation,
    request_relaxation,
    set_written_system,
)
from zhengtong.duties.actions.units import change_unit, close_unit, load_structure, open_unit

__all__ = [
    "add_column",
    "appoint",
    "assign_column",
    "change_review_table",
    "change_unit",
    "close_account",
    "close_column",
    "close_unit",
    "commission_operator",
    "create_person",
    "decide_relaxation",
    "end_appointment",
    "end_commission",
    "load_structure",
    "note_update",
    "open_unit",
    "request_relaxation",
    "set_written_system",
]
