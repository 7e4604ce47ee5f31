"""Chapter 4 as pure functions: names and certification, silence, candidates for closing, rechecks."""

from zhengtong.newmedia.rules.accounts import (
    why_not_certified,
    why_not_changed,
    why_not_ipv6,
    why_not_new_host,
    why_not_origin,
    why_not_proven_on,
    why_not_second,
    why_unexplained,
)
from zhengtong.newmedia.rules.candidates import AccountFacts, Advice, Reason, ReasonKind, advice, judge
from zhengtong.newmedia.rules.watching import why_not_note, why_not_recheck

__all__ = [
    "AccountFacts", "Advice", "Reason", "ReasonKind", "advice", "judge", "why_not_certified", "why_not_changed", "why_not_ipv6",
    "why_not_new_host", "why_not_note", "why_not_origin", "why_not_proven_on", "why_not_recheck", "why_not_second",
    "why_unexplained",
]  # fmt: skip
