"""A refusal is a value: rules and access return them, a verb raises all of them at once, a screen shows them before the click."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """One reason why something may not be done: a machine code, a Chinese sentence that also says what to do, the clause."""

    code: str
    message: str
    clause: str = ""


class Refused(Exception):
    """Raised by a verb with every reason that stands against it; nothing has been changed."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("；".join(refusal.message for refusal in self.refusals))

    @property
    def codes(self) -> set[str]:
        return {refusal.code for refusal in self.refusals}


def refuse(*groups: Iterable[Refusal] | Refusal | None) -> None:
    """Raise `Refused` with all refusals in the groups; do nothing when there are none."""
    refusals = [refusal for group in groups for refusal in _listed(group)]
    if refusals:
        raise Refused(dict.fromkeys(refusals))


def _listed(group: Iterable[Refusal] | Refusal | None) -> Iterable[Refusal]:
    if group is None:
        return ()
    return (group,) if isinstance(group, Refusal) else group
