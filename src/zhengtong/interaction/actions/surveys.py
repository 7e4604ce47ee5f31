"""Replies to a survey: taken in, looked at where they may be repetitions, their words picked for the public (5.7)."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from zhengtong.duties.queries import acting_as
from zhengtong.duties.rules import business_date
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.refusals import Refusal, Refused, refuse
from zhengtong.interaction.access import HANDLERS
from zhengtong.interaction.models.participation import (
    Choice,
    Question,
    QuestionKind,
    Reply,
    Round,
    RoundState,
    Standing,
    Words,
)
from zhengtong.interaction.participation import access, verbs
from zhengtong.interaction.rules import rounds as rules
from zhengtong.interaction.rules import surveys
from zhengtong.interaction.rules.surveys import Asked, Given
from zhengtong.regulation import parameter

SUSPECT = "survey.same_sender.suspect.count"
ALREADY = Refusal("form.sent", "您已提交成功，请勿重复提交。", "5.7")


def asked(one: Round) -> list[Asked]:
    return [Asked(q.pk, q.order, q.kind, len(q.choices), q.most, q.required) for q in one.questions.all()]


def reply(one: Round, given: Mapping[int, Given], *, nonce: str, mark: str, at: datetime) -> Reply:
    """A visitor answers. One form is one reply: a second click is refused (`form.sent`), nothing is counted twice.

    Raises `Refused` with every fault. More than a number under one mark is a suspected repetition: kept, and shown to a person.
    """
    questions = list(one.questions.all())
    faults = surveys.why_not_reply(asked(one), given)
    with sending(one, at) as fresh:
        refuse([refusal for _, refusal in faults])
        before = Reply.objects.filter(round=fresh, mark=mark).count()
        suspect_from = int(parameter(SUSPECT, on=business_date(at)).number)
        made = Reply.objects.create(
            round=fresh, at=at, nonce=nonce, mark=mark, standing=surveys.standing_of(before, suspect_from)
        )
        _keep(made, questions, given)
        record(verbs.REPLIED, made, by=None, at=at, data={"standing": made.standing})
    return made


@contextmanager
def sending(one: Round, at: datetime) -> Iterator[Round]:
    """The frame of everything the public sends: one transaction, open by the day, one form once. Raises `Refused`."""
    try:
        with transaction.atomic():
            fresh = Round.objects.get(pk=one.pk)
            refuse(
                rules.why_not_send(
                    fresh.kind, fresh.state, fresh.opens_on, fresh.closes_on, business_date(at)
                )
            )
            yield fresh
    except IntegrityError as error:
        if "nonce" in str(error):
            raise Refused([ALREADY]) from error
        raise


def _keep(made: Reply, questions: Iterable[Question], given: Mapping[int, Given]) -> None:
    answered = [(one, given[one.pk]) for one in questions if one.pk in given and not given[one.pk].is_empty]
    Choice.objects.bulk_create(
        Choice(reply=made, question=one, number=number) for one, said in answered for number in said.numbers
        if one.kind != QuestionKind.TEXT
    )  # fmt: skip
    Words.objects.bulk_create(
        Words(reply=made, question=one, text=said.words) for one, said in answered
        if one.kind == QuestionKind.TEXT
    )  # fmt: skip


def decide_repetitions(one: Round, replies: Iterable[int], *, count_them: bool, by: Any, at: datetime) -> int:
    """A person says of suspected repetitions whether they count; how many were decided. Raises `Refused`."""
    with moving(one, verbs.REPETITION_DECIDED, by=by, at=at) as move:
        fresh: Round = move.subject
        found = fresh.replies.filter(pk__in=list(replies), standing=Standing.SUSPECTED)
        chosen = list(found.values_list("pk", flat=True))
        refuse(
            access.may_handle(by, fresh.unit, at),
            [] if fresh.state != RoundState.FINISHED else [Refusal("survey.finished", "结果已公布，不能再核定。", "5.7")],
            [] if chosen else [Refusal("survey.nothing", "请勾选要核定的答卷；可能已由他人核定，请刷新页面。", "5.7")],
        )  # fmt: skip
        standing = Standing.KEPT if count_them else Standing.LEFT_OUT
        found.update(standing=standing, decided_by=by, decided_at=at)
        move.acting_as = acting_as(by, fresh.unit, HANDLERS, at)
        move.data = {"note": f"{standing.label}{len(chosen)}份", "replies": chosen}
    return len(chosen)


def pick_words(words: Words, *, shown: str, by: Any, at: datetime) -> Words:
    """What of a written answer everybody may read, as a person words it; empty takes it back. Raises `Refused`."""
    with moving(words.reply.round, verbs.WORDS_PICKED, by=by, at=at) as move:
        fresh: Round = move.subject
        refuse(
            access.may_handle(by, fresh.unit, at),
            [] if fresh.state != RoundState.FINISHED else [Refusal("survey.finished", "结果已公布，不能再改。", "5.7")],
            [Refusal("words.long", f"公开内容不得超过{surveys.WORDS}字。", "5.7")] if len(shown) > surveys.WORDS else [],
        )  # fmt: skip
        words.shown = shown.strip()
        words.shown_by, words.shown_at = (by, at) if words.shown else (None, None)
        words.save(update_fields=["shown", "shown_by", "shown_at"])
        move.acting_as = acting_as(by, fresh.unit, HANDLERS, at)
        move.data = {"note": words.shown, "words": words.pk}
    return words
