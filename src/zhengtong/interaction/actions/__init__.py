"""The verbs of clause 5.7."""

from zhengtong.interaction.actions.afterwards import (
    end_public,
    forget,
    learn,
    make_public,
    rate,
    remind,
    reopen,
)
from zhengtong.interaction.actions.answering import draft_answer, return_answer, send_answer, submit_answer
from zhengtong.interaction.actions.closing import decline, end_joint, merge
from zhengtong.interaction.actions.counting import count_months
from zhengtong.interaction.actions.fixing import begin_fix, give_up_fix, note_publication
from zhengtong.interaction.actions.forwarding import (
    acknowledge,
    ask_joint,
    find_complex,
    forward,
    give_opinion,
    send_back,
    sort,
)
from zhengtong.interaction.actions.pausing import ask_pause, decide_pause, end_pauses, resume
from zhengtong.interaction.actions.reception import Receipt, empty_tray, enclose, receive, register, take_call

__all__ = [
    "Receipt", "acknowledge", "ask_joint", "ask_pause", "begin_fix", "count_months", "decide_pause", "decline",
    "draft_answer", "empty_tray", "enclose", "end_joint", "end_pauses", "end_public", "find_complex", "forget", "forward",
    "give_opinion", "give_up_fix", "learn", "make_public", "merge", "note_publication", "rate", "receive", "register",
    "remind", "reopen", "resume", "return_answer", "send_answer", "send_back", "sort", "submit_answer", "take_call",
]  # fmt: skip
