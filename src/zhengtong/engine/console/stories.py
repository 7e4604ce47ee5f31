"""The story of a thing: its ledger lines and the evidence hung on it, told to people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Model

from zhengtong.engine.console.subjects import any_of
from zhengtong.engine.evidence.models import Exhibit
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.ledger.registry import Verb, verbs

SAID = ("reason", "opinion", "text", "note", "message")
tellers: dict[str, Callable[[Entry], str]] = {}


@dataclass
class Line:
    """One line of a story: the ledger entry, its verb in words, and what was said."""

    entry: Entry
    label: str
    told: str


def tell_with(verb: Verb, teller: Callable[[Entry], str]) -> None:
    """Say how an entry of this verb is told in a sentence (plain text) below its heading."""
    tellers[verb.code] = teller


def label_of(code: str) -> str:
    return verbs[code].label if code in verbs else code


def told(entry: Entry) -> str:
    if entry.verb in tellers:
        return tellers[entry.verb](entry)
    said = (entry.data.get(name) for name in SAID)
    return "；".join(str(words) for words in said if words)


def story(subjects: Sequence[Model], limit: int = 200) -> list[Line]:
    """The newest lines about these things, newest first, in two queries whatever their number."""
    if not subjects:
        return []
    entries = Entry.objects.filter(any_of(subjects)).order_by("-seq")[:limit]
    return [Line(entry, label_of(entry.verb), told(entry)) for entry in entries]


def exhibits(subjects: Sequence[Model]) -> list[Exhibit]:
    """Evidence hung on these things, newest first."""
    if not subjects:
        return []
    return list(
        Exhibit.objects.filter(any_of(subjects)).select_related("evidence", "by").order_by("-at", "-pk")
    )
