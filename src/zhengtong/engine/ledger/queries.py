"""Reading the ledger: the story of a thing, the state of the chain, and the export."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.db import models
from django.db.models import QuerySet

from zhengtong.engine.ledger.actions import subject_key
from zhengtong.engine.ledger.chain import Break, breaks, content
from zhengtong.engine.ledger.models import Entry, Head

BATCH = 2000


def story_of(subject: models.Model) -> QuerySet[Entry]:
    """All lines about one thing, oldest first."""
    subject_type, subject_id = subject_key(subject)
    return Entry.objects.filter(subject_type=subject_type, subject_id=subject_id).select_related("actor")


def broken() -> list[Break]:
    """Verify the whole chain against the registered head. Lines under the same number show up as breaks as well."""
    head = Head.objects.filter(pk=1).first() or Head()
    lines = Entry.objects.order_by("seq", "pk").iterator(chunk_size=BATCH)
    return list(breaks(lines, head_seq=head.seq, head_hash=head.hash)) + out_of_time()


def out_of_time() -> list[Break]:
    """Primary keys grow with the numbers; where they do not, lines were taken out and put back."""
    keys = list(Entry.objects.order_by("seq").values_list("seq", "pk"))
    return [
        Break(seq, "reordered", f"第{seq}行的写入次序早于上一行")
        for (_, before), (seq, pk) in pairwise(keys)
        if pk < before
    ]


def exported() -> Iterator[str]:
    """Every line as one JSON text with its hash, for keeping elsewhere and for verification without this software."""
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=BATCH):
        yield json.dumps(as_json(entry), ensure_ascii=False, sort_keys=True)


def as_json(entry: Entry) -> dict[str, Any]:
    return content(entry) | {"hash": entry.hash}
