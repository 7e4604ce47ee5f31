from zhengtong.security.queries.accounts import (
    accounts,
    locked_accounts,
    locked_until,
    names_of,
    open_sittings,
    past_keeping,
    pending_second_factor_of,
    recovery_codes_left,
    recovery_codes_of,
    second_factor_of,
    sign_ins_of,
    was_used,
)
from zhengtong.security.queries.custody import custody_missing

__all__ = [
    "accounts",
    "custody_missing",
    "locked_accounts",
    "locked_until",
    "names_of",
    "open_sittings",
    "past_keeping",
    "pending_second_factor_of",
    "recovery_codes_left",
    "recovery_codes_of",
    "second_factor_of",
    "sign_ins_of",
    "was_used",
]
