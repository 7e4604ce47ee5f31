"""Corrections of articles that are under way."""

from zhengtong.interaction.models import CitizenMessage, Fix


def pending_fix(message: CitizenMessage) -> Fix | None:
    """The correction of an article that is not public yet; the answer waits for it."""
    return (
        message.fixes.filter(done_at__isnull=True, given_up_at__isnull=True).select_related("article").first()
    )


def done_fix(message: CitizenMessage) -> Fix | None:
    """The newest correction that is public."""
    return message.fixes.filter(done_at__isnull=False).order_by("-pk").first()
