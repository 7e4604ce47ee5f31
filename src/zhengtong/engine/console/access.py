"""Ready-made `access` functions: who may open a screen of the engine."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from zhengtong.engine.console import capabilities
from zhengtong.engine.refusals import Refusal

Access = Callable[[Any, Any, datetime], list[Refusal]]


def who(capability: str) -> Access:
    """Access for those with a capability: `access = who("jobs.manage")`."""

    def access(person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return capabilities.refusals(capability, person, at)

    return access


def everyone(person: Any, subject: Any, at: datetime) -> list[Refusal]:
    """Whoever can enter the console; what they see is still limited by scope."""
    return []
