from datetime import datetime
from typing import Any

from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.evidence.access import may_see as may_see_subject
from zhengtong.engine.notify.audiences import audiences_of


def may_see(person: Any, clock: Clock, at: datetime) -> bool:
    """Whoever must act on it, and whoever may see the thing it runs for."""
    if clock.audience in audiences_of(person, at):
        return True
    return may_see_subject(person, clock.subject_type, clock.subject_id)
