"""Forms and letters as .docx, on the writer of office documents. The same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence

from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from zhengtong.tools.documents.forms.characters import flat
from zhengtong.tools.documents.forms.elements import (
    LABEL_MM,
    VALUE_MM,
    Blank,
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
from zhengtong.tools.documents.forms.layout import below_title_of, laid_out, margins_of
from zhengtong.tools.documents.forms.model import OfficePaper
from zhengtong.tools.documents.writer import (
    BODY,
    HEADING,
    SIZE_BODY,
    SIZE_PAGE,
    SIZE_TABLE,
    OfficeDocument,
    never_split,
    write,
)

SIZE_CELL, LINE_CELL = 12, 18
"""小四, in points."""
MARGIN_TWIPS = 55
"""Above and below the text of a cell."""
MARKS = {"done": "☑", "open": "☐"}
MARK_FONT = "Segoe UI Symbol"
RULE_TO_SIGN = "＿" * 7


def as_docx(paper: OfficePaper) -> bytes:
    """The document as .docx."""
    document = _FormDocument(flat(paper.title), dated=paper.dated, titled=False)
    document.set_margins(margins_of(paper))
    document.below_title = below_title_of(paper)
    for element in laid_out(paper):
        document.add(element)
    return document.to_bytes()


class _FormDocument(OfficeDocument):
    """Knows how each element of the layout looks in Word."""

    below_title = 0.0

    def set_margins(self, margins: Margins) -> None:
        section = self._word.sections[0]
        section.top_margin, section.bottom_margin = Mm(margins.top), Mm(margins.bottom)
        section.left_margin, section.right_margin = Mm(margins.left), Mm(margins.right)
        section.footer_distance = Mm(margins.bottom - 9)

    def add(self, element: Element) -> None:
        match element:
            case Title():
                self.title("\n".join(element.lines), after=self.below_title)
            case Ends():
                self._ends(element)
            case Ruled():
                self._ruled(element.rows)
            case Listing():
                rows = [["\n".join(lines) for lines in row] for row in element.rows]
                self.grid(element.header, rows, widths=element.widths, caption=element.caption)
            case Text():
                self._styled(element)
            case Hanging():
                self._hanging(element)
            case Signing():
                self._signing(element)
            case Closing():
                self._closing(element)
            case Copies():
                self._copies(element)

    def _styled(self, element: Text) -> None:
        match element.style:
            case "heading" | "subheading":
                self.heading(element.text, 1 if element.style == "heading" else 2)
            case "note":
                self._small(element)
            case "centred":
                self._text(element.text, BODY, SIZE_BODY, WD_ALIGN_PARAGRAPH.CENTER, after=SIZE_BODY)
            case _:
                self.paragraph(element.text, indent=element.style == "body", keep=element.kept)

    def _gap(self) -> None:
        self._text("", BODY, SIZE_TABLE, WD_ALIGN_PARAGRAPH.LEFT).paragraph_format.line_spacing = Pt(6)

    def _small(self, element: Text) -> None:
        made = self._text(element.text, BODY, SIZE_TABLE, WD_ALIGN_PARAGRAPH.LEFT, keep=element.kept)
        made.paragraph_format.line_spacing = Pt(14.5)
        made.paragraph_format.left_indent = Pt(SIZE_TABLE * 2)
        made.paragraph_format.first_line_indent = Pt(-SIZE_TABLE * 2)

    def _ends(self, element: Ends) -> None:
        size = SIZE_BODY if element.large else SIZE_CELL
        made = self._text(element.left, BODY, size, WD_ALIGN_PARAGRAPH.LEFT, keep=True)
        side = Pt(size) if element.large else 0
        made.paragraph_format.left_indent = made.paragraph_format.right_indent = side
        made.paragraph_format.space_after = Pt(SIZE_BODY * 2 if element.large else 0)
        made.paragraph_format.line_spacing = Pt(28 if element.large else 20)
        made.paragraph_format.tab_stops.add_tab_stop(self._width - side, WD_TAB_ALIGNMENT.RIGHT)
        write(made, "\t" + element.right, BODY, size)

    def _hanging(self, element: Hanging) -> None:
        before = 28 if element.first else 0
        made = self._text(element.prefix, BODY, SIZE_BODY, WD_ALIGN_PARAGRAPH.LEFT, keep=element.kept)
        made.paragraph_format.space_before = Pt(before)
        made.paragraph_format.left_indent = Pt((element.indent + element.width) * SIZE_BODY)
        made.paragraph_format.first_line_indent = Pt(-element.width * SIZE_BODY)
        write(made, "\t" + element.text, BODY, SIZE_BODY)

    def _signing(self, element: Signing) -> None:
        made = self._text("", BODY, SIZE_CELL, WD_ALIGN_PARAGRAPH.LEFT)
        for at, part in enumerate(element.parts):
            write(made, "　　" if at else "", BODY, SIZE_CELL)
            _write_blank(made, part)

    def _closing(self, element: Closing) -> None:
        for at, (text, indent) in enumerate(
            [(element.issuer, element.issuer_indent), (element.day, element.day_indent)]
        ):
            keep = not at or bool(element.contact)
            made = self._text(text, BODY, SIZE_BODY, WD_ALIGN_PARAGRAPH.RIGHT, keep=keep)
            made.paragraph_format.right_indent = Pt(indent * SIZE_BODY)
            made.paragraph_format.space_before = Pt(0 if at else 56)
        if element.contact:
            self.paragraph(element.contact)

    def _copies(self, element: Copies) -> None:
        made = self._text(f"　{element.text}", BODY, SIZE_PAGE, WD_ALIGN_PARAGRAPH.LEFT)
        made.paragraph_format.left_indent = Pt(SIZE_PAGE * 4)
        made.paragraph_format.first_line_indent = Pt(-SIZE_PAGE * 4)
        made.paragraph_format.space_before = Pt(28)
        borders = OxmlElement("w:pBdr")
        for side in ("top", "bottom"):
            borders.append(_border(side, "single"))
        made._element.get_or_add_pPr().insert_element_before(
            borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
        )

    # --- ruled rows ---

    def _ruled(self, rows: Sequence[Row]) -> None:
        table = self._table(sum(1 + _signed_below(row) for row in rows), 4)
        _set_columns(table)
        physical = iter(list(table.rows))
        for row in rows:
            upper = next(physical)
            last = self._fill_row(upper, row)
            if _signed_below(row):
                self._sign_below(upper, next(physical), row, last)
            elif row.sign:
                _sign(last, row.sign, first=False)
        self._gap()

    def _fill_row(self, physical: _Row, row: Row) -> _Cell:
        """Fills one row of the table; the last cell is returned."""
        _set_height(physical, row.height_mm - (_sign_mm(row) if _signed_below(row) else 0))
        if row.kept:
            never_split(physical)
        places, at = physical.cells, 0
        for cell in row.cells:
            place = places[at] if cell.span == 1 else places[at].merge(places[at + cell.span - 1])
            place.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            for number, line in enumerate(cell.lines or (Line(""),)):
                made = place.paragraphs[0] if not number else place.add_paragraph()
                made.paragraph_format.keep_with_next = _signed_below(row)
                _write_line(made, line, cell.label)
            at += cell.span
        return place

    def _sign_below(self, upper: _Row, lower: _Row, row: Row, opinion: _Cell) -> None:
        """The signature has a row of its own without a rule above it, so that it stands at the bottom."""
        _set_height(lower, _sign_mm(row))
        never_split(lower)
        place = lower.cells[1].merge(lower.cells[3])
        upper.cells[0].merge(lower.cells[0])
        opinion.vertical_alignment = WD_ALIGN_VERTICAL.TOP
        place.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
        _set_border(opinion, "bottom", "nil")
        _set_border(place, "top", "nil")
        _sign(place, row.sign, first=True)


def _signed_below(row: Row) -> bool:
    """A box that may break across pages is one cell, so that it is ruled at the foot of the page."""
    return bool(row.sign) and row.kept


def _sign(place: _Cell, sign: Sequence[Blank], *, first: bool) -> None:
    for at, part in enumerate(sign):
        made = place.paragraphs[0] if first and not at else place.add_paragraph()
        made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        made.paragraph_format.line_spacing = Pt(LINE_CELL + 1)
        made.paragraph_format.right_indent = Pt(SIZE_CELL)
        made.paragraph_format.keep_with_next = at + 1 < len(sign)
        made.paragraph_format.space_before = Pt(0 if first or at else LINE_CELL)
        _write_blank(made, part)


def _write_line(paragraph: Paragraph, line: Line, label: bool) -> None:
    sides = WD_ALIGN_PARAGRAPH.JUSTIFY if line.indent else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if label else sides
    paragraph.paragraph_format.line_spacing = Pt(LINE_CELL)
    if line.indent:
        paragraph.paragraph_format.first_line_indent = Pt(SIZE_CELL * 2)
    if line.mark:
        paragraph.paragraph_format.left_indent = Pt(SIZE_CELL * 1.5)
        paragraph.paragraph_format.first_line_indent = Pt(-SIZE_CELL * 1.5)
        write(paragraph, MARKS[line.mark], MARK_FONT, SIZE_CELL, latin=MARK_FONT)
        write(paragraph, "\t", BODY, SIZE_CELL)
    write(paragraph, line.text, HEADING if label else BODY, SIZE_CELL)


def _write_blank(paragraph: Paragraph, part: Blank) -> None:
    write(paragraph, part.label, BODY, SIZE_CELL)
    write(paragraph, part.value or RULE_TO_SIGN, BODY, SIZE_CELL)
    write(paragraph, part.after, BODY, SIZE_CELL)


def _sign_mm(row: Row) -> float:
    """How high the lines to sign are."""
    return 3 + len(row.sign) * (LINE_CELL + 1) * 25.4 / 72


def _set_columns(table: Table) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(MARGIN_TWIPS))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")
    for column, width in zip(table.columns, (LABEL_MM, VALUE_MM) * 2, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _set_height(row: _Row, millimetres: float) -> None:
    row.height, row.height_rule = Mm(max(8, millimetres)), WD_ROW_HEIGHT_RULE.AT_LEAST


def _border(side: str, kind: str) -> OxmlElement:  # type: ignore[valid-type]
    made = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", "6"), ("space", "4"), ("color", "000000")):
        made.set(qn(f"w:{name}"), value)
    return made


def _set_border(cell: _Cell, side: str, kind: str) -> None:
    borders = OxmlElement("w:tcBorders")
    borders.append(_border(side, kind))
    cell._element.get_or_add_tcPr().insert_element_before(borders, "w:shd", "w:noWrap", "w:tcMar", "w:vAlign")
