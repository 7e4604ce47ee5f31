"""Sending the letters of the outbox. A letter is claimed by a conditional update before it is sent, so two workers never
send the same one; a worker killed between claim and sending leaves it to be tried again."""

import logging
import smtplib
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from zhengtong.engine.notify.models import Letter, LetterState

log = logging.getLogger(__name__)
BATCH = 20
TIMEOUT_SECONDS = 10
FIRST_PAUSE = timedelta(minutes=2)  # longer than one letter can take, for it is also the claim
LONGEST_PAUSE = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(days=7)


def send_due(at: datetime, *, batch: int = BATCH) -> int:
    """Send what is due, `batch` letters at most; return how many were sent. A dead mail server costs one attempt."""
    due = Letter.objects.filter(state=LetterState.WAITING, next_at__lte=at).order_by("next_at", "pk")
    letters = list(due.select_related("message__person")[:batch])
    if not letters or _skipped_all(letters):
        return 0
    connection = get_connection(timeout=TIMEOUT_SECONDS)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as failure:
        log.warning("the mail server does not answer: %s", failure)
        _put_off(letters, failure, at)
        return 0
    try:
        return _send_all(letters, connection, at)
    finally:
        connection.close()


def _send_all(letters: list[Letter], connection: BaseEmailBackend, at: datetime) -> int:
    """One letter after the other until the server is lost; the rest waits for the next time, unclaimed."""
    started, sent = time.monotonic(), 0
    for letter in letters:
        # A slow server makes a batch long: a claim counts from now, not from the start of the batch.
        now = at + timedelta(seconds=int(time.monotonic() - started))
        outcome = _send(letter, connection, now)
        if outcome is None:
            break
        sent += outcome
    return sent


def _skipped_all(letters: list[Letter]) -> bool:
    """Without a mail server nothing is sent later by surprise: the messages stand in the system all the same."""
    if settings.EMAIL_HOST:
        return False
    keys = [letter.pk for letter in letters]
    Letter.objects.filter(pk__in=keys, state=LetterState.WAITING).update(
        state=LetterState.SKIPPED, error="未配置邮件服务器"
    )
    return True


def pause_after(attempts: int) -> timedelta:
    return min(FIRST_PAUSE * 2 ** min(attempts, 10), LONGEST_PAUSE)


def _claim(letter: Letter, at: datetime) -> bool:
    """Move the next attempt into the future; whoever changes the row has the letter."""
    same = Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING, next_at=letter.next_at)
    letter.attempts, letter.next_at = letter.attempts + 1, at + pause_after(letter.attempts)
    return bool(same.update(attempts=letter.attempts, next_at=letter.next_at))


def _put_off(letters: list[Letter], failure: Exception, at: datetime) -> None:
    for letter in letters:
        if _claim(letter, at):
            _failed(letter, failure, at)


def _send(letter: Letter, connection: BaseEmailBackend, at: datetime) -> int | None:
    """1 when it was sent, 0 when it was not, None when the server is lost."""
    if not _claim(letter, at):
        return 0
    message = letter.message
    if message.read_at or not message.person.is_active:
        _settle(letter, state=LetterState.SKIPPED, error="发送前已阅读或人员已停用")
        return 0
    try:
        EmailMessage(letter.subject, letter.text, to=[letter.to], connection=connection).send()
    except Exception as failure:  # one letter that cannot be sent must not hold up the others
        log.warning("letter %s was not sent: %s", letter.pk, failure)
        _failed(letter, failure, at)
        return None if is_lost(failure) else 0
    _settle(letter, state=LetterState.SENT, sent_at=at, error="")
    return 1


def _failed(letter: Letter, failure: Exception, at: datetime) -> None:
    final = is_final(failure) or at - letter.created_at > GIVEN_UP_AFTER
    state = LetterState.FAILED if final else LetterState.WAITING
    _settle(letter, state=state, error=f"{type(failure).__name__}: {failure}"[:500])


def _settle(letter: Letter, **fields: object) -> None:
    Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING).update(**fields)


def is_lost(failure: Exception) -> bool:
    """Whether the connection itself broke, rather than this letter being refused."""
    answered = isinstance(failure, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused)
    return isinstance(failure, OSError) and not answered  # every SMTPException is an OSError


def is_final(failure: Exception) -> bool:
    """Whether trying again cannot help: the server refused this letter for good (5xx), or the letter itself is malformed."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in failure.recipients.values())
    if isinstance(failure, smtplib.SMTPSenderRefused | smtplib.SMTPAuthenticationError):
        return False  # our own settings, which somebody will mend
    if isinstance(failure, smtplib.SMTPResponseException):
        return failure.smtp_code >= 500
    return isinstance(failure, ValueError)


def try_again(letter: Letter, at: datetime) -> None:
    """Put a failed letter back into the outbox."""
    Letter.objects.filter(pk=letter.pk, state=LetterState.FAILED).update(
        state=LetterState.WAITING, attempts=0, next_at=at, created_at=at, error=""
    )
