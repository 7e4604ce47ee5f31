"""What surveys, consultations and interviews came to, as counted rows: for the console and for the public (5.7)."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from zhengtong.interaction.models.participation import (
    Choice,
    EntryState,
    LiveEntry,
    OpinionGroup,
    Question,
    QuestionKind,
    Reply,
    Round,
    Standing,
    Words,
)
from zhengtong.interaction.models.surveys import COUNTED


@dataclass(frozen=True)
class Bar:
    """One option with how many chose it; `share` in whole percent of those who answered the question."""

    label: str
    count: int
    share: int


@dataclass(frozen=True)
class Outcome:
    """A question with what was chosen; `mean` of a scale (one decimal, empty where nobody answered); words a person picked."""

    question: Question
    answered: int
    bars: tuple[Bar, ...] = ()
    mean: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tally:
    """How many replies there are, and how they stand."""

    total: int
    counted: int
    suspected: int
    left_out: int


def tally(one: Round) -> Tally:
    found = dict(one.replies.values_list("standing").annotate(n=Count("pk")).order_by())
    return Tally(
        sum(found.values()), sum(found.get(standing, 0) for standing in COUNTED),
        found.get(Standing.SUSPECTED, 0), found.get(Standing.LEFT_OUT, 0),
    )  # fmt: skip


def outcomes(one: Round) -> list[Outcome]:
    """Every question with its figures, over the replies that count; four queries whatever their number."""
    counting = {"reply__round": one, "reply__standing__in": sorted(COUNTED)}
    chosen = Counter(
        {(q, n): c for q, n, c in Choice.objects.filter(**counting).values_list("question", "number").annotate(c=Count("pk"))}
    )  # fmt: skip
    answered = dict(
        Choice.objects.filter(**counting).values_list("question").annotate(n=Count("reply", distinct=True))
    )
    written = dict(
        Words.objects.filter(**counting).values_list("question").annotate(n=Count("pk")).order_by()
    )
    shown: dict[int, list[str]] = {}
    for question, text in (
        Words.objects.filter(reply__round=one).exclude(shown="").values_list("question", "shown")
    ):
        shown.setdefault(question, []).append(text)
    return [
        _outcome(question, chosen, answered.get(question.pk, 0) or written.get(question.pk, 0), shown)
        for question in one.questions.all()
    ]


def _outcome(
    question: Question, chosen: Counter[tuple[int, int]], answered: int, shown: dict[int, list[str]]
) -> Outcome:
    if question.kind == QuestionKind.TEXT:
        return Outcome(question, answered, words=tuple(shown.get(question.pk, ())))
    bars = tuple(
        Bar(label, chosen[question.pk, number], share(chosen[question.pk, number], answered))
        for number, label in question.options
    )
    mean = ""
    if question.kind == QuestionKind.SCALE and answered:
        mean = f"{sum(number * chosen[question.pk, number] for number, _ in question.options) / answered:.1f}"
    return Outcome(question, answered, bars, mean)


def share(part: int, whole: int) -> int:
    """Whole percent, rounded half up; 0 of nothing."""
    return (part * 200 + whole) // (whole * 2) if whole else 0


def suspects(one: Round) -> QuerySet[Reply]:
    """Replies that may be repetitions, those under one mark together."""
    return one.replies.filter(standing=Standing.SUSPECTED).order_by("mark", "pk")


def groups_of(one: Round) -> QuerySet[OpinionGroup]:
    """What opinions were summed up to, with how many each stands for, the largest first."""
    return one.groups.annotate(size=Count("opinions")).filter(size__gt=0).order_by("-size", "pk")


def record_of(one: Round) -> list[LiveEntry]:
    """The public record of an interview in the order of what was said; a correction stands in the place of what it corrects.

    Each entry has `was`: the words that it replaces, newest first, empty for most.
    """
    public = list(one.entries.filter(state=EntryState.PUBLIC).select_related("question"))
    corrected_by = {entry.corrects_id: entry for entry in public if entry.corrects_id}
    record = []
    for first in (entry for entry in public if not entry.corrects_id):
        entry = first
        was: list[str] = []
        while entry.pk in corrected_by:
            was.insert(0, entry.text)
            entry = corrected_by[entry.pk]
        entry.was = was
        record.append(entry)
    return record
