"""Reading evidence, and proving that all of it is still there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet

from zhengtong.engine.evidence import store
from zhengtong.engine.evidence.access import may_see
from zhengtong.engine.evidence.models import Evidence, Exhibit
from zhengtong.engine.evidence.store import Tampered
from zhengtong.engine.ledger.actions import subject_key


@dataclass(frozen=True)
class Damage:
    """`kind` is missing, changed or unregistered (a file that no row knows: what a crash left, or somebody put there)."""

    kind: str
    name: str
    message: str


def exhibits_of(subject: models.Model) -> QuerySet[Exhibit]:
    """What hangs on one thing, oldest first."""
    subject_type, subject_id = subject_key(subject)
    found = Exhibit.objects.filter(subject_type=subject_type, subject_id=subject_id)
    return found.select_related("evidence", "by")


def read(evidence: Evidence) -> bytes:
    """The bytes, proven to be those that were kept. Raises `Tampered`."""
    return store.read(evidence.hash)


def exhibit_for(person: Any, evidence: int) -> Exhibit | None:
    """One exhibit of this evidence that the person may see, newest first; None when there is none."""
    exhibits = Exhibit.objects.filter(evidence=evidence).select_related("evidence").order_by("-at", "-pk")
    return next((one for one in exhibits if may_see(person, one.subject_type, one.subject_id)), None)


def damaged() -> Iterator[Damage]:
    """Read every file again and name those that are missing or changed, and those nobody registered."""
    known = set()
    for evidence in Evidence.objects.order_by("pk").iterator(chunk_size=500):
        path = store.path_of(evidence.hash)
        known.add(path.name)
        try:
            read(evidence)
        except Tampered as error:
            yield Damage(
                "changed" if path.exists() else "missing", evidence.hash, f"{error}（{evidence.filename}）"
            )
    for name in sorted(set(store.names()) - known):
        yield Damage("unregistered", name, f"未登记的文件：{name}")
