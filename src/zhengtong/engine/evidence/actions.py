"""Keeping evidence and hanging it on things."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from zhengtong.engine.digests import digest
from zhengtong.engine.evidence import rules, store
from zhengtong.engine.evidence.models import Evidence, Exhibit
from zhengtong.engine.ledger.actions import subject_key
from zhengtong.engine.refusals import refuse


def keep(data: bytes, filename: str, *, by: Any, at: datetime) -> Evidence:
    """Keep these bytes for ever, once, whoever brings them. `by` is None for the system itself.

    Raises `Refused` for content that is not on the allow-list (judged by the bytes, not by the name).
    The returned row carries the name given now, even where the content was kept before under another.
    """
    name = rules.plain_name(filename)
    media_type, refusals = rules.judge(data, name)
    refuse(refusals)
    recorded = digest(data)
    store.write(data, recorded)
    with transaction.atomic():
        kept, _ = Evidence.objects.get_or_create(
            hash=recorded,
            defaults={"size": len(data), "media_type": media_type, "filename": name, "by": by, "at": at},
        )
    kept.filename = name
    return kept


def attach(
    evidence: Evidence, subject: models.Model, *, label: str, by: Any, at: datetime, filename: str = ""
) -> Exhibit:
    """Hang evidence on a thing. The file name is the one with which the evidence came, unless another is given."""
    subject_type, subject_id = subject_key(subject)
    return Exhibit.objects.create(
        evidence=evidence, subject_type=subject_type, subject_id=subject_id, label=label[:200],
        filename=rules.plain_name(filename or evidence.filename), by=by, at=at,
    )  # fmt: skip
