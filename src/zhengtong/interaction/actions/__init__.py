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
from zhengtong.interaction.actions.closing import decline, end_joint, merge, merge_all
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
from zhengtong.interaction.actions.imports import confirm_list, drop_list, enter_list, read_list
from zhengtong.interaction.actions.learning import find_topics, learn_routes
from zhengtong.interaction.actions.past import record_past_answer
from zhengtong.interaction.actions.pausing import ask_pause, decide_pause, end_pauses, resume
from zhengtong.interaction.actions.receipts import make_receipts
from zhengtong.interaction.actions.reception import Receipt, empty_tray, enclose, receive, register, take_call

__all__ = [
    "Receipt", "acknowledge", "ask_joint", "ask_pause", "begin_fix", "confirm_list", "count_months", "decide_pause",
    "decline", "draft_answer", "drop_list", "empty_tray", "enclose", "end_joint", "end_pauses", "end_public",
    "enter_list", "find_complex", "find_topics", "forget", "forward", "give_opinion", "give_up_fix", "learn",
    "learn_routes", "make_public", "make_receipts", "merge", "merge_all", "note_publication", "rate", "read_list",
    "receive", "record_past_answer", "register", "remind", "reopen", "resume", "return_answer", "send_answer",
    "send_back", "sort", "submit_answer", "take_call",
]  # fmt: skip
