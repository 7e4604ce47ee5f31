"""What these pages show: one frozen dataclass for each, finished values only (as `portal.pages`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from zhengtong.portal.pieces import Filter, Link, Pager, Site


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with what was typed; `at` is the id of the field that the summary leads to."""

    at: str
    message: str


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form: `kind` is line, lines, select, radio or checkbox. `faults` are said beside it."""

    name: str
    label: str
    kind: str = "line"
    hint: str = ""
    required: bool = False
    value: str = ""
    longest: int = 0
    options: tuple[Option, ...] = ()
    autocomplete: str = "off"
    faults: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def described(self) -> str:
        """The ids of what explains the field, for screen readers."""
        parts = [f"{self.id}-hint"] * bool(self.hint) + [f"{self.id}-error"] * bool(self.faults)
        return " ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form with its one-time token; `question` is asked of whoever sends very much."""

    fields: tuple[Field, ...]
    token: str
    send: str
    faults: tuple[Fault, ...] = ()
    question: str = ""
    question_faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    title: str
    href: str
    unit: str
    window: str
    state: str
    running: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """All rounds of one kind, those that run first."""

    site: Site
    path: str
    title: str
    lead: str
    entries: tuple[Listed, ...]
    kinds: Filter
    pager: Pager | None = None
    trail: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question with what was answered: bars with figures, or words that a person picked."""

    order: int
    text: str
    answered: int
    bars: tuple[Bar, ...]
    mean: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """Opinions summed up, with what was decided and why."""

    summary: str
    count: int
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing said; `was` are earlier wordings that a correction replaced."""

    who: str
    kind: str
    text: str
    at: datetime
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPage:
    """What all three have: who asks, until when, how it stands; the form while it is open; the result when it is published.

    `thanks` is said after sending: what was received, what happens next; `closed` says why there is no form.
    """

    site: Site
    path: str
    trail: tuple[Link, ...]
    title: str
    unit: str
    state: str
    running: bool
    window: str
    contact: str
    introduction: tuple[str, ...]
    next: str = ""
    closed: str = ""
    thanks: tuple[str, str] | None = None
    form: Form | None = None
    conclusion: tuple[str, ...] = ()
    finished_at: datetime | None = None
    figures: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyPage(RoundPage):
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationPage(RoundPage):
    paragraphs: tuple[str, ...]
    short_why: str = ""
    answered: tuple[Answered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewPage(RoundPage):
    guests: tuple[str, ...]
    held_at: datetime
    live: bool = False
    record: tuple[Spoken, ...] = field(default=())
