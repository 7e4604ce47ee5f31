"""Clause 5.7 as pure functions."""

from zhengtong.interaction.rules.messages import (
    why_not_acknowledge,
    why_not_ask_joint,
    why_not_ask_pause,
    why_not_decide_pause,
    why_not_decline,
    why_not_draft,
    why_not_end_public,
    why_not_find_complex,
    why_not_fix,
    why_not_forward,
    why_not_give_opinion,
    why_not_give_up_fix,
    why_not_learn,
    why_not_merge,
    why_not_publish,
    why_not_rate,
    why_not_remind,
    why_not_reopen,
    why_not_resume,
    why_not_return_answer,
    why_not_send,
    why_not_send_back,
    why_not_sort,
    why_not_submit,
)
from zhengtong.interaction.rules.reception import (
    Enclosed,
    Said,
    cleaned,
    titled,
    why_not_enclose,
    why_not_receive,
)
from zhengtong.interaction.rules.timing import (
    COMPLEX_PARAMETER,
    READINGS,
    Start,
    answer_parameter,
    answer_start,
    days_left,
    forward_parameter,
)

__all__ = [
    "COMPLEX_PARAMETER", "READINGS", "Enclosed", "Said", "Start", "answer_parameter", "answer_start", "cleaned",
    "days_left", "forward_parameter", "titled", "why_not_acknowledge", "why_not_ask_joint", "why_not_ask_pause",
    "why_not_decide_pause", "why_not_decline", "why_not_draft", "why_not_enclose", "why_not_end_public",
    "why_not_find_complex", "why_not_fix", "why_not_forward", "why_not_give_opinion", "why_not_give_up_fix",
    "why_not_learn", "why_not_merge",
    "why_not_publish", "why_not_rate", "why_not_receive", "why_not_remind", "why_not_reopen", "why_not_resume",
    "why_not_return_answer", "why_not_send", "why_not_send_back", "why_not_sort", "why_not_submit",
]  # fmt: skip
