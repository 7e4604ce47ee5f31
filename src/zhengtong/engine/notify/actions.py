"""Telling people: a message in the system and, where e-mail is configured, a letter in the outbox."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.notify.audiences import people_in
from zhengtong.engine.notify.models import Letter, Message

log = logging.getLogger(__name__)


def tell(
    audience: str,
    subject: str,
    *,
    text: str,
    url: str = "",
    clause: str = "",
    at: datetime,
    entry: Entry | None = None,
) -> list[Message]:
    """Write a message to everybody in the audience, in the caller's transaction; return the new ones.

    With an `entry` (a ledger line) a person is told of it under one subject only once, however often this is called.
    """
    title = " ".join(subject.split())[:200]
    people = people_in(audience, at)
    if not people:
        log.warning("nobody is in the audience %s: %s", audience, title)
    with transaction.atomic():
        fields = {"audience": audience, "text": text, "url": url, "clause": clause, "at": at}
        new = [_message(person, title, entry, fields) for person in people]
        messages = [message for message in new if message]
        Letter.objects.bulk_create(_letters(messages, at))
    return messages


def _message(person: Any, subject: str, entry: Entry | None, fields: dict[str, Any]) -> Message | None:
    if entry is None:
        return Message.objects.create(person=person, subject=subject, **fields)
    message, new = Message.objects.get_or_create(person=person, subject=subject, entry=entry, defaults=fields)
    return message if new else None


def _letters(messages: Iterable[Message], at: datetime) -> list[Letter]:
    if not settings.EMAIL_HOST:
        return []
    return [
        Letter(
            message=message, to=message.person.email, subject=f"〔{settings.WAGTAIL_SITE_NAME}〕{message.subject}"[:200],
            text=_body(message), next_at=at, created_at=at,
        )
        for message in messages
        if message.person.email
    ]  # fmt: skip


def _body(message: Message) -> str:
    link = f"{settings.BASE_URL}{message.url}" if message.url.startswith("/") else message.url
    return "\n\n".join(part for part in (message.text, link, "本邮件由系统自动发送，请勿回复。") if part)


def mark_read(person: Any, at: datetime, messages: Iterable[int] | None = None) -> int:
    """Mark the person's own messages as read, all of them or those of the given keys; return how many were unread."""
    unread = Message.objects.filter(person=person, read_at__isnull=True)
    if messages is not None:
        unread = unread.filter(pk__in=messages)
    return unread.update(read_at=at)
