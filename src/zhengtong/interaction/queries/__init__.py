"""What is asked of messages; one module a question."""

from zhengtong.interaction.queries.messages import messages_seen_by

__all__ = ["messages_seen_by"]
