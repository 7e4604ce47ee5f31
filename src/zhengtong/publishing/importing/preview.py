"""What was read, as it will look: made from the very blocks that the draft will hold."""

from collections.abc import Callable, Iterable
from typing import Any

import nh3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

TAGS = {"p", "b", "i", "sup", "sub", "ol", "ul", "li", "a", "br"}


def text_of(blocks: Iterable[dict[str, Any]], picture_url: Callable[[int], str]) -> SafeString:
    """Safe HTML of the blocks of a reading; `picture_url` gives the address of a picture by its number."""
    return format_html_join("\n", "{}", ((_block(block, picture_url),) for block in blocks))


def _block(block: dict[str, Any], picture_url: Callable[[int], str]) -> SafeString:
    value = block["value"]
    match block["type"]:
        case "heading":
            return format_html("<h{0}>{1}</h{0}>", int(value["level"]) + 1, value["text"])
        case "paragraph":
            return mark_safe(nh3.clean(value, tags=TAGS))
        case "table":
            return table_of(value)
        case "picture":
            return _picture(value, picture_url(value["number"]))
        case _:
            return format_html(
                '<p class="zt-import__out">〔{}，不写入正文〕{}</p>', value["label"], value["text"]
            )


def _picture(value: dict[str, Any], url: str) -> SafeString:
    caption = "图{}".format(value["number"])
    return format_html(
        '<figure id="picture-{}"><img src="{}" alt="{}" loading="lazy"><figcaption>{}</figcaption></figure>',
        value["number"], url, value["alt"] or caption, caption,
    )  # fmt: skip


def table_of(value: dict[str, Any]) -> SafeString:
    """A table block's value as an HTML table with its merged cells and headings."""
    spans = {
        (one["row"], one["col"]): (one["rowspan"], one["colspan"]) for one in value.get("mergeCells") or []
    }
    hidden = {(one["row"], one["col"]) for one in value.get("cell") or [] if one.get("hidden")}
    rows = []
    for y, row in enumerate(value["data"]):
        cells = [
            _cell(text or "", _is_head(value, y, x), spans.get((y, x), (1, 1)))
            for x, text in enumerate(row)
            if (y, x) not in hidden
        ]
        rows.append((format_html_join("", "{}", ((cell,) for cell in cells)),))
    caption = (
        format_html("<caption>{}</caption>", value["table_caption"]) if value.get("table_caption") else ""
    )
    return format_html("<table>{}{}</table>", caption, format_html_join("", "<tr>{}</tr>", rows))


def _is_head(value: dict[str, Any], y: int, x: int) -> bool:
    return bool(
        (value.get("first_row_is_table_header") and y == 0) or (value.get("first_col_is_header") and x == 0)
    )


def _cell(text: str, head: bool, span: tuple[int, int]) -> SafeString:
    return format_html('<{0} rowspan="{1}" colspan="{2}">{3}</{0}>', "th" if head else "td", *span, text)
