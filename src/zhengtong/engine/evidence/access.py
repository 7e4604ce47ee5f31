"""Who may see what hangs on a thing: its evidence and its clocks. Each room says so for its own things; nobody may by default."""

from collections.abc import Callable
from typing import Any

May = Callable[[Any, str], bool]

_may: dict[str, May] = {}


def let(subject_type: str, may: May) -> None:
    """Let `may(person, subject_id)` decide for one type of thing ("publishing.article", as `subject_key` names it)."""
    _may[subject_type] = may


def may_see(person: Any, subject_type: str, subject_id: str) -> bool:
    decide = _may.get(subject_type)
    return decide is not None and bool(person.is_active) and bool(decide(person, subject_id))
