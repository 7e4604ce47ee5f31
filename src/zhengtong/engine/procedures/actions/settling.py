"""What a step settles about its own case: what it is about, what is asked. Part of the move of that step."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from zhengtong.engine.ledger.actions import subject_key
from zhengtong.engine.procedures.models import Case


def take_subject(case: Case, subject: Model) -> None:
    """From now on the case is about this thing, a record that did not exist when the case began."""
    case.subject_type, case.subject_id = subject_key(subject)
    case.subject_name = str(subject)
    case.save(update_fields=["subject_type", "subject_id", "subject_name"])


def settle(case: Case, decided: Mapping[str, Any], *, dropped: Iterable[str] = ()) -> None:
    """A decision becomes part of what is asked, for the steps after it; answers that it makes void (``dropped``) go."""
    gone = frozenset(dropped)
    case.asked = {key: value for key, value in (case.asked | dict(decided)).items() if key not in gone}
    case.save(update_fields=["asked"])
