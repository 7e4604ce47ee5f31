"""The verbs of the console's own safety, and the notes of who signed in."""

from zhengtong.security.actions.accounts import note_lock, unlock
from zhengtong.security.actions.passwords import change_password, issue_password
from zhengtong.security.actions.second_factor import (
    begin_enrolment,
    confirm_enrolment,
    remove_second_factor,
    renew_recovery_codes,
    reset_second_factor,
    verify,
)
from zhengtong.security.actions.sittings import (
    begin_sitting,
    end_one_sitting,
    end_sitting,
    end_sittings,
    forget_sign_ins,
    note_sign_in,
    see_sitting,
)

__all__ = [
    "begin_enrolment", "begin_sitting", "change_password", "confirm_enrolment", "end_one_sitting", "end_sitting",
    "end_sittings", "forget_sign_ins", "issue_password", "note_lock", "note_sign_in", "remove_second_factor",
    "renew_recovery_codes", "reset_second_factor", "see_sitting", "unlock", "verify",
]  # fmt: skip
