"""What a page is made of, before it is known how: the elements that the layout gives and both outputs set.

Lengths in characters of the line's own type size ("em") unless the name says millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass

LABEL_MM, VALUE_MM = 30, 48
"""A ruled row is label, value, label, value: 156 mm, the line of GB/T 9704."""
ROW_MM = 10
"""The least height of a ruled row."""


@dataclass(frozen=True)
class Line:
    """One paragraph in a cell; ``mark`` is "" or a box: "open", "done"."""

    text: str
    indent: bool = False
    mark: str = ""


@dataclass(frozen=True)
class Cell:
    lines: tuple[Line, ...]
    span: int = 1
    label: bool = False


@dataclass(frozen=True)
class Blank:
    """Part of a line to sign: ``label``, then ``value``, or a rule to sign on when it is empty, then ``after``."""

    label: str = ""
    value: str = ""
    after: str = ""


@dataclass(frozen=True)
class Row:
    """``sign`` stands at the bottom right of the last cell, one line each; ``kept`` rows are not broken."""

    cells: tuple[Cell, ...]
    height_mm: float = ROW_MM
    sign: tuple[Blank, ...] = ()
    kept: bool = True


@dataclass(frozen=True)
class Margins:
    """Millimetres. The line is 156 mm in both kinds of document."""

    top: int
    bottom: int
    left: int
    right: int


FORM_MARGINS, LETTER_MARGINS = Margins(20, 22, 27, 27), Margins(37, 35, 28, 26)


@dataclass(frozen=True)
class Title:
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Ends:
    """One line with text at both ends; ``large`` in the size of the body."""

    left: str
    right: str
    large: bool = False


@dataclass(frozen=True)
class Ruled:
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Listing:
    """A table with a repeating header; a cell is its paragraphs; ``kept``: which rows are not broken across pages."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    widths: tuple[float, ...]
    kept: tuple[bool, ...]


@dataclass(frozen=True)
class Text:
    """``style``: heading, subheading, body, flush (not indented), centred, note. ``kept``: on one page with what follows."""

    text: str
    style: str = "body"
    kept: bool = False


@dataclass(frozen=True)
class Hanging:
    """``prefix`` after ``indent``; the text begins ``width`` further on, and so do its other lines."""

    prefix: str
    text: str
    indent: float
    width: float
    first: bool = False
    kept: bool = False


@dataclass(frozen=True)
class Signing:
    """A line to sign outside the boxes."""

    parts: tuple[Blank, ...]


@dataclass(frozen=True)
class Closing:
    """落款: issuer and date centred on each other, the indents from the right; two lines above are left for the seal. ``contact``
    is the 附注 below. All of it stays together.
    """

    issuer: str
    day: str
    issuer_indent: float
    day_indent: float
    contact: str = ""


@dataclass(frozen=True)
class Copies:
    """抄送 between two rules."""

    text: str


Element = Title | Ends | Ruled | Listing | Text | Hanging | Signing | Closing | Copies
