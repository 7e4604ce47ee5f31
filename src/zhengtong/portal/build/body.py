"""The signed body of an item to the blocks that templates show. Whatever is not allowed in a public page falls out here."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import nh3
from lxml import etree, html
from markupsafe import Markup, escape

from zhengtong.portal.blocks import (
    Attachment,
    AttachmentList,
    Block,
    Cell,
    Heading,
    Image,
    ListBlock,
    Paragraph,
    Table,
)

TAGS = {"p", "br", "b", "strong", "i", "em", "sup", "sub", "ul", "ol", "li", "a", "h2", "h3", "h4", "h5"}
ATTRIBUTES = {"a": {"href", "linktype", "id"}}
SCHEMES = {"http", "https", "mailto", "tel"}
# What the editor writes for plain paragraphs, by far the most common: no parser is needed for it.
PLAIN = re.compile(r'(?:\s*<p(?: data-block-key="\w+")?>[^<>]*</p>)+\s*')
PLAIN_PARAGRAPH = re.compile(r"<p[^>]*>([^<>]*)</p>")
PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
LINK_ID = re.compile(r'\bid="(\d+)"')
TYPED_LINK = re.compile(r'\bhref="([^"]+)"')
ITEM_ADDRESS = re.compile(r"/t\d{8}_(\d+)\.html$")


@dataclass(frozen=True)
class Surroundings:
    """What a body refers to: the address of a public item by its key, pictures and attachments by theirs (None: not shown)."""

    address_of: Callable[[int], str | None]
    picture: Callable[[dict[str, Any]], Image | None]
    attachment: Callable[[int], Attachment | None]
    origin: str


def blocks_of(body: Iterable[dict[str, Any]], around: Surroundings) -> tuple[Block, ...]:
    """The body in order; attachments that follow each other are one list."""
    made: list[Block] = []
    for number, raw in enumerate(body, start=1):
        for block in _block(raw["type"], raw["value"], number, around):
            if isinstance(block, AttachmentList) and made and isinstance(made[-1], AttachmentList):
                made[-1] = AttachmentList(made[-1].items + block.items)
            else:
                made.append(block)
    return tuple(made)


def _block(kind: str, value: Any, number: int, around: Surroundings) -> Iterator[Block]:
    if kind == "heading":
        yield Heading(int(value["level"]), str(value["text"]), f"s{number}")
    elif kind == "paragraph":
        yield from _paragraphs(str(value or ""), around)
    elif kind == "table" and value:
        yield from _table(value)
    elif kind == "picture":
        picture = around.picture(value)
        if picture:
            yield picture
    elif kind == "attachment":
        attachment = around.attachment(value)
        if attachment:
            yield AttachmentList((attachment,))


# ---- rich text --------------------------------------------------------------------------------------------


def _paragraphs(raw: str, around: Surroundings) -> Iterator[Block]:
    if PLAIN.fullmatch(raw):
        yield from (
            Paragraph(text) for found in PLAIN_PARAGRAPH.findall(raw) if (text := unescape(found).strip())
        )
        return
    safe = nh3.clean(raw, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
    for element in html.fragments_fromstring(safe):
        if isinstance(element, str):
            if element.strip():
                yield Paragraph(element.strip())
        else:
            yield from _element(element, around)


def _element(element: Any, around: Surroundings) -> Iterator[Block]:
    if element.tag in ("ul", "ol"):
        items = tuple(_inner(item, around) for item in element.iterchildren("li"))
        yield ListBlock(items, ordered=element.tag == "ol")
    elif element.tag[0] == "h" and element.tag[1:].isdigit():
        yield Heading(int(element.tag[1:]), str(element.text_content()).strip())
    elif inner := _inner(element, around).strip():
        yield Paragraph(Markup(inner))  # noqa: S704 - cleaned by nh3 above
    if element.tail and element.tail.strip():
        yield Paragraph(element.tail.strip())


def _inner(element: Any, around: Surroundings) -> Markup:
    for anchor in list(element.iter("a")):
        _settle(anchor, around)
    parts = [str(escape(element.text or ""))]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return Markup("".join(parts))  # noqa: S704 - cleaned by nh3, links settled


def _settle(anchor: Any, around: Surroundings) -> None:
    """A link gets its public address; one to what is not public becomes plain text."""
    href = _href(dict(anchor.attrib), around)
    anchor.attrib.clear()
    if href:
        anchor.set("href", href)
    else:
        anchor.drop_tag()


def _href(link: dict[str, str], around: Surroundings) -> str | None:
    key = link.get("id", "")
    if link.get("linktype") == "page":
        return around.address_of(int(key)) if key.isdigit() else None
    if link.get("linktype") == "document":
        attachment = around.attachment(int(key)) if key.isdigit() else None
        return attachment.href if attachment else None
    href = link.get("href", "").strip()
    own = own_item(href, around.origin)
    return around.address_of(own) if own else href or None


def own_item(href: str, origin: str) -> int | None:
    """The key of the item that a typed address of our own means."""
    if href.startswith(("http://", "https://")) and urlsplit(href).netloc != urlsplit(origin).netloc:
        return None
    found = ITEM_ADDRESS.search(href.partition("#")[0].partition("?")[0])
    return int(found[1]) if found else None


def linked_items(body: Iterable[dict[str, Any]], origin: str) -> set[int]:
    """Keys of the items that a body links to, public or not."""
    found: set[int] = set()
    for raw in body:
        if raw["type"] == "paragraph" and "<a" in raw["value"]:
            ids = [LINK_ID.search(link) for link in PAGE_LINK.findall(raw["value"])]
            found |= {int(one[1]) for one in ids if one}
            typed = [own_item(unescape(href), origin) for href in TYPED_LINK.findall(raw["value"])]
            found |= {key for key in typed if key}
    return found


# ---- tables -----------------------------------------------------------------------------------------------


def _table(value: dict[str, Any]) -> Iterator[Table]:
    data = [row for row in value.get("data") or [] if row]
    if not any(str(cell or "").strip() for row in data for cell in row):
        return
    choice = value.get("table_header_choice") or ""
    head = bool(value.get("first_row_is_table_header")) or choice in ("row", "both")
    side = bool(value.get("first_col_is_header")) or choice in ("column", "both")
    spans, covered = _merged(value.get("mergeCells") or [])
    rows = tuple(
        tuple(
            _cell(
                text,
                (head and place_y == 0) or (side and place_x == 0),
                spans.get((place_y, place_x), (1, 1)),
            )
            for place_x, text in enumerate(row)
            if (place_y, place_x) not in covered
        )
        for place_y, row in enumerate(data)
    )
    yield Table(rows, str(value.get("table_caption") or ""), head_rows=int(head))


def _cell(text: Any, header: bool, span: tuple[int, int]) -> Cell:
    return Cell(str("" if text is None else text), header, colspan=span[1], rowspan=span[0])


def _merged(
    merges: list[dict[str, int]],
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Span of each first cell, and the cells that it covers."""
    spans, covered = {}, set()
    for merge in merges:
        y, x, high, wide = merge["row"], merge["col"], merge["rowspan"], merge["colspan"]
        spans[y, x] = (high, wide)
        covered |= {(y + down, x + right) for down in range(high) for right in range(wide)} - {(y, x)}
    return spans, covered


# ---- the text alone ---------------------------------------------------------------------------------------

ANY_TAG = re.compile(r"<[^>]*>")


def plain_text(body: Iterable[dict[str, Any]]) -> str:
    """The words of a body, for search: headings, paragraphs, tables, captions."""
    return "\n".join(text for raw in body for text in _texts(raw["type"], raw["value"]) if text)


def _texts(kind: str, value: Any) -> Iterator[str]:
    if kind == "heading":
        yield str(value["text"]).strip()
    elif kind == "paragraph":
        spaced = str(value or "").replace("</p>", "\n").replace("</li>", "\n").replace("<br", "\n<br")
        yield unescape(ANY_TAG.sub("", spaced)).strip()
    elif kind == "table" and value:
        yield from (" ".join(str(cell) for cell in row if cell) for row in value.get("data") or [] if row)
    elif kind == "picture":
        yield str(value.get("caption") or "")
