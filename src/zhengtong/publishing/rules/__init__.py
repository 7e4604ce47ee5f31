"""The text of the measures as pure functions: facts and dates come in, every refusal comes out."""

from zhengtong.publishing.rules.notices import (
    Held,
    why_not_draft_notice,
    why_not_end,
    why_not_hold,
    why_not_lift,
)
from zhengtong.publishing.rules.review import (
    ACTS,
    Draft,
    Hand,
    Review,
    Signed,
    missing_signatures,
    next_stage,
    open_acts,
    posts_for,
    public_path,
    why_not_act,
    why_not_publish,
    why_not_return,
    why_not_sign,
    why_not_submit,
)
from zhengtong.publishing.rules.topics import NewTopic, why_not_close_topic, why_not_open_topic

__all__ = [
    "ACTS",
    "Draft",
    "Hand",
    "Held",
    "NewTopic",
    "Review",
    "Signed",
    "missing_signatures",
    "next_stage",
    "open_acts",
    "posts_for",
    "public_path",
    "why_not_act",
    "why_not_close_topic",
    "why_not_draft_notice",
    "why_not_end",
    "why_not_hold",
    "why_not_lift",
    "why_not_open_topic",
    "why_not_publish",
    "why_not_return",
    "why_not_sign",
    "why_not_submit",
]
