"""What stands inside one paragraph of a .docx: text, marks, links, fields, pictures, changes, notes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from lxml import etree

from zhengtong.tools.documents.model import Image, Run
from zhengtong.tools.documents.readers.docx_parts import A, Part, R, W, is_on, value
from zhengtong.tools.documents.safety import Budget, Package, Unreadable, image_type, safe_href

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
VML_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
TEXT_BOX = W + "txbxContent"
LINK = re.compile(r'HYPERLINK\s+"([^"]{1,2000})"', re.I)
SYMBOLS = {
    "F0A8": "□",
    "F0FE": "☑",
    "F06F": "□",
    "F0FC": "✓",
    "F052": "☑",
    "F0A3": "□",
    "F0D8": "➢",
    "F06C": "●",
    "F06E": "■",
}


@dataclass
class Found:
    """What the paragraphs held that needs telling, gathered over the whole document."""

    counts: Counter[str] = field(default_factory=Counter)
    words: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def note(self, what: str, words: str = "") -> None:
        self.counts[what] += 1
        if words.strip() and len(self.words[what]) < 20:
            self.words[what].append(words.strip()[:200])


class Inline:
    """Reads one paragraph after the other; fields may run over several runs, not over paragraphs."""

    def __init__(self, package: Package, part: Part, budget: Budget, found: Found) -> None:
        self.package, self.part, self.budget, self.found = package, part, budget, found
        self.runs: list[Run] = []
        self.images: list[Image] = []
        self.boxes: list[etree._Element] = []
        self.notes: list[tuple[str, str]] = []
        """(footnote or endnote, id) in the order of their marks."""
        self.field_code = ""
        self.in_code = 0
        self.field_href = ""

    def read(self, paragraph: etree._Element) -> list[Run]:
        self.runs, self.images, self.boxes = [], [], []
        self.in_code, self.field_href, self.field_code = 0, "", ""
        self.children(paragraph, "")
        return self.runs

    def children(self, element: etree._Element, href: str) -> None:
        for child in element:
            if isinstance(child.tag, str):
                self.child(child, href)

    def child(self, element: etree._Element, href: str) -> None:
        tag = element.tag.removeprefix(W)
        if tag == "r":
            self.run(element, href)
        elif tag in ("del", "moveFrom"):
            self.found.note("删除修订", "".join(element.itertext()))
        elif tag in ("ins", "moveTo"):
            self.found.note("插入修订", "".join(element.itertext(W + "t")))
            self.children(element, href)
        elif tag == "hyperlink":
            self.children(element, self.target(element) or href)
        elif tag == "fldSimple":
            found = LINK.search(element.get(W + "instr") or "")
            self.children(element, safe_href(found[1]) if found else href)
        elif element.tag == MATH:
            text = "".join(element.itertext(MATH_TEXT))
            self.found.note("公式", text)
            self.say(text, frozenset(), href)
        elif (
            tag not in ("pPr", "rPr", "sdtPr", "sdtEndPr", "commentRangeStart", "commentRangeEnd")
            and element.tag != FALLBACK
        ):
            self.children(element, href)

    def target(self, element: etree._Element) -> str:
        relation = self.part.relations.get(element.get(R + "id") or "")
        if relation is None or not relation.external:
            return ""
        href = safe_href(relation.target)
        if not href:
            self.found.note("不安全或不完整的链接", relation.target)
        return href

    # --- runs ---

    def run(self, element: etree._Element, href: str) -> None:
        look = element.find(W + "rPr")
        if is_on(look, "vanish") or is_on(look, "webHidden"):
            self.found.note("隐藏文字", "".join(element.itertext(W + "t")))
            return
        marks = _marks(look)
        for child in element:
            if isinstance(child.tag, str):
                self.piece(child, marks, self.field_href or href)

    def piece(self, element: etree._Element, marks: frozenset[str], href: str) -> None:
        tag = element.tag.removeprefix(W)
        if tag == "t":
            if not self.in_code:
                self.say(element.text or "", marks, href)
        elif tag in WORDS:
            self.say(WORDS[tag], marks, href)
        elif tag == "br" and element.get(W + "type") in (None, "textWrapping"):
            self.say("\n", marks, href)
        elif tag == "fldChar":
            self.field_step(element.get(W + "fldCharType") or "")
        elif tag == "instrText":
            self.field_code = (self.field_code + (element.text or ""))[:4000]
        elif tag in ("footnoteReference", "endnoteReference"):
            self.note(tag, element)
        elif tag == "sym":
            self.symbol(element, marks, href)
        elif tag == "ruby":
            self.say(
                "".join(
                    one.text or "" for base in element.iter(W + "rubyBase") for one in base.iter(W + "t")
                ),
                marks,
                href,
            )
        else:
            self.drawn(element)

    def say(self, text: str, marks: frozenset[str], href: str) -> None:
        if text:
            self.budget.spend("characters", len(text))
            self.runs.append(Run(text, marks, href))

    def field_step(self, step: str) -> None:
        if step == "begin":
            self.in_code, self.field_code = 1, ""
        elif step == "separate":
            found = LINK.search(self.field_code)
            self.in_code, self.field_href = 0, safe_href(found[1]) if found else ""
        elif step == "end":
            self.in_code, self.field_href = 0, ""

    def note(self, tag: str, element: etree._Element) -> None:
        self.notes.append((tag.removesuffix("Reference"), element.get(W + "id") or ""))
        self.say(f"[{len(self.notes)}]", frozenset({"sup"}), "")

    def symbol(self, element: etree._Element, marks: frozenset[str], href: str) -> None:
        code = (element.get(W + "char") or "").upper()
        if code not in SYMBOLS:
            self.found.note("特殊符号（已用□代替）", f"{element.get(W + 'font') or ''} {code}")
        self.say(SYMBOLS.get(code, "□"), marks, href)

    # --- things that are not text ---

    def drawn(self, element: etree._Element) -> None:
        """Pictures, text boxes, charts and objects, wherever they are nested; fallbacks for old programs are skipped."""
        waiting = [element]
        while waiting:
            one = waiting.pop(0)
            if one.tag == FALLBACK:
                continue
            if one.tag == TEXT_BOX:
                self.boxes.append(one)
                continue
            self._look_at(one)
            waiting = [child for child in one if isinstance(child.tag, str)] + waiting

    def _look_at(self, element: etree._Element) -> None:
        if element.tag == A + "blip":
            self.picture(element.get(R + "embed") or "", element.get(R + "link") or "", _alt(element))
        elif element.tag == VML_IMAGE:
            self.picture(element.get(R + "id") or "", "", element.get("title") or "")
        elif element.tag == CHART:
            self.found.note("图表")
        elif element.tag == DIAGRAM:
            self.found.note("SmartArt 图形")
        elif element.tag in (W + "object", W + "control"):
            self.found.note("嵌入对象（OLE）")

    def picture(self, key: str, link: str, alt: str) -> None:
        relation = self.part.relations.get(key) or self.part.relations.get(link)
        if relation is None:
            return
        if relation.external:
            self.found.note("外部图片（未读取）", relation.target)
            return
        try:
            data = self.package.read(relation.target)
        except Unreadable:
            self.found.note("缺失的图片", relation.target)
            return
        media_type = image_type(data)
        name = relation.target.rpartition("/")[2]
        if not media_type or len(data) > self.budget.limits.image_bytes:
            self.found.note("网页不能显示或过大的图片", name)
            return
        self.budget.spend("images")
        self.images.append(Image(data, media_type, alt[:200], name))


WORDS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-", "cr": "\n"}


def _marks(look: etree._Element | None) -> frozenset[str]:
    if look is None:
        return frozenset()
    marks = {mark for name, mark in (("b", "strong"), ("i", "em")) if is_on(look, name)}
    script = {"superscript": "sup", "subscript": "sub"}.get(value(look, "vertAlign"))
    return frozenset(marks | {script} if script else marks)


def _alt(blip: etree._Element) -> str:
    for above in blip.iterancestors():
        found = above.find(PROPERTIES)
        if found is not None:
            return found.get("descr") or found.get("title") or ""
        if above.tag == W + "drawing":
            break
    return ""
