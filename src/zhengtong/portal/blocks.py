"""What the body of a page is made of.

Text is either ``str``, which the templates escape, or ``markupsafe.Markup``, which they print as it is:
whoever makes a ``Markup`` has sanitised it. No template marks anything safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

Text = str | Markup


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 2 is the highest (1 is the page's title). One with an ``anchor`` can stand in the contents."""

    kind: ClassVar[str] = "heading"
    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. ``align`` is "", "center" or "right" (signature and date of a document);
    ``flush`` is one without the two-character indent (the line of addressees)."""

    kind: ClassVar[str] = "paragraph"
    html: Text
    align: str = ""
    flush: bool = False


@dataclass(frozen=True, slots=True)
class ListBlock:
    kind: ClassVar[str] = "list"
    items: tuple[Text, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``header`` makes it a row heading, or a column heading within the first ``head_rows`` rows."""

    html: Text
    header: bool = False
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    kind: ClassVar[str] = "table"
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    head_rows: int = 1


@dataclass(frozen=True, slots=True)
class Image:
    """A picture. ``alt`` may be empty only where the caption says everything; width and height in CSS pixels."""

    kind: ClassVar[str] = "image"
    src: str
    alt: str
    width: int
    height: int
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to fetch. ``format`` as people call it ("PDF", "Word 文档"); ``size`` in bytes."""

    name: str
    href: str
    format: str
    size: int


@dataclass(frozen=True, slots=True)
class AttachmentList:
    kind: ClassVar[str] = "attachments"
    items: tuple[Attachment, ...]
    title: str = "附件"


Block = Heading | Paragraph | ListBlock | Table | Image | AttachmentList


def steady(blocks: tuple[Block, ...], top: int = 2) -> tuple[Block, ...]:
    """The same blocks with heading levels that begin at ``top`` and never skip one on the way down.

    Offices set levels by eye; a screen reader needs an outline.
    """
    if not any(isinstance(block, Heading) for block in blocks):
        return blocks
    steadied: list[Block] = []
    previous = top - 1
    for block in blocks:
        if isinstance(block, Heading):
            level = max(top, min(block.level, previous + 1, 6))
            previous = level
            block = block if level == block.level else Heading(level, block.text, block.anchor)
        steadied.append(block)
    return tuple(steadied)


def contents(blocks: tuple[Block, ...], least: int = 3) -> tuple[Heading, ...]:
    """The headings of the highest level that can be linked to; none where there are fewer than ``least``."""
    linked = [block for block in blocks if isinstance(block, Heading) and block.anchor]
    if not linked:
        return ()
    highest = min(heading.level for heading in linked)
    top = tuple(heading for heading in linked if heading.level == highest)
    return top if len(top) >= least else ()
