"""How a message stands, in a word with its tone."""

from typing import Any

from zhengtong.engine.console.items import Tag
from zhengtong.interaction.models import OPEN, CitizenMessage, MessageState

TONES = {
    MessageState.RECEIVED: "wait", MessageState.HANDLING: "wait", MessageState.ANSWERED: "good",
    MessageState.DECLINED: "plain", MessageState.MERGED: "plain",
}  # fmt: skip


def state_of(message: CitizenMessage) -> Tag:
    """With 重新办理 where the citizen was not content."""
    words = [MessageState(message.state).label]
    if message.reopened and message.is_open:
        words.append("重新办理")
    return Tag("·".join(words), TONES[MessageState(message.state)])


def due_of(row: Any) -> Tag:
    """The limit that ends first, of a row of a list that carries its `clock` and the moment `seen_at`."""
    clock, at = row.clock, row.seen_at
    if clock is None:
        return Tag("暂停计时" if row.state in OPEN and row.paused else "—")
    if clock.due_at <= at:
        return Tag(clock.left_at(at), "bad")
    warned = clock.warn_at is not None and clock.warn_at <= at
    return Tag(clock.left_at(at), "warn" if warned else "plain")
