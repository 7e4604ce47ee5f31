"""How a line is bound to the one before it, as pure functions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from zhengtong.engine.digests import digest_of, matches
from zhengtong.engine.ledger.models import Entry

FIELDS = (
    "seq",
    "verb",
    "subject_type",
    "subject_id",
    "subject_name",
    "actor_name",
    "acting_as",
    "clause",
    "data",
    "previous",
)


@dataclass(frozen=True)
class Break:
    """One place where the chain does not hold."""

    seq: int
    kind: str
    message: str


def content(entry: Entry) -> dict[str, Any]:
    """All of a line that its hash covers, the same on every database."""
    values = {name: getattr(entry, name) for name in FIELDS}
    return values | {
        "actor": entry.actor_id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
    }


def seal(entry: Entry) -> str:
    return digest_of(content(entry))


def breaks(entries: Iterable[Entry], *, head_seq: int, head_hash: str) -> Iterator[Break]:
    """Walk the lines in order of seq and name each one changed, removed, inserted or reordered."""
    expected, previous = 1, ""
    for entry in entries:
        if entry.seq > expected:
            yield Break(expected, "removed", f"第{expected}行至第{entry.seq - 1}行缺失")
        elif entry.previous != previous:
            yield Break(entry.seq, "reordered", f"第{entry.seq}行与上一行不衔接（上一行被改动、插入或调换）")
        if not matches(content(entry), entry.hash):
            yield Break(
                entry.seq, "changed", f"第{entry.seq}行内容与摘要不符（{entry.verb}，{entry.subject_name}）"
            )
        expected, previous = entry.seq + 1, entry.hash
    if expected - 1 < head_seq:
        yield Break(expected, "removed", f"第{expected}行至第{head_seq}行缺失")
    elif expected - 1 > head_seq:
        yield Break(head_seq + 1, "inserted", f"第{head_seq + 1}行起为插入（登记的末行是第{head_seq}行）")
    elif previous != head_hash:
        yield Break(head_seq, "changed", f"末行（第{head_seq}行）摘要与登记的不符")
