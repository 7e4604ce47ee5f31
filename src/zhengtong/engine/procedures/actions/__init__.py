"""The verbs of cases. Whoever changes a thing by a procedure goes through these."""

from zhengtong.engine.procedures.actions.beginning import begin
from zhengtong.engine.procedures.actions.ending import hand_over, stop, withdraw
from zhengtong.engine.procedures.actions.going_on import fulfil, reopen
from zhengtong.engine.procedures.actions.performing import perform
from zhengtong.engine.procedures.actions.settling import settle, take_subject
from zhengtong.engine.procedures.actions.waiting import end_waits

__all__ = [
    "begin",
    "end_waits",
    "fulfil",
    "hand_over",
    "perform",
    "reopen",
    "settle",
    "stop",
    "take_subject",
    "withdraw",
]
