"""From a reader's lines to the draft: fields with their evidence, headings with levels, lists, captions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from zhengtong.tools.documents import headings, official
from zhengtong.tools.documents.fields import Assembly, finish
from zhengtong.tools.documents.head import read_head
from zhengtong.tools.documents.model import (
    Block,
    Heading,
    Image,
    ListBlock,
    ListItem,
    OfficialLine,
    Paragraph,
    Recognised,
    Table,
)
from zhengtong.tools.documents.safety import Budget
from zhengtong.tools.documents.source import Item, Line, Source
from zhengtong.tools.documents.tail import place_official_lines

CAPTION = re.compile(r"(?:附?表|表格)\s*[\d一二三四五六七八九十]{1,3}(?:[-—.]\d{1,3})?[\s:：.、]*\S.{0,60}")
STATED_HEADING = 100
"""A line that a style calls a heading but that is longer than this, or a whole sentence, is a paragraph."""


def assemble(source: Source, fallback_title: str, file_format: str, budget: Budget) -> Recognised:
    _drop_page_numbers(source)
    head = read_head(source, fallback_title)
    placed, signed, swallowed = place_official_lines(source, head.end, head.used | set(head.roles))
    for position, role in head.roles.items():
        placed[position] = OfficialLine(role, official.tidy(source.items[position].text))
    made = Assembly(source, head, placed, signed, head.used | swallowed)
    _find_attached_titles(made)
    blocks = _blocks(made, budget)
    return finish(made, blocks, file_format, budget)


def _drop_page_numbers(source: Source) -> None:
    kept: list[Item] = []
    pages: list[Item] = []
    for item in source.items:
        (pages if isinstance(item, Line) and official.is_page_number(item.text) else kept).append(item)
    if pages:
        excerpt = "、".join(line.text for line in pages[:5])
        source.remark("全文", excerpt, f"{len(pages)} 行是页码，没有导入", "一般不用处理")
        source.items = kept


# --- attached texts ---


def _find_attached_titles(made: Assembly) -> None:
    names = _names_of_attached(made)
    after = min((signed.position for signed in made.signed), default=len(made.source.items))
    for position, item in enumerate(made.source.items):
        if not isinstance(item, Line) or position < made.head.end or _is_taken(made, position):
            continue
        mark = official.attachment_mark(item.text)
        if mark and item.bullet is None:
            _attach(made, position, position + 1, mark, names)
        elif position > after:
            _attach(made, position, position, "", names)


def _is_taken(made: Assembly, position: int) -> bool:
    return position in made.gone or position in made.placed or position in made.attached


def _names_of_attached(made: Assembly) -> set[str]:
    """What the document says it issues or attaches, without blanks."""
    names = {official.compact(official.issued_name(made.head.title))}
    for item in made.source.items:
        if isinstance(item, Line):
            names |= official.quoted_names(item.text[:2000])
    for placed in made.placed.values():
        if not isinstance(placed, OfficialLine):
            names.add(official.compact(placed.title).strip("《》"))
    return names - {""}


def _attach(made: Assembly, at: int, start: int, mark: str, names: set[str]) -> None:
    """Take up to four lines from ``start`` that are together the title of an attached text."""
    lines = _title_lines(made, start)
    for count in range(len(lines), 0, -1):
        joined = "".join(official.tidy(line.text) for line in lines[:count])
        if official.compact(joined) in names:
            return _set_attached(made, at, start, count, mark, joined)
    if mark:
        count = _looks_like_title(lines)
        joined = "".join(official.tidy(line.text) for line in lines[:count])
        return _set_attached(made, at, start, count, mark, joined)
    if lines and lines[0].centred and official.ends_as_title(lines[0].text) and len(lines[0].text) <= 60:
        _set_attached(made, at, start, 1, "", official.tidy(lines[0].text))


def _title_lines(made: Assembly, start: int) -> list[Line]:
    lines: list[Line] = []
    for position in range(start, min(start + 4, len(made.source.items))):
        item = made.source.items[position]
        if not isinstance(item, Line) or _is_taken(made, position) or item.bullet is not None:
            break
        found = headings.numbered(item.text)
        if len(item.text) > 80 or item.text.strip()[-1:] in "。；：" or (found and found.rank <= 14):
            break
        lines.append(item)
    return lines


def _looks_like_title(lines: list[Line]) -> int:
    for count in range(1, len(lines) + 1):
        if official.ends_as_title("".join(line.text for line in lines[:count])):
            return count
    alike = [line for line in lines[:1] if line.centred or len(line.text) <= 40]
    return len(alike)


def _set_attached(made: Assembly, at: int, start: int, count: int, mark: str, title: str) -> None:
    made.attached[at] = (mark, title)
    made.gone.update(range(at + 1, start + count))
    if count > 1:
        made.source.remark(
            f"附件 {title[:20]}", title, f"附件的标题分为 {count} 行，已合并为一行", "请核对附件的标题"
        )


# --- headings and blocks ---


@dataclass(frozen=True)
class Candidate:
    position: int
    text: str
    number: str
    level: int | None
    rank: int | None


def _blocks(made: Assembly, budget: Budget) -> tuple[Block, ...]:
    candidates = _candidates(made)
    ranks = headings.settle([(one.level, one.rank) for one in candidates])
    titled = {
        one.position: Heading(level, one.text, one.number)
        for one, level in zip(candidates, headings.levels(ranks), strict=True)
    }
    blocks: list[Block] = []
    for position, item in enumerate(made.source.items):
        if position in made.gone:
            continue
        budget.spend("blocks")
        blocks.append(titled.get(position) or made.placed.get(position) or _plain(item))
    blocks += [Paragraph(line.runs) for line in made.source.end_notes]
    return tuple(_with_captions(_with_lists(blocks)))


def _plain(item: Line | Table | Image) -> Block:
    if not isinstance(item, Line):
        return item
    if item.bullet is not None:
        return ListBlock((ListItem(item.runs, item.bullet),), item.ordered)
    return Paragraph(item.runs)


def _candidates(made: Assembly) -> list[Candidate]:
    found: list[Candidate] = []
    outline: list[tuple[int, headings.Numbered, bool]] = []
    for position, item in enumerate(made.source.items):
        if position in made.attached:
            mark, title = made.attached[position]
            found.append(Candidate(position, f"{mark} {title}".strip(), mark, None, None))
        elif isinstance(item, Line) and not _is_taken(made, position):
            number = headings.numbered(item.text)
            if item.heading is not None:
                found += _stated_heading(made, position, item, number)
            elif number and item.bullet is None:
                outline.append((position, number, _stands_over(made, position, number)))
    return sorted(found + _from_outline(outline), key=lambda one: one.position)


def _from_outline(outline: list[tuple[int, headings.Numbered, bool]]) -> list[Candidate]:
    """The numbered lines that are headings, without the strays among them."""
    strays = headings.strays([(number.rank, likely) for _, number, likely in outline])
    return [
        Candidate(position, number.text, number.number, None, number.rank)
        for at, (position, number, likely) in enumerate(outline)
        if likely and at not in strays
    ]


def _stands_over(made: Assembly, position: int, found: headings.Numbered) -> bool:
    following, text_follows = _following(made, position)
    return headings.stands_over(found, following, text_follows=text_follows)


def _stated_heading(
    made: Assembly, position: int, line: Line, found: headings.Numbered | None
) -> list[Candidate]:
    text = official.tidy(line.text)
    if len(text) > STATED_HEADING or text.endswith("。"):
        made.source.remark(
            line.where, text, "设为标题样式，但内容是整段文字，已按正文处理", "请核对是否确为标题"
        )
        return []
    level = max(line.heading or 1, 1)
    if found:
        return [Candidate(position, found.text, found.number, level, found.rank)]
    return [Candidate(position, text, "", level, None)]


def _following(made: Assembly, position: int) -> tuple[headings.Numbered | None, bool]:
    """The outline number of the next item if it has one and is no sentence of text, and whether text follows."""
    for after in range(position + 1, len(made.source.items)):
        if after in made.gone:
            continue
        item = made.source.items[after]
        if after in made.placed or after in made.attached:
            return None, False
        return (headings.numbered(item.text) if isinstance(item, Line) else None), True
    return None, False


def _with_lists(blocks: list[Block]) -> list[Block]:
    """Neighbouring list items of one kind become one list."""
    made: list[Block] = []
    for ordered, group in groupby(blocks, key=lambda block: getattr(block, "ordered", None)):
        if ordered is None:
            made.extend(group)
        else:
            items = tuple(item for block in group if isinstance(block, ListBlock) for item in block.items)
            made.append(ListBlock(items, ordered))
    return made


def _with_captions(blocks: list[Block]) -> list[Block]:
    """表1 … directly above a table is its caption."""
    made: list[Block] = []
    for block in blocks:
        above = made[-1] if made else None
        if isinstance(block, Table) and isinstance(above, Paragraph) and _is_caption(block, above):
            made[-1] = Table(block.rows, block.header_rows, official.tidy(above.text))
        else:
            made.append(block)
    return made


def _is_caption(table: Table, above: Paragraph) -> bool:
    return not table.caption and bool(CAPTION.fullmatch(official.tidy(above.text[: official.SHORT])))
