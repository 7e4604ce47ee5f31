"""What a reader hands over: paragraphs, tables and images in order, with hints but without judgement."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from zhengtong.tools.documents.model import Evidence, Image, Remark, Run, Runs, Table, text_of

TITLE_LEVEL = 0
"""``Line.heading`` of a line that the format itself calls the title of the document."""


@dataclass(frozen=True)
class Line:
    """One paragraph as it was read, and how it looked."""

    runs: Runs
    where: str = ""
    heading: int | None = None
    """Level that the format states (Word style, h1, #); TITLE_LEVEL for the title; None when it states none."""
    centred: bool = False
    right: bool = False
    bold: bool = False
    size: float = 0.0
    """Type size in points; 0 when unknown."""
    bullet: int | None = None
    """Depth of a list item, from 0; None for no list item."""
    ordered: bool = False
    broken: bool = False
    """The line came from a line break inside one paragraph of the source."""

    @property
    def text(self) -> str:
        return text_of(self.runs)


Item = Line | Table | Image


@dataclass
class Source:
    """A reader's whole result. ``facts``: fields stated outright (page meta data), with their evidence."""

    items: list[Item] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    facts: dict[str, tuple[str, Evidence]] = field(default_factory=dict)
    end_notes: list[Line] = field(default_factory=list)

    def remark(self, where: str, excerpt: str, why: str, what_to_do: str) -> None:
        self.remarks.append(Remark(where, shorten(excerpt), why, what_to_do))

    def state(self, name: str, value: str, excerpt: str, how: str) -> None:
        """Note a stated field; the first statement stands."""
        if value.strip():
            self.facts.setdefault(name, (value.strip(), Evidence(shorten(excerpt), how)))


def shorten(text: str, length: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def merged(runs: list[Run]) -> Runs:
    """Join neighbours with equal marks, and take the blanks off both ends."""
    made = [
        Run("".join(run.text for run in group), marks, href)
        for (marks, href), group in groupby(
            (run for run in runs if run.text), key=lambda run: (run.marks, run.href)
        )
    ]
    return _stripped(made)


def _stripped(runs: list[Run]) -> Runs:
    while runs and (text := runs[0].text.lstrip(BLANKS)) != runs[0].text:
        runs = [Run(text, runs[0].marks, runs[0].href), *runs[1:]] if text else runs[1:]
    while runs and (text := runs[-1].text.rstrip(BLANKS)) != runs[-1].text:
        runs = [*runs[:-1], Run(text, runs[-1].marks, runs[-1].href)] if text else runs[:-1]
    return tuple(runs)


BLANKS = " \t\r\n\u00a0\u3000\u200b\ufeff\u2002\u2003"


def split_lines(runs: list[Run]) -> list[Runs]:
    """Cut runs at their line breaks; empty lines fall out."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        for number, part in enumerate(run.text.split("\n")):
            if number:
                lines.append([])
            lines[-1].append(Run(part, run.marks, run.href))
    return [made for line in lines if (made := merged(line))]
