"""Text as the editor itself would store it, so that opening and saving an imported draft unchanged changes nothing."""

import json
from functools import cache

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from zhengtong.publishing.blocks import RICH_TEXT


@cache
def _features() -> tuple[str, ...]:
    return tuple(RICH_TEXT)


def as_stored(html: str, *, first: int = 1) -> tuple[str, int]:
    """HTML in the editor's own form with only the editor's features, "" when no text is left; and the next free key.

    Paragraphs are keyed by their place from `first` on: the same document always gives the same text and hash.
    """
    converter = ContentstateConverter(features=list(_features()))
    # The converter reads XHTML; text is escaped, so that what looks like a line break is one.
    state = json.loads(converter.from_database_format(html.replace("<br>", "<br/>")))
    state["blocks"] = [block for block in state["blocks"] if block["text"].strip()]
    if not state["blocks"]:
        return "", first
    for place, block in enumerate(state["blocks"], first):
        block["key"] = f"{place:05x}"
    return converter.to_database_format(json.dumps(state)), first + len(state["blocks"])
