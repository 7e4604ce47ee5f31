"""Office documents as .docx, set after GB/T 9704-2012 (A4, 仿宋 三号, 28 pt lines, two-character indents).

The same input gives the same bytes: no clock, no author, fixed times in the archive.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

BODY, TITLE, HEADING, SECOND = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"
LATIN = "Times New Roman"
SIZE_TITLE, SIZE_BODY, SIZE_TABLE, SIZE_PAGE = 22, 16, 10.5, 14
"""二号, 三号, 五号, 四号 in points."""
KEPT_CHARACTERS = 200
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
CORE_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - python-docx wants it naive and writes it as UTC
BLACK = RGBColor(0, 0, 0)


class OfficeDocument:
    """Builds one document from top to bottom; every method adds below and returns nothing.

    ``number`` is the document number below the title, ``dated`` goes into the file's properties only; ``titled`` false: the
    title is not written yet, something may stand above it. Control characters that XML cannot hold are left out.
    """

    def __init__(
        self,
        title: str,
        *,
        number: str = "",
        dated: date | None = None,
        landscape: bool = False,
        titled: bool = True,
    ) -> None:
        self._word: WordDocument = Document()
        self._set_page(landscape)
        self._set_styles()
        _set_language(self._word)
        self._set_properties(title, dated)
        if titled:
            self.title(title)
        if number:
            self._text(number, BODY, SIZE_BODY, WD_ALIGN_PARAGRAPH.CENTER, after=SIZE_BODY)

    # --- content ---

    def title(self, text: str, *, after: float = SIZE_BODY) -> None:
        """Centred in 小标宋; a line break in ``text`` breaks the line; ``after`` is the space below in points."""
        first, *others = text.split("\n")
        made = self._text(first, TITLE, SIZE_TITLE, WD_ALIGN_PARAGRAPH.CENTER, after=after, heading=1)
        for part in others:
            made.runs[-1].add_break()
            write(made, part, TITLE, SIZE_TITLE)

    def paragraph(self, text: str, *, indent: bool = True, keep: bool = False) -> None:
        """Body text, 2 characters indented; a line break in ``text`` begins a new paragraph. ``keep``: with the next."""
        for part in text.split("\n"):
            made = self._text(part, BODY, SIZE_BODY, WD_ALIGN_PARAGRAPH.JUSTIFY, keep=keep)
            if indent:
                _indent(made)

    def heading(self, text: str, level: int = 1) -> None:
        """Level 1 is 一、 in 黑体, level 2 （一） in 楷体, deeper ones in 仿宋."""
        font = {1: HEADING, 2: SECOND}.get(level, BODY)
        made = self._text(text, font, SIZE_BODY, WD_ALIGN_PARAGRAPH.LEFT, heading=min(level, 3) + 1)
        _indent(made)

    def key_values(self, pairs: Sequence[tuple[str, str]], *, columns: int = 1) -> None:
        """A form: label and value side by side, ``columns`` pairs in each row."""
        rows = [pairs[at : at + columns] for at in range(0, len(pairs), columns)]
        table = self._table(len(rows), columns * 2)
        label, value = 0.16, 1 / columns - 0.16
        _set_widths(table, [label, value] * columns, self._width)
        for row, group in enumerate(rows):
            for at, (name, text) in enumerate(group):
                self._fill(table.cell(row, at * 2), name, font=HEADING, centred=True)
                self._fill(table.cell(row, at * 2 + 1), text)
            if 0 < len(group) < columns:
                table.cell(row, len(group) * 2 - 1).merge(table.cell(row, columns * 2 - 1))
        self._gap()

    def grid(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        widths: Sequence[float] = (),
        caption: str = "",
    ) -> None:
        """A table with a header row that repeats on each page; ``widths`` are shares of the line."""
        if caption:
            self._text(caption, HEADING, SIZE_TABLE + 1.5, WD_ALIGN_PARAGRAPH.CENTER, keep=True)
        table = self._table(len(rows) + 1, len(header))
        _set_widths(table, widths or [1 / len(header)] * len(header), self._width)
        for cells, texts in zip((row.cells for row in table.rows), (header, *rows), strict=True):
            for cell, text in zip(cells, texts, strict=False):
                is_header = texts is header
                self._fill(cell, text, font=HEADING if is_header else BODY, centred=is_header)
        _repeat_header(table)
        for row, texts in zip(table.rows, (header, *rows), strict=True):
            if is_short(texts):
                never_split(row)
        self._gap()

    def signatures(self, labels: Sequence[str]) -> None:
        """Lines to sign on paper: 审核人（签字）：________ 年 月 日."""
        for label in labels:
            text = f"{label}：{'＿' * 6}　　年　　月　　日"
            _indent(self._text(text, BODY, SIZE_BODY, WD_ALIGN_PARAGRAPH.LEFT, keep=True))

    def signed(self, office: str, day: date) -> None:
        """落款: office and date at the right."""
        for text in (office, f"{day.year}年{day.month}月{day.day}日"):
            made = self._text(text, BODY, SIZE_BODY, WD_ALIGN_PARAGRAPH.RIGHT, keep=True)
            made.paragraph_format.right_indent = Pt(SIZE_BODY * 2)

    def note(self, text: str) -> None:
        """Small print."""
        self._text(text, BODY, SIZE_TABLE, WD_ALIGN_PARAGRAPH.LEFT)

    def page_break(self) -> None:
        self._word.add_page_break()

    def to_bytes(self) -> bytes:
        made = io.BytesIO()
        self._word.save(made)
        return _with_fixed_times(made.getvalue())

    # --- look ---

    def _set_page(self, landscape: bool) -> None:
        section: Section = self._word.sections[0]
        section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(28)
        self._width = int(section.page_width - section.left_margin - section.right_margin)
        _number_pages(section)

    def _set_styles(self) -> None:
        style: ParagraphStyle = self._word.styles["Normal"]
        style.font.size = Pt(SIZE_BODY)
        _set_fonts(style.element.get_or_add_rPr(), BODY)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        style.paragraph_format.line_spacing = Pt(28)
        style.paragraph_format.space_after = Pt(0)

    def _set_properties(self, title: str, dated: date | None) -> None:
        core = self._word.core_properties
        core.title, core.author, core.last_modified_by = _clean(title)[:255], "", ""
        core.comments, core.language, core.revision = "", "zh-CN", 1
        at = datetime(dated.year, dated.month, dated.day) if dated else CORE_TIME  # noqa: DTZ001
        core.created = core.modified = at

    def _text(
        self,
        text: str,
        font: str,
        size: float,
        align: WD_ALIGN_PARAGRAPH,
        *,
        after: float = 0,
        heading: int = 0,
        keep: bool = False,
    ) -> Paragraph:
        made = self._word.add_paragraph(style=f"Heading {heading}" if heading else None)
        made.alignment = align
        made.paragraph_format.space_before = Pt(0)
        made.paragraph_format.space_after = Pt(after)
        made.paragraph_format.keep_with_next = keep or bool(heading)
        if size > SIZE_BODY:
            made.paragraph_format.line_spacing = Pt(size * 1.6)
        write(made, text, font, size)
        return made

    def _table(self, rows: int, columns: int) -> Table:
        made = self._word.add_table(rows, columns, style="Table Grid")
        made.alignment = WD_TABLE_ALIGNMENT.CENTER
        made.autofit = False
        return made

    def _fill(self, cell: _Cell, text: str, *, font: str = BODY, centred: bool = False) -> None:
        for at, part in enumerate(text.split("\n")):
            made = cell.paragraphs[0] if not at else cell.add_paragraph()
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
            made.paragraph_format.line_spacing = Pt(18)
            write(made, part, font, SIZE_TABLE)

    def _gap(self) -> None:
        made = self._word.add_paragraph()
        made.paragraph_format.line_spacing = Pt(12)


def write(paragraph: Paragraph, text: str, font: str, size: float, *, latin: str = LATIN) -> Run:
    """Adds a run in black; a tab in ``text`` goes to the next tab stop."""
    run = paragraph.add_run(_clean(text))
    run.font.size = Pt(size)
    run.font.bold = run.font.italic = False
    run.font.color.rgb = BLACK
    _set_fonts(run._element.get_or_add_rPr(), font, latin)
    return run


def _clean(text: str) -> str:
    """Only characters that XML can hold."""
    return "".join(
        char
        for char in text
        if (char >= " " or char == "\t") and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff"
    )


def _set_language(word: WordDocument) -> None:
    """Chinese of the mainland, so that punctuation takes its forms."""
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _set_fonts(properties: OxmlElement, font: str, latin: str = LATIN) -> None:  # type: ignore[valid-type]
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for name, value in (("ascii", latin), ("hAnsi", latin), ("eastAsia", font), ("cs", latin)):
        fonts.set(qn(f"w:{name}"), value)


def _indent(paragraph: Paragraph) -> None:
    """Two characters, whatever the type size."""
    paragraph.paragraph_format.first_line_indent = Pt(SIZE_BODY * 2)
    paragraph._element.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "200")


def _set_widths(table: Table, shares: Sequence[float], width: int) -> None:
    total = sum(shares)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = int(width * share / total)
        for cell in column.cells:
            cell.width = int(width * share / total)


def is_short(texts: Sequence[str]) -> bool:
    """A row of a table that is better not broken across pages."""
    return max(map(len, texts), default=0) <= KEPT_CHARACTERS


def never_split(row: _Row) -> None:
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def _repeat_header(table: Table) -> None:
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _number_pages(section: Section) -> None:
    """— 1 — in the middle of the foot."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(paragraph, "— ", "宋体", SIZE_PAGE)
    run = write(paragraph, "", "宋体", SIZE_PAGE)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)
    write(paragraph, " —", "宋体", SIZE_PAGE)


def _with_fixed_times(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            fixed = zipfile.ZipInfo(info.filename, ZIP_TIME)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            fixed.create_system = 3
            new.writestr(fixed, old.read(info.filename))
    return made.getvalue()
