"""What the database itself refuses, whoever writes around the code (5.7)."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from zhengtong.interaction import actions
from zhengtong.interaction.models import Answer, CitizenMessage, Forwarding, MessageState, PublicVersion


def refused(call) -> None:
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        call()


@pytest.fixture
def sent(cast, letter, at) -> CitizenMessage:
    message = letter(may_publish=True)
    actions.forward(message, cast.units["jw"], by=cast.clerk, at=at)
    message.refresh_from_db()
    actions.draft_answer(message, text="已处理。", by=cast.manager, at=at)
    actions.submit_answer(message, by=cast.manager, at=at)
    actions.send_answer(message, by=cast.deputy, at=at)
    message.refresh_from_db()
    return message


@pytest.mark.parametrize("field", ["title", "body", "sender_phone", "words", "code_mark", "source"])
def test_what_a_citizen_wrote__is_not_rewritten(sent, field):
    refused(lambda: CitizenMessage.objects.filter(pk=sent.pk).update(**{field: "改"}))


def test_messages_answers_and_public_texts__are_not_deleted_or_rewritten(sent, cast, at):
    public = actions.make_public(
        sent, title="题", question="问", reply="答", proposed=[], checked=False, by=cast.deputy, at=at
    )
    rows = CitizenMessage.objects.filter(pk=sent.pk)
    for call in (
        lambda: rows._raw_delete("default"),
        lambda: Answer.objects.filter(message=sent)._raw_delete("default"),
        lambda: Answer.objects.filter(message=sent).update(text="改"),
        lambda: Forwarding.objects.filter(message=sent)._raw_delete("default"),
        lambda: PublicVersion.objects.filter(pk=public.pk).update(reply="改"),
        lambda: PublicVersion.objects.filter(pk=public.pk)._raw_delete("default"),
    ):
        refused(call)


def test_states__hang_together(sent, cast, letter, at):
    other = letter()
    rows = CitizenMessage.objects.filter(pk=other.pk)
    for change in (
        {"state": MessageState.MERGED}, {"state": MessageState.ANSWERED}, {"state": MessageState.HANDLING},
        {"state": MessageState.DECLINED, "closed_at": at}, {"merged_into": sent}, {"closed_at": at},
    ):  # fmt: skip
        refused(lambda change=change: rows.update(**change))


def test_an_answer__is_not_reviewed_by_who_drafted_it(cast, letter, at):
    message = letter()
    actions.forward(message, cast.units["jw"], by=cast.clerk, at=at)
    message.refresh_from_db()
    answer = actions.draft_answer(message, text="已处理。", by=cast.manager, at=at)
    refused(lambda: Answer.objects.filter(pk=answer.pk).update(reviewed_by=cast.manager))
    refused(
        lambda: Answer.objects.create(
            message=message, number=2, text="二", unit=cast.units["jw"], drafted_at=at
        )
    )


def test_a_message__has_one_lead(cast, letter, at):
    message = letter()
    actions.forward(message, cast.units["jw"], by=cast.clerk, at=at)
    refused(lambda: Forwarding.objects.create(message=message, unit=cast.units["wjw"], at=at))
