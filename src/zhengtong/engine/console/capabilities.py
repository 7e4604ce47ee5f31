"""What a person is able to do in the engine's own screens, decided by an upper floor that knows posts.

The engine asks by name ("ledger.read"); a room answers by `define(name, answer)`. Nobody answered: nobody may.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from zhengtong.engine.refusals import Refusal

Answer = Callable[[Any, datetime], "bool | Iterable[Refusal]"]
answers: dict[str, Answer] = {}


def define(name: str, answer: Answer) -> None:
    """Decide a capability: `answer(person, at)` gives True/False, or the refusals (none: allowed)."""
    answers[name] = answer


def refusals(name: str, person: Any, at: datetime) -> list[Refusal]:
    """Why the person lacks this capability at this moment; empty when they have it."""
    answer = answers.get(name)
    given = answer(person, at) if answer else False
    if given is True:
        return []
    if given is False:
        return [
            Refusal(
                "capability.missing", "您现任的岗位没有此项权限。确需办理的，请联系本单位管理员调整岗位。"
            )
        ]
    return list(given)


def may(name: str, person: Any, at: datetime) -> bool:
    return not refusals(name, person, at)
