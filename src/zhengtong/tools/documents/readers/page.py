"""What a whole web page says about its document outside the text: META tags, the table of data, the body's place."""

from __future__ import annotations

import re

from lxml import etree

from zhengtong.tools.documents.official import compact
from zhengtong.tools.documents.source import Source

META = {
    "articletitle": "title",
    "pubdate": "published_on",
}
"""META names of the national guide for government websites."""

LABELS = {
    "标题": "title",
    "名称": "title",
    "文件名称": "title",
    "发文机关": "issuer",
    "发布机构": "issuer",
    "发文机构": "issuer",
    "发文单位": "issuer",
    "制发机关": "issuer",
    "发文字号": "document_number",
    "文号": "document_number",
    "成文日期": "written_on",
    "发文日期": "written_on",
    "发布日期": "published_on",
    "公开日期": "published_on",
    "发布时间": "published_on",
}
KNOWN_LABELS = {
    *LABELS,
    "索引号",
    "主题分类",
    "主题词",
    "公开方式",
    "有效性",
    "体裁分类",
    "组配分类",
    "信息有效性",
}
ENOUGH_LABELS = 3

BODIES = (
    "//*[@id='UCAP-CONTENT']",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' TRS_Editor ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' trs_editor_view ')]",
    "//*[@id='zoom' or @id='Zoom' or @id='vsb_content' or @id='articleContent' or @id='ArticleContent']",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' view ')"
    " and contains(concat(' ', @class, ' '), 'TRS_UEDITOR')]",
    "//article",
    "//main",
)
"""Where the common systems of government sites put the text of an article."""
AROUND = ("nav", "header", "footer", "aside")


def read_page_facts(root: etree._Element, source: Source) -> None:
    for meta in root.iter("meta"):
        name = META.get((meta.get("name") or "").lower())
        if name:
            source.state(
                name,
                meta.get("content") or "",
                meta.get("content") or "",
                f"网页 META 标签 {meta.get('name')}",
            )
    for table in list(root.iter("table")):
        _read_data_table(table, source)
    title = root.find(".//title")
    if title is not None and title.text:
        source.state(
            "title_hint", re.split(r"\s*[_|\-–—]\s*", title.text.strip())[0], title.text, "网页标题（title）"
        )


def _read_data_table(table: etree._Element, source: Source) -> None:
    """索引号, 发文机关, 文号 … as label and value side by side: read into fields and taken out of the text."""
    if table.find(".//table") is not None:
        return
    cells = [" ".join("".join(cell.itertext()).split()) for cell in table.iter("td", "th")]
    if len(cells) > 60:
        return
    pairs = [(compact(cells[at]).rstrip("：:"), cells[at + 1]) for at in range(len(cells) - 1)]
    known = [(label, value) for label, value in pairs if label in KNOWN_LABELS]
    if len(known) < ENOUGH_LABELS and not _only_subject_words(known, cells):
        return
    for label, value in known:
        if label in LABELS:
            source.state(LABELS[label], value, f"{label}：{value}", "网页的文件信息表")
    kept = "；".join(f"{label}：{value}" for label, value in known if value)
    source.remark(
        "文件信息表", kept, "网页的文件信息表已读入字段，不再放入正文", "请核对各字段；其余项目请手工填写"
    )
    _take_out(table)


def _only_subject_words(known: list[tuple[str, str]], cells: list[str]) -> bool:
    return [label for label, _ in known] == ["主题词"] and len([cell for cell in cells if cell]) <= 2


def _take_out(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        if element.tail:
            before = element.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + element.tail
            else:
                parent.text = (parent.text or "") + element.tail
        parent.remove(element)


def find_body(root: etree._Element, source: Source) -> etree._Element:
    """The element that holds the article; the whole page when none of the known places is there."""
    for path in BODIES:
        found = [element for element in root.xpath(path) if compact("".join(element.itertext()))]
        if found:
            _remark_outside(root, found[0], source)
            return found[0]
    for tag in AROUND:
        for element in list(root.iter(tag)):
            text = " ".join("".join(element.itertext()).split())
            if text:
                source.remark("全文", text, "网页的导航、页眉或页脚，没有导入", "一般不用处理")
            _take_out(element)
    body = root.find("body")
    return body if body is not None else root


def _remark_outside(root: etree._Element, body: etree._Element, source: Source) -> None:
    inside = len(compact("".join(body.itertext())))
    whole = root.find("body")
    outside = len(compact("".join((whole if whole is not None else root).itertext()))) - inside
    if outside > 20:
        why = f"只导入了网页的正文区，其外约 {outside} 字（导航、页脚等）没有导入"
        source.remark("全文", "", why, "请核对正文是否完整")
