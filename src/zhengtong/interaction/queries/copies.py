"""Answers that are copies of other answers."""

from datetime import datetime, timedelta

from zhengtong.duties.rules import business_date
from zhengtong.interaction.models import Answer, AnswerState
from zhengtong.regulation import parameter
from zhengtong.tools.triage import similarity

LOOKS_BACK = timedelta(days=365)
LOOKS_AT = 2000


def nearest_answer(answer: Answer, at: datetime) -> tuple[Answer | None, int]:
    """The earlier answer of the same unit to another letter that this one nearly copies, and how near (percent)."""
    least = parameter("answer.copy.percent", on=business_date(at)).number
    earlier = (
        Answer.objects.filter(unit=answer.unit_id, state=AnswerState.SENT, sent_at__gte=at - LOOKS_BACK)
        .exclude(message=answer.message_id)
        .order_by("-sent_at")[:LOOKS_AT]
    )
    best, share = None, 0
    for other in earlier:
        found = round(similarity(answer.text, other.text) * 100)
        if found > share:
            best, share = other, found
    return (best, share) if share >= least else (None, 0)
