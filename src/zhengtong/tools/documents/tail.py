"""Lines with an official role in the text and below it: addressees, signature, date, attachments, imprint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhengtong.tools.documents import official
from zhengtong.tools.documents.model import AttachmentNote, OfficialLine
from zhengtong.tools.documents.source import Item, Line, Source

Placed = dict[int, OfficialLine | AttachmentNote]
CLOSED = "。．.）)"
CONTINUED = 4
"""An imprint line is continued over so many lines at most."""


@dataclass(frozen=True)
class Signed:
    """One signature of the document: the offices, the date, where it stands."""

    offices: str
    day: date
    position: int
    excerpt: str


def place_official_lines(
    source: Source, start: int, taken: set[int]
) -> tuple[Placed, list[Signed], set[int]]:
    """Roles by position from ``start`` on, the signatures, and the positions swallowed by a line before them."""
    placed: Placed = {}
    signed: list[Signed] = []
    swallowed: set[int] = set()
    items = source.items
    _place_addressees(source, start, placed)
    for position in range(start, len(items)):
        line = items[position]
        if not isinstance(line, Line) or position in taken or position in placed or position in swallowed:
            continue
        if note := official.attachment_note(line.text):
            _place_attachments(items, position, line, note, placed)
        elif both := official.signature_line(line.text):
            placed[position] = OfficialLine("signature", official.tidy(line.text))
            signed.append(Signed(both[0], both[1], position, line.text))
        elif day := official.date_line(line.text):
            _place_signature(items, position, line, day, placed, signed)
        elif role := official.role_of(line.text):
            _place_role(source, position, line, role, placed, swallowed)
    return placed, signed, swallowed


def _place_addressees(source: Source, start: int, placed: Placed) -> None:
    for position, item in enumerate(source.items[start : start + 3], start):
        if isinstance(item, Line) and item.heading is None and official.is_addressees(item.text):
            placed[position] = OfficialLine("addressees", official.tidy(item.text))
            return


def _place_attachments(
    items: Sequence[Item], position: int, line: Line, note: tuple[str, str], placed: Placed
) -> None:
    placed[position] = AttachmentNote(official.tidy(line.text), note[1], note[0], _href(line))
    if note[1] and not note[0]:
        return
    wanted = 2 if note[1] else 1
    for following in range(position + 1, len(items)):
        below = items[following]
        item = official.attachment_item(below.text) if isinstance(below, Line) else None
        if not isinstance(below, Line) or not item or int(item[0]) != wanted:
            return
        placed[following] = AttachmentNote(official.tidy(below.text), item[1], item[0], _href(below))
        wanted += 1


def _href(line: Line) -> str:
    return next((run.href for run in line.runs if run.href), "")


def _place_signature(
    items: Sequence[Item], position: int, line: Line, day: date, placed: Placed, signed: list[Signed]
) -> None:
    """A date alone with one or more offices above it; a date alone without them counts when set to the right."""
    above: list[int] = []
    for before in range(position - 1, max(position - 6, -1), -1):
        office = items[before]
        if before in placed or not isinstance(office, Line) or not _is_office(office):
            break
        above.insert(0, before)
    if not above and not line.right:
        return
    for before in above:
        placed[before] = OfficialLine("signature", official.tidy(_text(items[before])))
    placed[position] = OfficialLine("date", official.tidy(line.text))
    offices = "、".join(official.tidy(_text(items[before])) for before in above)
    excerpt = " / ".join([*(_text(items[before]) for before in above), line.text])
    signed.append(Signed(offices, day, position, excerpt))


def _is_office(line: Line) -> bool:
    if line.heading is not None:
        return False
    return official.is_organisation(line.text) or (line.right and len(line.text) <= 40)


def _text(item: Item) -> str:
    return item.text


def _place_role(
    source: Source, position: int, line: Line, role: str, placed: Placed, swallowed: set[int]
) -> None:
    text = official.tidy(line.text)
    if role == "copies":
        joined = _continuation(source.items, position)
        text = "".join([text, *(official.tidy(_text(source.items[one])) for one in joined)])
        swallowed.update(joined)
        if joined:
            source.remark(line.where, text, f"抄送机关分为 {len(joined) + 1} 行，已合并", "请核对抄送机关")
    if role == "disclosure" and "主动公开" not in text and "公开发布" not in text:
        source.remark(line.where, text, "文件标明的公开属性不是主动公开", "请先确认能否公开发布")
    placed[position] = OfficialLine(role, text)


def _continuation(items: Sequence[Item], position: int) -> list[int]:
    """Positions of the lines that carry on an unfinished 抄送 line."""
    made: list[int] = []
    last = _text(items[position])
    for following in range(position + 1, min(position + CONTINUED, len(items))):
        line = items[following]
        if last.rstrip()[-1:] in CLOSED or not isinstance(line, Line) or official.role_of(line.text):
            break
        if line.heading is not None or official.date_line(line.text) or len(line.text) > official.SHORT:
            break
        made.append(following)
        last = line.text
    return made
