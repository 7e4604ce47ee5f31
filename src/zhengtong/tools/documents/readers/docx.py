"""Word documents (.docx), read from their XML under the bounds of ``safety``."""

from __future__ import annotations

from lxml import etree

from zhengtong.tools.documents.model import Cell, Image, Run, Table
from zhengtong.tools.documents.readers.docx_inline import Found, Inline
from zhengtong.tools.documents.readers.docx_parts import (
    Numbering,
    Part,
    Style,
    Styles,
    W,
    half_points,
    is_on,
    number_of,
    open_optional,
    open_part,
    outline_level,
    relations_of,
    value,
)
from zhengtong.tools.documents.readers.tables import finished_table, rows_as_runs
from zhengtong.tools.documents.safety import Budget, Package, Unreadable
from zhengtong.tools.documents.source import Item, Line, Source, shorten, split_lines

TRANSPARENT = ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
ADVICE = {
    "删除修订": "已删除的文字没有导入，请确认修订已定稿",
    "插入修订": "按接受修订处理，请确认修订已定稿",
    "公式": "公式只保留了文字，请改用图片或重新录入",
    "隐藏文字": "如为正文，请在 Word 中取消隐藏后重新导入",
    "图表": "没有导入，请在 Word 中另存为图片后插入",
    "SmartArt 图形": "没有导入，请在 Word 中另存为图片后插入",
    "嵌入对象（OLE）": "没有导入，请另作附件上传",
    "目录": "没有导入，网页会按标题自动生成",
    "自动编号": "已转为文字，请核对编号",
    "段内换行": "已按分段处理，请核对段落的分合",
    "外部内容块": "没有导入，请把内容粘贴到正文后重新导入",
    "特殊符号（已用□代替）": "请核对符号",
}
USUAL_ADVICE = "请核对，必要时在编辑时另行添加"
MACROS = "vbaProject.bin"
DEEPEST = 40


def read_docx(data: bytes, budget: Budget) -> Source:
    package = Package(data, budget.limits)
    main = next(
        (one.target for one in relations_of(package, "").values() if one.kind == "officeDocument"), ""
    )
    if main not in package.names:
        raise Unreadable("文件中没有正文，可能已损坏。请重新保存后再导入。")
    reader = _Reader(package, open_part(package, main), budget)
    body = reader.part.root.find(W + "body")
    if body is None:
        raise Unreadable("文件中没有正文，可能已损坏。请重新保存后再导入。")
    reader.walk(body, 0)
    reader.finish()
    return reader.source


class _Reader:
    def __init__(self, package: Package, part: Part, budget: Budget) -> None:
        self.package, self.part, self.budget = package, part, budget
        self.source = Source()
        self.found = Found()
        self.styles = Styles(open_optional(package, part, "styles"))
        self.numbering = Numbering(open_optional(package, part, "numbering"))
        self.inline = Inline(package, part, budget, self.found)
        self.items: list[Item] = self.source.items
        self.paragraphs = 0

    def walk(self, element: etree._Element, depth: int) -> None:
        for child in element:
            tag = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
            if tag == "p":
                self.paragraph(child, depth)
            elif tag == "tbl":
                self.table(child, depth)
            elif tag == "sdt" and _is_contents(child):
                self.found.note("目录")
            elif tag in TRANSPARENT:
                self.walk(child, depth)
            elif tag == "altChunk":
                self.found.note("外部内容块")
            elif tag in ("del", "moveFrom"):
                self.found.note("删除修订", "".join(child.itertext()))

    # --- paragraphs ---

    def paragraph(self, element: etree._Element, depth: int) -> None:
        self.paragraphs += 1
        look = element.find(W + "pPr")
        style = self.styles.get(value(look, "pStyle"))
        runs = self.inline.read(element)
        images, boxes = self.inline.images, self.inline.boxes
        if style.contents:
            self.found.note("目录", "".join(run.text for run in runs))
            return
        lines = split_lines(runs)
        bullet, prefix = self.number(look, style, has_text=bool(lines))
        for at, line in enumerate(lines):
            self.budget.spend("blocks")
            line = (Run(prefix), *line) if prefix and not at else line
            self.items.append(self.line(line, element, look, style, bullet, at))
        if len(lines) > 1:
            self.found.note("段内换行", lines[0][0].text)
        self.items.extend(images)
        for box in boxes:
            self.box(box, depth)

    def line(
        self,
        runs: tuple[Run, ...],
        element: etree._Element,
        look: etree._Element | None,
        style: Style,
        bullet: int | None,
        at: int,
    ) -> Line:
        stated = outline_level(look)
        align = value(look, "jc")
        return Line(
            runs,
            where=f"第 {self.paragraphs} 段",
            heading=style.heading if style.heading is not None else stated,
            centred=align == "center" or (not align and style.centred),
            right=align in ("right", "end") or (not align and style.right) or _far_indent(look),
            bold=style.bold or all("strong" in run.marks for run in runs),
            size=_size(element) or style.size,
            bullet=bullet,
            broken=at > 0,
        )

    def number(self, look: etree._Element | None, style: Style, *, has_text: bool) -> tuple[int | None, str]:
        """Depth of a bulleted item, and the words of an automatic number."""
        stated = number_of(look) or style.numbered
        if not stated or not has_text or not (shown := self.numbering.next(stated)):
            return None, ""
        words, is_bullet = shown
        if is_bullet:
            return (stated[1] if style.heading is None else None), ""
        self.found.note("自动编号", words)
        return None, words if words[-1:] in "、．）章节条编" else f"{words} "

    def box(self, element: etree._Element, depth: int) -> None:
        """A text box, read where its anchor stands."""
        self.found.note("文本框", "".join(element.itertext(W + "t")))
        if depth < DEEPEST:
            self.walk(element, depth + 1)

    # --- tables ---

    def table(self, element: etree._Element, depth: int) -> None:
        if depth > DEEPEST:
            raise Unreadable("表格嵌套层次过多，无法识别。请简化后再导入。")
        where = f"第 {self.paragraphs + 1} 段起的表格"
        rows = [row for row in element.iter(W + "tr") if next(row.iterancestors(W + "tbl")) is element]
        if len(rows) == 1 and len(list(_cells(rows[0]))) == 1:
            self.found.note("只有一格的表格（已改为段落）")
            self.walk(next(_cells(rows[0])), depth + 1)
            return
        grid, pictures = self.grid(rows, depth)
        stated = 0
        for row in rows:
            if not is_on(row.find(W + "trPr"), "tblHeader"):
                break
            stated += 1
        table = finished_table(grid, stated if stated < len(rows) else 0, "", where, self.source)
        self.budget.spend("blocks", len(table))
        self.items.extend(table)
        self.items.extend(pictures)

    def grid(self, rows: list[etree._Element], depth: int) -> tuple[list[list[Cell]], list[Item]]:
        """Rows with spans as in HTML: a cell that carries on the one above adds to its row span."""
        made: list[list[Cell]] = []
        above: dict[int, tuple[int, int]] = {}
        pictures: list[Item] = []
        for at, row in enumerate(rows):
            made.append([])
            column = _skipped(row)
            for element in _cells(row):
                self.budget.spend("cells")
                look = element.find(W + "tcPr")
                span = _span(value(look, "gridSpan"))
                if _carries_on(look) and column in above:
                    _grow(made, above[column])
                else:
                    runs, found = self.cell(element, depth)
                    pictures += found
                    made[at].append(Cell(runs, span))
                    above[column] = (at, len(made[at]) - 1)
                column += span
        return made, pictures

    def cell(self, element: etree._Element, depth: int) -> tuple[tuple[Run, ...], list[Item]]:
        outer, self.items = self.items, []
        self.walk(element, depth + 1)
        inner, self.items = self.items, outer
        runs: list[Run] = []
        for item in inner:
            if isinstance(item, Image):
                continue
            runs += [Run("\n")] if runs else []
            if isinstance(item, Table):
                self.found.note("表格中的表格（已改为文字）", item.text)
                runs.append(Run(rows_as_runs([list(row) for row in item.rows])))
            else:
                runs += [Run("• ")] if item.bullet is not None else []
                runs += item.runs
        pictures: list[Item] = [item for item in inner if isinstance(item, Image)]
        if pictures:
            self.found.note("表格中的图片（已移到表格之后）")
        return tuple(runs), pictures

    # --- the rest of the document ---

    def finish(self) -> None:
        self.notes()
        self.comments()
        self.headers()
        if any(name.endswith(MACROS) for name in self.package.names):
            self.source.remark("文件", "", "文件中夹带宏，没有读取也不会运行", "请另存为不含宏的 .docx")
        for what, count in self.found.counts.items():
            excerpt = "；".join(self.found.words[what])
            self.source.remark("全文", excerpt, f"有 {count} 处{what}", ADVICE.get(what, USUAL_ADVICE))
        title = self.core_title()
        if title:
            self.source.state("title_hint", title, title, "文档属性中的标题")

    def notes(self) -> None:
        """Footnotes and endnotes move to the end of the text, under the numbers set at their marks."""
        marks = list(self.inline.notes)
        if not marks:
            return
        parts = {kind: open_optional(self.package, self.part, f"{kind}s") for kind in ("footnote", "endnote")}
        for number, (kind, key) in enumerate(marks, 1):
            text = _note_text(parts[kind], kind, key)
            self.source.end_notes.append(Line((Run(f"[{number}] {text}"),), where=f"注 {number}"))
        self.source.remark("全文", "", f"有 {len(marks)} 处脚注或尾注，已移到文末并编号", "请核对注释的位置")

    def comments(self) -> None:
        part = open_optional(self.package, self.part, "comments")
        for comment in part.root.iter(W + "comment") if part else []:
            text = "".join(comment.itertext(W + "t"))
            self.source.remark("批注", text, "文档中的批注没有导入", "请确认批注的意见已处理")

    def headers(self) -> None:
        """Words in page headers and footers; page numbers alone are not worth telling."""
        for relation in self.part.relations.values():
            if relation.kind in ("header", "footer") and relation.target in self.package.names:
                root = open_part(self.package, relation.target).root
                text = "".join(root.itertext(W + "t")).strip()
                if any(char.isalpha() for char in text.replace("第", "").replace("页", "").replace("共", "")):
                    self.source.remark(
                        "页眉页脚", text, "页眉或页脚的文字没有导入", "如为正文内容，请手工补入"
                    )

    def core_title(self) -> str:
        name = "docProps/core.xml"
        if name not in self.package.names:
            return ""
        root = open_part(self.package, name).root
        return shorten(root.findtext("{http://purl.org/dc/elements/1.1/}title") or "", 120)


def _note_text(part: Part | None, kind: str, key: str) -> str:
    for note in part.root.iter(W + kind) if part else []:
        if note.get(W + "id") == key:
            return "".join(note.itertext(W + "t")).strip()
    return ""


def _is_contents(element: etree._Element) -> bool:
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and "Contents" in (gallery.get(W + "val") or "")


def _cells(row: etree._Element):  # type: ignore[no-untyped-def]
    return (cell for cell in row.iter(W + "tc") if next(cell.iterancestors(W + "tr")) is row)


def _skipped(row: etree._Element) -> int:
    return _span(value(row.find(W + "trPr"), "gridBefore"), least=0)


def _span(stated: str, least: int = 1) -> int:
    return (
        min(max(int(stated), least), 200)
        if stated.isascii() and stated.isdigit() and len(stated) < 6
        else least
    )


def _carries_on(look: etree._Element | None) -> bool:
    merge = look.find(W + "vMerge") if look is not None else None
    return merge is not None and merge.get(W + "val") != "restart"


def _grow(made: list[list[Cell]], place: tuple[int, int]) -> None:
    row, column = place
    cell = made[row][column]
    made[row][column] = Cell(cell.runs, cell.colspan, cell.rowspan + 1, cell.header)


def _size(paragraph: etree._Element) -> float:
    """Type size of the first run with text."""
    for run in paragraph.iter(W + "r"):
        if run.findtext(W + "t"):
            return half_points(value(run.find(W + "rPr"), "sz"))
    return 0.0


def _far_indent(look: etree._Element | None) -> bool:
    """Indented to the right half of the page by hand, as signatures often are (more than 7 cm, in twips)."""
    left = value(look, "ind", "left") or value(look, "ind", "firstLine")
    return left.isascii() and left.isdigit() and int(left) > 4000
