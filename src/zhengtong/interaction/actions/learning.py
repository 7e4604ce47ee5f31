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
MANY = 240  # below so many letters half of them may be about one matter, and common words tell less apart
OF_FEW = {"few": 12, "alike": 0.4}
SHOWN = 50
SAID = 3  # letters that share fewer telling words have no matter in common


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
    rows = CitizenMessage.objects.filter(lately, kind__in=sorted(LETTERS)).exclude(
        state__in=[MessageState.MERGED, MessageState.DECLINED]
    )
    read = list(rows.order_by("-received_at", "-pk").values_list("pk", "title", "body")[:MOST])
    found = clusters(
        [f"{title}\n{body}" for _, title, body in read], at_least=SMALLEST_GROUP, **_for(len(read))
    )[:SHOWN]
    groups = [
        {"members": [read[place][0] for place in one.members], "words": list(one.words)}
        for one in found
        if len(one.words) >= SAID
    ]
    _keep(Subject.TOPICS, groups, at)
    return len(groups)


def _for(count: int) -> dict[str, Any]:
    return OF_FEW if count < MANY else {}


def _keep(subject: Subject, data: Any, at: datetime) -> None:
    Learned.objects.update_or_create(subject=subject, defaults={"data": data, "made_at": at})
