"""What of a case has a time limit: each step that is declared with one."""

from django.urls import NoReverseMatch, reverse

from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.registry import kind
from zhengtong.engine.procedures.models import CaseStep


def where(clock: Clock) -> str:
    case = CaseStep.objects.filter(pk=clock.subject_id).values_list("case", flat=True).first()
    try:
        return reverse("cases:inspect", args=[case]) if case else ""
    except NoReverseMatch:
        return ""


STEP = kind("case.step", label="办件环节", warn_days=1, url=where)
