"""Letters about the same matter (5.7). The index lives in the process: what a citizen wrote never changes, so it only grows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from zhengtong.interaction.models import LETTERS, Answer, AnswerState, CitizenMessage, Learned, Subject
from zhengtong.interaction.queries.messages import messages_seen_by
from zhengtong.tools.triage import Nearest
from zhengtong.tools.triage.likeness import matter

SHOWN = 5
LOOKED_AT = 60  # nearest letters that are asked for before those of other units are left out
LIKE = 0.12
LOOKS_BACK = timedelta(days=730)
MOST = 10_000
OVERLAP = 200  # a number that was given out earlier may be committed later


@dataclass(frozen=True)
class Similar:
    """Another message: how alike (percent; 0 where it is only about the same page), the words both have, its newest answer."""

    message: CitizenMessage
    percent: int
    words: tuple[str, ...]
    answer: Answer | None


class Index:
    """Texts by the keys of their messages; grown by what came since it was asked last."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.clear()

    def clear(self) -> None:
        self.nearest: Nearest[int] = Nearest(matter)
        self.titles: dict[int, str] = {}
        self.last = 0

    def near(self, message: CitizenMessage, at: datetime) -> list[Any]:
        with self.lock:
            self._grow(at)
            return self.nearest.near(
                f"{message.title}\n{message.body}", LOOKED_AT, at_least=LIKE, but=message.pk
            )

    def _grow(self, at: datetime) -> None:
        rows = CitizenMessage.objects.filter(
            pk__gt=self.last - OVERLAP, kind__in=sorted(LETTERS), received_at__gte=at - LOOKS_BACK
        )
        new = list(rows.order_by("-pk").values_list("pk", "title", "body")[:MOST])
        for pk, title, body in reversed([one for one in new if one[0] not in self.titles]):
            self.nearest.add(pk, f"{title}\n{body}")
            self.titles[pk] = title
            self.last = max(self.last, pk)


index = Index()


def similar_to(message: CitizenMessage, person: Any, at: datetime) -> list[Similar]:
    """The nearest other letters that this person may see, most alike first; of a correction those of the same page."""
    if message.is_correction:
        return _of_page(message, person, at)
    near = index.near(message, at)
    seen = messages_seen_by(person, at).filter(pk__in=[one.key for one in near]).select_related("unit")
    rows = {row.pk: row for row in seen if row.title == index.titles.get(row.pk)}
    found = [one for one in near if one.key in rows][:SHOWN]
    answers = _answers([one.key for one in found])
    return [
        Similar(rows[one.key], round(one.likeness * 100), one.shared, answers.get(one.key)) for one in found
    ]


def _of_page(message: CitizenMessage, person: Any, at: datetime) -> list[Similar]:
    seen = messages_seen_by(person, at).filter(kind=message.kind, page=message.page).exclude(pk=message.pk)
    found = list(seen.exclude(page="").select_related("unit").order_by("-pk")[:SHOWN])
    answers = _answers([one.pk for one in found])
    return [Similar(one, 0, (), answers.get(one.pk)) for one in found]


def _answers(keys: list[int]) -> dict[int, Answer]:
    sent = Answer.objects.filter(message__in=keys, state=AnswerState.SENT).order_by("number")
    return {one.message_id: one for one in sent}


# ---- groups -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Topic:
    """Letters about the same matter as this person may see them, the most typical first."""

    words: tuple[str, ...]
    messages: list[CitizenMessage]

    @property
    def open(self) -> int:
        return sum(one.is_open for one in self.messages)

    @property
    def units(self) -> list[str]:
        return list(dict.fromkeys(str(one.unit) for one in self.messages if one.unit))


def topics_seen_by(person: Any, at: datetime) -> tuple[list[Topic], datetime | None]:
    """The groups found last, largest first, and when; what a person may not see, or is merged since, is left out."""
    kept = Learned.objects.filter(subject=Subject.TOPICS).first()
    if kept is None:
        return [], None
    keys = [key for group in kept.data for key in group["members"]]
    seen = messages_seen_by(person, at).filter(pk__in=keys, merged_into__isnull=True).select_related("unit")
    rows = {row.pk: row for row in seen}
    topics = [
        Topic(tuple(group["words"]), [rows[key] for key in group["members"] if key in rows])
        for group in kept.data
    ]
    return sorted(
        (one for one in topics if len(one.messages) > 1), key=lambda one: -len(one.messages)
    ), kept.made_at
