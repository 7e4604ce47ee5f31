"""The verbs of websites: offline and back, where content went, the watch on old domains. Channels change by procedures."""

from zhengtong.websites.actions.content import account_for_content
from zhengtong.websites.actions.suspension import come_back, go_down
from zhengtong.websites.actions.watching import begin_watch, end_watch, look

__all__ = ["account_for_content", "begin_watch", "come_back", "end_watch", "go_down", "look"]
