"""The verbs that may stand in the ledger, and who listens to them."""

from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True)
class Verb:
    """`code` is stored for ever ("article.signed"); `label` is what people read ("签署审校意见"); `clause` is where it rests."""

    code: str
    label: str
    clause: str = ""


verbs: dict[str, Verb] = {}
subscriptions: dict[str, list[str]] = defaultdict(list)


def verb(code: str, label: str, *, clause: str = "") -> Verb:
    """Declare a verb; the same code cannot mean two things."""
    declared = Verb(code, label, clause)
    if verbs.setdefault(code, declared) != declared:
        raise ValueError(f"verb {code} is declared twice")
    return declared


def subscribe(listened: Verb, task: str) -> None:
    """Have the worker run `task(entry=<ledger entry pk>)` after each commit of this verb: once, again after a crash."""
    if task not in subscriptions[listened.code]:
        subscriptions[listened.code].append(task)
