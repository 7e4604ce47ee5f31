"""Questions about a single HTML element, answered without looking at the rest of the page."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

from lxml import etree

BLOCKS = {
    *(
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
    ),
    *(
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
    ),
    *(
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "ul",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
    ),
}
SPAN_AT_MOST = 200


def tag_of(element: etree._Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def is_hidden(element: etree._Element) -> bool:
    css = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in css or "visibility:hidden" in css or element.get("hidden") is not None


def bold_by_style(element: etree._Element, marks: frozenset[str]) -> frozenset[str]:
    css = (element.get("style") or "").replace(" ", "").lower()
    return marks | {"strong"} if re.search(r"font-weight:(?:bold|[6-9]00)", css) else marks


def holds_blocks(element: etree._Element) -> bool:
    return any(tag_of(child) in BLOCKS for child in element.iterdescendants())


def own_table(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors("table"), None)


def is_layout(table: etree._Element, rows: list[etree._Element]) -> bool:
    if not rows or table.find(".//table") is not None:
        return True
    widest = max(sum(1 for cell in row if tag_of(cell) in ("td", "th")) for row in rows)
    return widest <= 1 and table.find(".//th") is None


def is_head_row(row: etree._Element) -> bool:
    parent = row.getparent()
    if parent is not None and tag_of(parent) == "thead":
        return True
    cells = [cell for cell in row if tag_of(cell) in ("td", "th")]
    return bool(cells) and all(tag_of(cell) == "th" for cell in cells)


def span(stated: str | None) -> int:
    return (
        min(max(int(stated), 1), SPAN_AT_MOST)
        if stated and stated.strip().isdecimal() and len(stated) < 6
        else 1
    )


def data_address(src: str, at_most: int) -> bytes:
    head, _, body = src.partition(",")
    if len(body) > at_most * 3:
        return b""
    try:
        data = (
            base64.b64decode(unquote_to_bytes(body), validate=False)
            if ";base64" in head.lower()
            else unquote_to_bytes(body)
        )
    except (binascii.Error, ValueError):
        return b""
    return data if len(data) <= at_most else b""
