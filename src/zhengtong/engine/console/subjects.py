"""Generic rows (ledger lines, evidence, clocks) name what they are about by type and number."""

from collections.abc import Iterable

from django.db.models import Model, Q

from zhengtong.engine.ledger.actions import subject_key


def any_of(subjects: Iterable[Model]) -> Q:
    """The condition "about one of these things" on `subject_type` and `subject_id`."""
    condition = Q(pk__in=[])
    for subject in subjects:
        subject_type, subject_id = subject_key(subject)
        condition |= Q(subject_type=subject_type, subject_id=subject_id)
    return condition
