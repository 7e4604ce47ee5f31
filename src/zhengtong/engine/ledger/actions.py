"""The only way a line gets into the ledger, and the frame in which every verb of every room runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction

from zhengtong.engine.jobs.actions import enqueue
from zhengtong.engine.ledger.chain import seal
from zhengtong.engine.ledger.models import Entry, Head
from zhengtong.engine.ledger.registry import Verb, subscriptions, verbs

SYSTEM = "系统"


def subject_key(subject: models.Model) -> tuple[str, str]:
    """How the ledger and other generic rows name an object: ("publishing.article", "12"); a proxy or child names its base."""
    base = getattr(subject, "ledger_base", None) or subject._meta.concrete_model
    return base._meta.label_lower, str(subject.pk)


def record(
    verb: Verb,
    subject: models.Model,
    *,
    by: Any,
    at: datetime,
    acting_as: str = "",
    clause: str = "",
    data: dict[str, Any] | None = None,
) -> Entry:
    """Append one line and enqueue those who listen. `by` is a person, or None for the system itself.

    Must run inside the transaction of the change it tells of; raises KeyError for a verb nobody declared.
    """
    if verbs[verb.code] != verb:
        raise KeyError(verb.code)
    subject_type, subject_id = subject_key(subject)
    entry = Entry(
        at=at, verb=verb.code, subject_type=subject_type, subject_id=subject_id, subject_name=str(subject)[:300],
        actor=by, actor_name=_name_of(by), acting_as=acting_as, clause=clause or verb.clause, data=data or {},
    )  # fmt: skip
    _append(entry)
    for task in subscriptions[verb.code]:
        enqueue(task, at=at, key=f"entry:{entry.seq}:{task}", entry=entry.pk)
    return entry


def _name_of(person: Any) -> str:
    return SYSTEM if person is None else str(person)[:100]


def _append(entry: Entry) -> None:
    with transaction.atomic():
        head = Head.objects.select_for_update().get_or_create(pk=1)[0]
        entry.seq, entry.previous = head.seq + 1, head.hash
        entry.hash = seal(entry)
        entry.save(force_insert=True)
        head.seq, head.hash = entry.seq, entry.hash
        head.save(update_fields=["seq", "hash"])


@dataclass
class Move:
    """A change under way: the locked fresh row, and what the ledger line will say (`clause` where it is not the verb's own)."""

    subject: Any
    data: dict[str, Any] = field(default_factory=dict)
    acting_as: str = ""
    clause: str = ""
    verb: Verb | None = None
    entry: Entry | None = None


@contextmanager
def moving(
    subject: models.Model, verb: Verb, *, by: Any, at: datetime, acting_as: str = ""
) -> Iterator[Move]:
    """The frame of a verb: one transaction, the row locked and read afresh, one ledger line at the end.

    An exception (a `Refused` above all) undoes everything, the line included.
    """
    with transaction.atomic():
        move = Move(_locked(subject), acting_as=acting_as, verb=verb)
        yield move
        move.entry = record(
            move.verb or verb,
            move.subject,
            by=by,
            at=at,
            acting_as=move.acting_as,
            clause=move.clause,
            data=move.data,
        )


def _locked(subject: models.Model) -> Any:
    manager = subject._meta.concrete_model._base_manager
    return manager.select_for_update(of=("self",)).get(pk=subject.pk)
