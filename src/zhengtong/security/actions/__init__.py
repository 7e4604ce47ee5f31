"""The verbs of the console's own safety and of the custody of credentials, and the notes of who signed in."""

from zhengtong.security.actions.accounts import note_lock, unlock
from zhengtong.security.actions.custody import note_password_changed, release, restate, take_custody
from zhengtong.security.actions.custody_clocks import watch as watch_custodies
from zhengtong.security.actions.handovers import confirm_handover, hand_over, withdraw_handover
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
    "begin_enrolment", "begin_sitting", "change_password", "confirm_enrolment", "confirm_handover", "end_one_sitting",
    "end_sitting", "end_sittings", "forget_sign_ins", "hand_over", "issue_password", "note_lock", "note_password_changed",
    "note_sign_in", "release", "remove_second_factor", "renew_recovery_codes", "reset_second_factor", "restate",
    "see_sitting", "take_custody", "unlock", "verify", "watch_custodies", "withdraw_handover",
]  # fmt: skip
