"""HTML, whole pages of government sites included: text, headings, lists, tables, pictures inside the file.

Nothing is fetched; scripts, frames, forms and styles are dropped and listed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from lxml import etree
from lxml import html as lxml_html

from zhengtong.tools.documents.model import Cell, Image, Run
from zhengtong.tools.documents.readers.elements import (
    BLOCKS,
    bold_by_style,
    data_address,
    holds_blocks,
    is_head_row,
    is_hidden,
    is_layout,
    own_table,
    span,
    tag_of,
)
from zhengtong.tools.documents.readers.page import find_body, read_page_facts
from zhengtong.tools.documents.readers.tables import finished_table, rows_as_runs
from zhengtong.tools.documents.safety import Budget, Unreadable, image_type, safe_href
from zhengtong.tools.documents.source import TITLE_LEVEL, Line, Source, split_lines

DROPPED = {
    "script": "脚本",
    "iframe": "内嵌网页",
    "frame": "内嵌网页",
    "object": "嵌入对象",
    "embed": "嵌入对象",
    "applet": "嵌入对象",
    "video": "视频",
    "audio": "音频",
    "canvas": "画布",
    "svg": "矢量图形",
    "math": "数学公式",
    "form": "表单",
    "input": "表单",
    "select": "表单",
    "textarea": "表单",
    "button": "按钮",
}
SILENT = {
    "style",
    "noscript",
    "template",
    "head",
    "meta",
    "link",
    "title",
    "base",
    "source",
    "track",
    "param",
}
KEPT_INSIDE = {"form", "button"}
"""Their text stays: whole pages of older systems stand inside one form."""
MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "sup": "sup", "sub": "sub"}
HAN_BREAK = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)
DEEPEST = 150


def read_html(text: str, budget: Budget, *, whole_page: bool = True) -> Source:
    source = Source()
    _check_tags(text, budget)
    root = _parse(text)
    budget.check_time()
    if whole_page:
        read_page_facts(root, source)
    body = find_body(root, source) if whole_page else root
    reader = _Reader(source, budget)
    reader.block(body, _Style(), 0)
    reader.flush(_Style())
    reader.tell()
    _choose_title(source)
    return source


HUGE_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}")


def _check_tags(text: str, budget: Budget) -> None:
    """Bounds that must hold before the parser runs, because nothing can interrupt it."""
    budget.require("elements", text.count("<"))
    for found in HUGE_TAG.finditer(text):
        budget.require("attributes", len(found[0].split()))


def _parse(text: str) -> etree._Element:
    parser = lxml_html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise Unreadable("网页内容无法识别。请检查文件是否完整。") from error
    return root


def _choose_title(source: Source) -> None:
    """The only h1, when it stands first among the headings, is the title."""
    stated = [
        (at, item)
        for at, item in enumerate(source.items)
        if isinstance(item, Line) and item.heading is not None
    ]
    tops = [at for at, item in stated if item.heading == 1]
    if len(tops) == 1 and stated[0][0] == tops[0]:
        line = stated[0][1]
        source.items[tops[0]] = replace(line, heading=TITLE_LEVEL)


class _Style:
    """What a block passes on to the lines inside it."""

    def __init__(self, **made: object) -> None:
        self.heading: int | None = None
        self.centred = False
        self.right = False
        self.bullet: int | None = None
        self.ordered = False
        self.__dict__.update(made)

    def with_(self, **changed: object) -> _Style:
        return _Style(**(self.__dict__ | changed))


class _Reader:
    """Walks the tree once, gathering runs into lines."""

    def __init__(self, source: Source, budget: Budget) -> None:
        self.source = source
        self.budget = budget
        self.runs: list[Run] = []
        self.images: list[Image] = []
        self.dropped: Counter[str] = Counter()
        self.hidden: list[str] = []
        self.links: list[str] = []
        self.remote: list[str] = []

    # --- blocks ---

    def block(self, element: etree._Element, style: _Style, depth: int) -> None:
        self.budget.check_time()
        style = _styled(element, style)
        self.text(element.text, frozenset(), "")
        for child in element:
            self.child(child, style, depth + 1)
            self.text(child.tail, frozenset(), "")

    def child(self, element: etree._Element, style: _Style, depth: int) -> None:
        tag = tag_of(element)
        if self.is_dropped(element, tag):
            return
        if depth > DEEPEST:
            self.text(" ".join(element.itertext()), frozenset(), "")
            self.dropped["嵌套过深的层次（文字已保留）"] += 1
        elif tag == "table":
            self.flush(style)
            self.table(element, style, depth)
        elif tag in BLOCKS or holds_blocks(element):
            self.flush(style)
            inner = self.list_style(element, tag, style)
            self.block(element, inner, depth)
            self.flush(_styled(element, inner))
        else:
            self.inline(element, frozenset(), "", depth)

    def list_style(self, element: etree._Element, tag: str, style: _Style) -> _Style:
        if tag in ("ul", "ol"):
            level = 0 if style.bullet is None else style.bullet + 1
            return style.with_(bullet=level, ordered=tag == "ol")
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            return style.with_(heading=int(tag[1]), bullet=None)
        return style

    def flush(self, style: _Style) -> None:
        """The runs gathered so far become lines."""
        for number, runs in enumerate(split_lines(self.runs)):
            text = "".join(run.text for run in runs)
            self.budget.spend("blocks")
            self.source.items.append(
                Line(
                    runs,
                    where=f"第 {len(self.source.items) + 1} 段",
                    heading=style.heading,
                    centred=style.centred,
                    right=style.right,
                    bold=all("strong" in run.marks for run in runs) and bool(text),
                    bullet=style.bullet,
                    ordered=style.ordered,
                    broken=number > 0,
                )
            )
        self.runs = []
        self.source.items.extend(self.images)
        self.images = []

    # --- inline ---

    def inline(self, element: etree._Element, marks: frozenset[str], href: str, depth: int) -> None:
        tag = tag_of(element)
        if self.is_dropped(element, tag):
            return
        if tag == "br":
            self.runs.append(Run("\n"))
        elif tag == "img":
            self.image(element)
        else:
            marks = marks | {MARKS[tag]} if tag in MARKS else bold_by_style(element, marks)
            href = self.href(element) if tag == "a" else href
            self.text(element.text, marks, href)
            for child in element:
                if depth < DEEPEST:
                    self.inline(child, marks, href, depth + 1)
                else:
                    self.text(" ".join(child.itertext()), marks, href)
                self.text(child.tail, marks, href)

    def text(self, text: str | None, marks: frozenset[str], href: str) -> None:
        if text:
            self.budget.spend("characters", len(text))
            text = re.sub(r"[ \t\r\n\f]+", " ", HAN_BREAK.sub("", text)).replace("\xa0", " ")
            self.runs.append(Run("".join(char for char in text if char >= " "), marks, href))

    def href(self, element: etree._Element) -> str:
        stated = (element.get("href") or "").strip()
        href = safe_href(stated)
        if stated and not href and not stated.startswith("#"):
            self.links.append(f"{''.join(element.itertext()).strip()[:30]}→{stated[:80]}")
        return href

    def image(self, element: etree._Element) -> None:
        src = (element.get("src") or "").strip()
        if not src.lower().startswith("data:"):
            self.remote.append(src[:120] or "（没有地址）")
            return
        data = data_address(src, self.budget.limits.image_bytes)
        media_type = image_type(data)
        if not media_type:
            self.dropped["无法识别或过大的内嵌图片"] += 1
            return
        self.budget.spend("images")
        name = f"图片{self.budget.used['images']}.{media_type.partition('/')[2]}"
        self.images.append(Image(data, media_type, (element.get("alt") or "").strip()[:200], name))

    def is_dropped(self, element: etree._Element, tag: str) -> bool:
        if tag in DROPPED:
            self.dropped[DROPPED[tag]] += 1
            return tag not in KEPT_INSIDE
        if not tag or tag in SILENT:
            return True
        if is_hidden(element):
            text = " ".join(" ".join(element.itertext()).split())
            if text:
                self.hidden.append(text)
            return True
        return False

    # --- tables ---

    def table(self, element: etree._Element, style: _Style, depth: int) -> None:
        rows = [row for row in element.iter("tr") if own_table(row) is element]
        if is_layout(element, rows):
            self.layout(element, style, depth)
            return
        where = f"第 {len(self.source.items) + 1} 段（表格）"
        made = [self.row(row, depth) for row in rows]
        stated = sum(1 for row in rows if is_head_row(row))
        caption = element.find("caption")
        title = " ".join("".join(caption.itertext()).split()) if caption is not None else ""
        table = finished_table(made, stated, title, where, self.source)
        self.budget.spend("blocks", len(table))
        self.source.items.extend(table)
        self.source.items.extend(self.images)
        self.images = []

    def layout(self, element: etree._Element, style: _Style, depth: int) -> None:
        """A table that only sets things side by side: its cells are read one after the other."""
        for child in element:
            if tag_of(child) in ("tbody", "thead", "tfoot", "tr"):
                self.layout(child, style, depth + 1)
            else:
                self.child(child, style, depth + 1)
        self.flush(style)

    def row(self, row: etree._Element, depth: int) -> list[Cell]:
        cells = []
        for element in row:
            if tag_of(element) in ("td", "th"):
                self.budget.spend("cells")
                cells.append(self.cell(element, depth))
        return cells

    def cell(self, element: etree._Element, depth: int) -> Cell:
        """A cell's text with the line breaks of its paragraphs; a table inside becomes lines of text."""
        outer, outer_items, outer_images = self.runs, self.source.items, self.images
        self.runs, self.source.items, self.images = [], [], []
        self.block(element, _Style(), depth + 1)
        self.flush(_Style())
        runs: list[Run] = []
        for item in self.source.items:
            if isinstance(item, Image):
                outer_images.append(item)
                continue
            runs += [Run("\n")] if runs else []
            runs += item.runs if isinstance(item, Line) else [Run(rows_as_runs([list(r) for r in item.rows]))]
        self.runs, self.source.items, self.images = outer, outer_items, outer_images
        spans = (span(element.get("colspan")), span(element.get("rowspan")))
        return Cell(tuple(runs), *spans, header=tag_of(element) == "th")

    # --- what was left out ---

    def tell(self) -> None:
        for what, count in self.dropped.items():
            self.source.remark("全文", "", f"有 {count} 处{what}，没有导入", "如确需保留，请在编辑时另行添加")
        for what, found, advice in (
            ("隐藏的文字，没有导入", self.hidden, "如为正文，请手工补入"),
            ("链接的地址不完整或不安全，只保留了文字", self.links, "请核对后重新添加链接"),
            ("图片不在文件之内，没有读取", self.remote, "请下载原图后在编辑时插入"),
        ):
            if found:
                self.source.remark("全文", "；".join(found), f"有 {len(found)} 处{what}", advice)
        broken = sum(1 for item in self.source.items if isinstance(item, Line) and item.broken)
        if broken:
            self.source.remark("全文", "", f"有 {broken} 处段内换行，已按分段处理", "请核对段落的分合")


def _styled(element: etree._Element, style: _Style) -> _Style:
    css = (element.get("style") or "").replace(" ", "").lower()
    align = (element.get("align") or "").lower()
    if "text-align:" in css:
        align = css.partition("text-align:")[2].partition(";")[0]
    if tag_of(element) == "center":
        align = "center"
    if align in ("center", "right", "left", "justify"):
        return style.with_(centred=align == "center", right=align == "right")
    return style
