"""What a form or letter says, whatever it is written as: frozen values without a page, a font or a file format.

Two kinds of document: `Form` (申请表、审批表、登记表: ruled boxes under a title) and `Letter` (请示、报告 after GB/T 9704). Text is
plain text; a line break begins a new paragraph. An empty text or a missing date is an empty box to fill in by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Pair:
    """A fact: label and value. ``wide`` forces a row of its own; ``height_mm`` is the least height, for handwriting."""

    label: str
    value: str = ""
    wide: bool = False
    height_mm: int = 0


@dataclass(frozen=True)
class Fields:
    """Facts in ruled boxes in the given order, two in a row where they are short. ``title`` heads them in a row."""

    pairs: tuple[Pair, ...]
    title: str = ""


@dataclass(frozen=True)
class OpinionBox:
    """One step of an approval form: label at the left; opinion, and at the bottom right who signed, and when.

    ``office`` is the unit that acts, ``capacity`` as what the person signs (主要负责人), ``number`` the number of the document
    that says so (批复文号). What is not known yet is left blank to sign and seal.
    """

    label: str
    opinion: str = ""
    office: str = ""
    name: str = ""
    capacity: str = ""
    day: date | None = None
    number: str = ""
    sign: str = "签字（盖章）"
    height_mm: int = 36


@dataclass(frozen=True)
class CheckItem:
    """One item with a box, ticked when ``done``; ``note`` follows in brackets."""

    text: str
    done: bool = False
    note: str = ""


@dataclass(frozen=True)
class Checklist:
    """Items to tick in one ruled row: 申报材料, 开通前程序."""

    label: str
    items: tuple[CheckItem, ...]


@dataclass(frozen=True)
class Attachment:
    """A paper that goes with the document; ``note`` follows in brackets (3页, 文号)."""

    title: str
    note: str = ""


@dataclass(frozen=True)
class Attachments:
    """The list of attachments as a ruled row of a form."""

    items: tuple[Attachment, ...]
    label: str = "附件"


@dataclass(frozen=True)
class Grid:
    """A table whose header repeats on each page; ``widths`` are shares of the line, equal when empty."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    caption: str = ""


@dataclass(frozen=True)
class Paragraphs:
    """Running text; ``heading`` stands above it (level 1: 一、 in 黑体; level 2: （一） in 楷体)."""

    texts: tuple[str, ...]
    heading: str = ""
    level: int = 1


@dataclass(frozen=True)
class Signature:
    """A line to sign: 填表人：＿＿＿　　年　月　日."""

    label: str
    name: str = ""
    capacity: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Signatures:
    """Lines to sign, outside the ruled boxes."""

    items: tuple[Signature, ...]


Section = Fields | OpinionBox | Checklist | Attachments | Grid | Paragraphs | Signatures


@dataclass(frozen=True)
class Note:
    """Small print at the foot; ``clause`` is what it rests on, as it should be read (办法第九条, 3.5)."""

    text: str
    clause: str = ""


@dataclass(frozen=True)
class Form:
    """Ruled boxes under a title: ``head`` first, then the sections; consecutive ruled sections are one table.

    Above the table stand the number and, under ``date_label`` (none when empty), the day ``dated`` (a business date,
    Asia/Shanghai) or a blank date.
    """

    title: str
    number: str = ""
    head: tuple[Pair, ...] = ()
    sections: tuple[Section, ...] = ()
    foot: tuple[Note, ...] = ()
    dated: date | None = None
    number_label: str = "编号"
    date_label: str = "填表日期"


@dataclass(frozen=True)
class Letter:
    """A letter between offices: 主送机关, body, 附件, 落款 with room for the seal, 附注, 抄送 (GB/T 9704—2012, 7.2.6–7.3).

    ``signer`` is the 签发人 of a document to a superior, ``contact`` the 附注 (without its brackets), ``dated`` a business date.
    """

    title: str
    addressees: str
    sections: tuple[Section, ...]
    issuer: str
    number: str = ""
    signer: str = ""
    attachments: tuple[Attachment, ...] = ()
    dated: date | None = None
    contact: str = ""
    copies: str = ""


OfficePaper = Form | Letter


def pairs(facts: Iterable[tuple[str, str | None]]) -> tuple[Pair, ...]:
    """Facts as label and value in their order; a value that is None becomes an empty box."""
    return tuple(Pair(label, value or "") for label, value in facts)
