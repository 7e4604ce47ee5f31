"""The verbs of publishing: the only place where an article's state changes."""

from zhengtong.publishing.actions.drafts import create_draft, discard_draft
from zhengtong.publishing.actions.holds import keep_public, release_hold
from zhengtong.publishing.actions.imports import drop_import, import_draft, receive
from zhengtong.publishing.actions.notices import draft_notice
from zhengtong.publishing.actions.publication import publish_due, take_down
from zhengtong.publishing.actions.review import send_back, sign, submit, withdraw
from zhengtong.publishing.actions.topics import close_topic, open_topic

__all__ = [
    "close_topic",
    "create_draft",
    "discard_draft",
    "draft_notice",
    "drop_import",
    "import_draft",
    "keep_public",
    "open_topic",
    "publish_due",
    "receive",
    "release_hold",
    "send_back",
    "sign",
    "submit",
    "take_down",
    "withdraw",
]
