"""A field of a record as people read it: in the ledger, on the screens and in exports."""

from datetime import date
from typing import Any

from zhengtong.registry.models import Channel
from zhengtong.registry.platforms import label_of
from zhengtong.registry.rules import LABELS


def as_text(channel: Channel, field: str) -> str:
    """The value in words; empty when the record says nothing."""
    if field == "functions":
        return "、".join(channel.function_labels)
    if field == "platform":
        return label_of(channel.platform)
    if field == "host":
        return str(channel.host.name)
    if field in ("kind", "record_state", "channel_state"):
        return str(getattr(channel, f"get_{field}_display")())
    value: Any = getattr(channel, field)
    if isinstance(value, date):
        return value.isoformat()
    return str(value or "")


def change(field: str, old: str, new: str, *, label: str = "") -> dict[str, str]:
    """One changed field as a ledger line keeps it."""
    return {"field": field, "label": label or LABELS[field], "old": old, "new": new}
