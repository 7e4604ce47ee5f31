from typing import Any

from django.db.models import QuerySet

from zhengtong.engine.notify.models import Letter, LetterState, Message


def messages_of(person: Any) -> QuerySet[Message]:
    """Everything the person was told, newest first."""
    return Message.objects.filter(person=person)


def unread_for(person: Any) -> QuerySet[Message]:
    """What the person has not read yet, newest first; count it for the menu."""
    return messages_of(person).filter(read_at__isnull=True)


def undelivered() -> QuerySet[Letter]:
    """Letters that could not be sent; they stay until somebody has looked."""
    return Letter.objects.filter(state=LetterState.FAILED).order_by("-created_at")
