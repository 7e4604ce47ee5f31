"""What the worker computes from messages for the screens. No verb: nothing is decided, and it is made anew at any time."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from zhengtong.interaction.models import LETTERS, OPEN, CitizenMessage, Learned, MessageState, Subject
from zhengtong.interaction.queries import routing
from zhengtong.tools.triage import Router, clusters

RECENT = timedelta(days=60)
MOST = 3000
SMALLEST_GROUP = 3
FEW = 12  # in the first weeks there are few letters, of which many may be about one matter
SHOWN = 50


def learn_routes(at: datetime) -> int:
    """Learn from where letters went, with the words of each unit; from how many."""
    model = Router(routing.hints(at))
    model.learn(routing.examples(at))
    _keep(Subject.ROUTES, model.as_dict(), at)
    routing.forget()
    return model.learned


def find_topics(at: datetime) -> int:
    """Group the letters that are open or came lately by what they are about; how many groups."""
    lately = Q(received_at__gte=at - RECENT) | Q(state__in=sorted(OPEN))
    rows = CitizenMessage.objects.filter(lately, kind__in=sorted(LETTERS)).exclude(state=MessageState.MERGED)
    read = list(rows.order_by("-received_at", "-pk").values_list("pk", "title", "body")[:MOST])
    found = clusters([f"{title}\n{body}" for _, title, body in read], at_least=SMALLEST_GROUP, few=FEW)[
        :SHOWN
    ]
    groups = [
        {"members": [read[place][0] for place in one.members], "words": list(one.words)} for one in found
    ]
    _keep(Subject.TOPICS, groups, at)
    return len(groups)


def _keep(subject: Subject, data: Any, at: datetime) -> None:
    Learned.objects.update_or_create(subject=subject, defaults={"data": data, "made_at": at})
