"""A handed-in text as the console shows it: safe HTML made from the kept content, not from the page as it is now."""

from collections.abc import Callable
from typing import Any

import nh3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.rich_text import expand_db_html

from zhengtong.publishing.comparing import LABELS
from zhengtong.publishing.importing.preview import table_of
from zhengtong.publishing.kinds import Validity

TAGS = {"p", "b", "strong", "i", "em", "sup", "sub", "ol", "ul", "li", "a", "br"}


def text_of(content: dict[str, Any]) -> SafeString:
    """The body as HTML for people who judge it."""
    return format_html_join("\n", "{}", ((_block(block),) for block in content.get("body", [])))


def _block(block: dict[str, Any]) -> SafeString:
    makers: dict[str, Callable[[Any], SafeString]] = {
        "heading": _heading, "paragraph": _paragraph, "table": table_of, "picture": _picture, "attachment": _attachment,
    }  # fmt: skip
    return makers[block["type"]](block["value"])


def _heading(value: dict[str, str]) -> SafeString:
    level = int(value["level"]) + 1
    return format_html("<h{0}>{1}</h{0}>", level, value["text"])


def _paragraph(value: str) -> SafeString:
    return mark_safe(nh3.clean(expand_db_html(value), tags=TAGS))


def _picture(value: dict[str, Any]) -> SafeString:
    image = get_image_model().objects.filter(pk=value["image"]).first()
    if image is None:
        return format_html("<p>〔图片已不存在〕{}</p>", value["alt"])
    rendition = image.get_rendition("max-800x800")
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}"><figcaption>{}</figcaption></figure>',
        rendition.url, value["alt"], rendition.width, rendition.height, value.get("caption", ""),
    )  # fmt: skip


def _attachment(value: int) -> SafeString:
    document = get_document_model().objects.filter(pk=value).first()
    return format_html("<p>附件：{}</p>", document.title if document else "〔附件已不存在〕")


def facts_of(content: dict[str, Any]) -> list[tuple[str, str]]:
    """The named parts of the content in words, without the title."""
    named = [(name, label) for name, label in LABELS.items() if name != "title"]
    return [
        (label, _word(name, content[name]))
        for name, label in named
        if content.get(name) not in (None, "", False)
    ]


def _word(name: str, value: Any) -> str:
    if name == "validity":
        return Validity(value).label
    return "是" if value is True else str(value)
