"""What stands where: a form or letter as a flat list of elements, the same for .docx and PDF.

Here and only here it is decided which facts share a row, what stays together on a page and how blanks to sign look. Lengths in
characters of the line's own type size ("em") unless the name says millimetres.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from zhengtong.tools.documents.forms.characters import (
    characters_in,
    cleaned,
    day_of,
    flat,
    paragraphs_of,
    width_of,
)
from zhengtong.tools.documents.forms.elements import (
    FORM_MARGINS,
    LETTER_MARGINS,
    ROW_MM,
    Blank,
    Cell,
    Closing,
    Copies,
    Element,
    Ends,
    Hanging,
    Line,
    Listing,
    Margins,
    Row,
    Ruled,
    Signing,
    Text,
    Title,
)
from zhengtong.tools.documents.forms.model import (
    Attachment,
    Attachments,
    CheckItem,
    Checklist,
    Fields,
    Form,
    Grid,
    Letter,
    Note,
    OfficePaper,
    OpinionBox,
    Pair,
    Paragraphs,
    Section,
    Signature,
    Signatures,
)
from zhengtong.tools.documents.writer import is_short

HALF, FULL = 20, 28
"""Characters that a value may have to share its row; characters on one line of a whole row."""
LABEL_LINE = 6
KEPT_LINES = 14
"""A box of at most so many lines is not broken across pages."""
MOST_CHARACTERS = 200_000
"""Setting so many takes some seconds; a form or letter has a few thousand."""
LABEL_ENDS = (
    "审核意见", "审批意见", "备案意见", "办理意见", "复核意见", "意见", "批复", "批示", "决定", "负责同志", "负责人",
    "联系电话", "联系人", "单位", "名称", "理由", "原因", "情况", "时间", "日期", "编号", "材料",
)  # fmt: skip
TITLE_LINE = 20


class FormTooLong(Exception):
    """More text than belongs on a form; the message says in Chinese what to do."""

    def __init__(self) -> None:
        super().__init__(
            f"内容超过 {MOST_CHARACTERS:,} 字，无法生成文件。请将详细材料作为附件，表内只写要点。"
        )


def margins_of(paper: OfficePaper) -> Margins:
    return FORM_MARGINS if isinstance(paper, Form) else LETTER_MARGINS


def below_title_of(paper: OfficePaper) -> float:
    """Space in points; a line in a letter."""
    return 10 if isinstance(paper, Form) else 28


def laid_out(paper: OfficePaper) -> tuple[Element, ...]:
    """All of the document from top to bottom. Raises FormTooLong."""
    if characters_in(paper) > MOST_CHARACTERS:
        raise FormTooLong
    made = _form(paper) if isinstance(paper, Form) else _letter(paper)
    return tuple(_joined(made))


def _form(form: Form) -> Iterator[Element]:
    yield Title(title_lines(form.title))
    number = f"{form.number_label}：{flat(form.number)}" if form.number else ""
    dated = f"{form.date_label}：{day_of(form.dated)}" if form.date_label else ""
    if number or dated:
        yield Ends(number, dated)
    if form.head:
        yield Ruled(tuple(_rows(form.head)))
    for section in form.sections:
        yield from _section(section)
    yield from _notes(form.foot)


def _letter(letter: Letter) -> Iterator[Element]:
    if letter.signer:
        yield Ends(flat(letter.number), f"签发人：{flat(letter.signer)}", large=True)
    yield Title(title_lines(letter.title))
    if letter.number and not letter.signer:
        yield Text(flat(letter.number), "centred")
    if letter.addressees:
        yield Text(flat(letter.addressees).rstrip("：:") + "：", "flush")
    body = [element for section in letter.sections for element in _section(section)]
    yield from _bound_to_closing(body, bool(letter.attachments))
    yield from _attached(letter.attachments)
    yield _closing(letter)
    if letter.copies:
        yield Copies(f"抄送：{flat(letter.copies).rstrip('。')}。")


def _bound_to_closing(body: list[Element], attachments: bool) -> list[Element]:
    """The issuer never stands alone on a page: the last paragraph goes with it."""
    if body and not attachments and isinstance(body[-1], Text):
        body[-1] = Text(body[-1].text, body[-1].style, kept=True)
    return body


def _section(section: Section) -> Iterator[Element]:
    match section:
        case Fields():
            yield Ruled((*_headed(section.title), *_rows(section.pairs)))
        case OpinionBox():
            yield Ruled((_opinion(section),))
        case Checklist():
            yield Ruled((_row(section.label, [_ticked(item) for item in section.items]),))
        case Attachments():
            yield Ruled((_row(section.label, [Line(text) for text in _numbered(section.items)]),))
        case Grid():
            yield _listing(section)
        case Paragraphs():
            yield from _paragraphs(section)
        case Signatures():
            yield from (Signing(_signing(one)) for one in section.items)


def _joined(elements: Iterable[Element]) -> Iterator[Element]:
    """Neighbouring ruled rows become one table."""
    rows: list[Row] = []
    for element in elements:
        if isinstance(element, Ruled):
            rows += element.rows
            continue
        if rows:
            yield Ruled(tuple(rows))
            rows = []
        yield element
    if rows:
        yield Ruled(tuple(rows))


# --- ruled rows ---


def _headed(title: str) -> list[Row]:
    return [Row((Cell((Line(flat(title)),), span=4, label=True),))] if title else []


def _rows(facts: Sequence[Pair]) -> Iterator[Row]:
    """Two short facts share a row; a long one, and a short one without a neighbour, has its own."""
    waiting: Pair | None = None
    for pair in facts:
        if _is_wide(pair):
            yield from [_alone(waiting)] if waiting else []
            waiting = None
            yield _alone(pair)
        elif waiting is None:
            waiting = pair
        else:
            cells = tuple(
                cell for one in (waiting, pair) for cell in (_label(one.label), Cell(_lines(one.value)))
            )
            yield Row(cells, max(ROW_MM, waiting.height_mm, pair.height_mm))
            waiting = None
    yield from [_alone(waiting)] if waiting else []


def _is_wide(pair: Pair) -> bool:
    value = cleaned(pair.value)
    return pair.wide or "\n" in value or width_of(value) > HALF


def _alone(pair: Pair) -> Row:
    return _row(pair.label, _lines(pair.value), pair.height_mm)


def _row(label: str, lines: Sequence[Line], height_mm: float = 0) -> Row:
    kept = _height(lines) <= KEPT_LINES
    return Row((_label(label), Cell(tuple(lines), span=3)), max(ROW_MM, height_mm), kept=kept)


def _label(label: str) -> Cell:
    return Cell(tuple(Line(text) for text in label_lines(label)), label=True)


def label_lines(label: str) -> tuple[str, ...]:
    """区政府办公室审核意见 → 区政府办公室, 审核意见: a long label is broken where it is read; ``\\n`` in it says where."""
    parts = cleaned(label).split("\n")
    end = next((end for end in LABEL_ENDS if parts[-1].endswith(end)), "")
    if len(parts) == 1 and end and len(end) < len(parts[0]) > LABEL_LINE:
        return parts[0][: -len(end)], end
    return tuple(parts)


def title_lines(title: str) -> tuple[str, ...]:
    """A title too long for one line is broken before 关于, else by the page; ``\\n`` in it says where."""
    parts = tuple(paragraphs_of(title))
    if len(parts) != 1 or width_of(parts[0]) <= TITLE_LINE:
        return parts
    at = parts[0].find("关于")
    if at > 0 and max(width_of(parts[0][:at]), width_of(parts[0][at:])) <= TITLE_LINE:
        return parts[0][:at], parts[0][at:]
    return parts


def _lines(text: str) -> tuple[Line, ...]:
    """Text that needs several lines is set as paragraphs, the first line of each two characters in."""
    parts = paragraphs_of(text)
    indent = len(parts) > 1 or width_of(parts[0] if parts else "") > FULL * 2
    return tuple(Line(part, indent) for part in parts)


def _opinion(box: OpinionBox) -> Row:
    lines = tuple(Line(text, indent=True) for text in paragraphs_of(box.opinion))
    sign = [Blank(value=flat(box.office))] if box.office else []
    sign.append(_signed(box.sign, box.name, box.capacity))
    if box.number:
        sign.append(Blank("文号：", flat(box.number)))
    sign.append(Blank(value=day_of(box.day)))
    cells = (_label(box.label), Cell(lines, span=3))
    return Row(cells, max(ROW_MM, box.height_mm), tuple(sign), kept=_height(lines) <= KEPT_LINES)


def _signed(label: str, name: str, capacity: str) -> Blank:
    return Blank(f"{flat(label)}：", flat(name), f"（{flat(capacity)}）" if capacity else "")


def _height(lines: Iterable[Line]) -> int:
    return sum(max(1, math.ceil((width_of(line.text) + 2 * line.indent) / FULL)) for line in lines)


def _ticked(item: CheckItem) -> Line:
    return Line(_with_note(item.text, item.note), mark="done" if item.done else "open")


def _numbered(items: Sequence[Attachment]) -> list[str]:
    texts = [_with_note(item.title, item.note) for item in items]
    return [f"{at}. {text}" for at, text in enumerate(texts, 1)] if len(texts) > 1 else texts


def _with_note(text: str, note: str) -> str:
    return f"{flat(text)}（{flat(note)}）" if note else flat(text)


# --- running text ---


def _paragraphs(section: Paragraphs) -> Iterator[Element]:
    if section.heading:
        yield Text(flat(section.heading), "heading" if section.level == 1 else "subheading", kept=True)
    for text in section.texts:
        yield from (Text(part) for part in paragraphs_of(text))


def _listing(grid: Grid) -> Listing:
    columns = len(grid.header)
    widths = grid.widths if len(grid.widths) == columns else (1.0,) * columns
    rows = tuple(
        tuple(tuple(paragraphs_of(text)) for text in (*row, *[""] * columns)[:columns]) for row in grid.rows
    )
    kept = tuple(is_short(grid_row) for grid_row in grid.rows)
    return Listing(flat(grid.caption), tuple(flat(name) for name in grid.header), rows, widths, kept)


def _attached(items: Sequence[Attachment]) -> Iterator[Hanging]:
    """附件：1. … below the body, numbers and titles below each other (GB/T 9704, 7.3.4); the last goes with the issuer."""
    texts = [_with_note(item.title, item.note) for item in items]
    many = len(texts) > 1
    digits = (1.25 if len(texts) < 10 else 1.75) if many else 0
    for at, text in enumerate(texts, 1):
        number, last = f"{at}." if many else "", at == len(texts)
        if at == 1:
            yield Hanging(f"附件：{number}", text, 2, 3 + digits, first=True, kept=last)
        else:
            yield Hanging(number, text, 5, digits, kept=last)


def _closing(letter: Letter) -> Closing:
    """The date four characters from the right, the issuer centred above it; a long issuer two from the right (7.3.5.1)."""
    issuer, day = flat(letter.issuer), day_of(letter.dated)
    contact = f"（{flat(letter.contact)}）" if letter.contact else ""
    issuer_width, day_width = width_of(issuer), width_of(day)
    if issuer_width <= day_width + 4:
        return Closing(issuer, day, 4 + (day_width - issuer_width) / 2, 4, contact)
    return Closing(issuer, day, 2, 2 + (issuer_width - day_width) / 2, contact)


def _signing(one: Signature) -> tuple[Blank, ...]:
    return _signed(one.label, one.name, one.capacity), Blank(value=day_of(one.day))


def _notes(notes: Sequence[Note]) -> Iterator[Text]:
    for at, note in enumerate(notes, 1):
        number = f"{at}. " if len(notes) > 1 else ""
        clause = f"（依据：{flat(note.clause)}）" if note.clause else ""
        yield Text(
            f"{'注：' if at == 1 else '　　'}{number}{flat(note.text)}{clause}", "note", at < len(notes)
        )
