"""What the live pages of 互动交流 show: one frozen dataclass for each; the conventions are those of `portal.pages`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from zhengtong.portal.blocks import Text
from zhengtong.portal.pieces import Filter, Link, Pager, Site


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several; `note` says in a line what is meant."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question of a form. `kind`: text, area, choices, files, check. `error` is what stands against what was typed."""

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    hint: str = ""
    error: str = ""
    optional: bool = False
    options: tuple[Choice, ...] = ()
    complete: str = "off"
    mode: str = ""
    rows: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that belong together; without a `title` they simply follow each other."""

    fields: tuple[Field, ...]
    title: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """A form as it is handed out, or with what was typed and everything that stands against it.

    `faults` belong to no field; `not_received` says in a sentence that nothing was kept. `meant` names the page that a
    correction is about.
    """

    asks_itself: ClassVar[bool] = True

    site: Site
    path: str
    title: str
    lead: str
    token: str
    groups: tuple[Group, ...]
    faults: tuple[str, ...] = ()
    not_received: str = ""
    meant: str = ""
    suggests: bool = False
    trail: tuple[Link, ...] = ()

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """Where to go and what to mend, in the order of the form."""
        return tuple(
            (field.name, field.error) for group in self.groups for field in group.fields if field.error
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPage:
    """What the citizen takes home. `what` in words (纠错意见, 来信); `files` how many came along."""

    asks_itself: ClassVar[bool] = True

    site: Site
    path: str
    what: str
    code: str
    received_at: datetime
    files: int = 0
    trail: tuple[Link, ...] = ()

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(self.code.split("-"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLargePage:
    asks_itself: ClassVar[bool] = True

    site: Site
    path: str
    trail: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BusyPage:
    """The database does not answer: what can be done meanwhile."""

    asks_itself: ClassVar[bool] = True

    site: Site
    path: str
    trail: tuple[Link, ...] = ()


# ---- where a message stands -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """What happened, the newest last."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer as its citizen reads it; of a correction both versions."""

    number: int
    text: str
    unit: str
    at: datetime
    before: str = ""
    after: str = ""
    rated: str = ""
    masked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Until when an office must answer, and how that day was computed; `readings` only where the clause can be read in two ways."""

    until: date
    left: str
    lines: tuple[str, ...]
    late: bool = False
    reading: str = ""
    other_reading: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What the citizen can do now; `refusals` are the reasons why not."""

    name: str
    title: str
    button: str
    lead: str
    token: str = ""
    fields: tuple[Field, ...] = ()
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where one message stands, in words."""

    state: str
    told: tuple[str, ...]
    tone: str = ""
    kind: str = ""
    number: str = ""
    title: str = ""
    body: str = ""
    page: str = ""
    words: str = ""
    received_at: datetime | None = None
    steps: tuple[Step, ...] = ()
    limit: Limit | None = None
    replies: tuple[Reply, ...] = ()
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryPage:
    """The box for the query code, or what it opens. `done` says what was just done; `faults` why something was not."""

    asks_itself: ClassVar[bool] = True

    site: Site
    path: str = "/hdjl/cx/"
    code: str = ""
    refusal: str = ""
    done: str = ""
    faults: tuple[str, ...] = ()
    progress: Progress | None = None
    trail: tuple[Link, ...] = ()

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        acts = self.progress.acts if self.progress else ()
        return tuple((field.name, field.error) for act in acts for field in act.fields if field.error)


# ---- what everybody may read ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A public answer in a list. Title and excerpt may be Markup with <mark> around the words found."""

    title: Text
    href: str
    kind: str
    unit: str
    date: date
    excerpt: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersPage:
    asks_itself: ClassVar[bool] = True

    site: Site
    path: str = "/hdjl/gk/"
    query: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    answers: tuple[Answered, ...] = ()
    total: int = 0
    narrowed: str = ""
    filters: tuple[Filter, ...] = ()
    pager: Pager | None = None
    trail: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    asks_itself: ClassVar[bool] = False

    site: Site
    path: str
    title: str
    kind: str
    unit: str
    question: str
    reply: str
    received_on: date
    answered_on: date | None
    trail: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An entry of the library, open where it was asked for."""

    question: Text
    answer: Text
    unit: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPage:
    asks_itself: ClassVar[bool] = True

    site: Site
    path: str = "/hdjl/wd/"
    query: str = ""
    known: tuple[Known, ...] = ()
    answers: tuple[Answered, ...] = ()
    total: int = 0
    pager: Pager | None = None
    refusal: str = ""
    trail: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of figures; `received_share` and `answered_share` are lengths of 0 to 100 beside each other."""

    name: str
    received: int
    answered: int
    late: int
    days: str
    satisfied: str
    received_share: int = 0
    answered_share: int = 0
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresPage:
    """`months` newest first; of the chosen month the lines by kind and by unit."""

    asks_itself: ClassVar[bool] = False

    site: Site
    path: str = "/hdjl/tj/"
    months: tuple[Bar, ...] = ()
    chosen: str = ""
    counted_at: datetime | None = None
    told: tuple[str, ...] = ()
    kinds: tuple[Bar, ...] = ()
    units: tuple[Bar, ...] = ()
    trail: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """互动交流: what one can do, and what was answered lately."""

    asks_itself: ClassVar[bool] = False

    site: Site
    path: str = "/hdjl/"
    answers: tuple[Answered, ...] = ()
    told: str = ""
    trail: tuple[Link, ...] = ()
