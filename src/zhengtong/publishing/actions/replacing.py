"""A few words of an article changed in its draft: what a small correction needs (5.5, 5.7). Everything else stays as it is."""

import re
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from html import escape
from typing import Any

from zhengtong.duties.models import Person
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.publishing import access
from zhengtong.publishing.content import OF_GUIDE, content_hash
from zhengtong.publishing.kinds import OPEN_STATES
from zhengtong.publishing.models import Article, ServiceGuide
from zhengtong.publishing.queries import current_publication, draft_of

CLAUSE = "5.5"
FIELDS = ("title", "summary", "content_source")
_TAG = re.compile(r"(<[^>]*>)")
Change = Callable[[str], str]


def replace_words(article: Article, old: str, new: str, *, by: Person, at: datetime, how: str) -> Article:
    """Save a draft in which these words, which must stand there exactly once, are others. Raises `Refused` with every reason.

    `how` is remembered beside the hand that did it ("纠错更正（2026-000123）") and shown to the reviewers.
    """
    draft = draft_of(article)
    refuse(why_not_replace(article, draft, old, new, by, at))
    for name in _fields(draft):
        setattr(draft, name, getattr(draft, name).replace(old, new))
    changed = _mapped(
        draft.body.get_prep_value(), _replacing(old, new), _replacing(_in_html(old), _in_html(new))
    )
    draft.body = draft.body.stream_block.to_python(changed)
    draft.how, draft.changed_at = how, at
    draft.save_revision(user=by)
    return draft


def why_not_replace(
    article: Article, draft: Article, old: str, new: str, by: Any, at: datetime
) -> list[Refusal]:
    public = current_publication(article)
    count = occurrences(draft, old) if old.strip() else 0
    checks = [
        (not old.strip(), "replace.nothing", "请填写稿件中有误的原文。"),
        (old == new, "replace.same", "原文与更正后的文字相同，请核对。"),
        (public is None, "replace.not_public", "稿件未在公开，无须更正；请按撤稿或重新发布办理。"),
        (
            article.submissions.filter(state__in=OPEN_STATES).exists(),
            "replace.under_review",
            "稿件正在审校，不能同时更正；请待审校结束，或者先撤回送审。",
        ),
        (
            public is not None and public.content_hash != content_hash(draft),
            "replace.draft_differs",
            "稿件有尚未送审的修改，请打开稿件，将更正一并修改后送审。",
        ),
        (
            bool(old.strip()) and count == 0,
            "replace.not_found",
            "稿件中没有找到这段文字（可能跨越了段落、加粗或者链接），请缩短文字，或者打开稿件直接修改。",
        ),
        (count > 1, "replace.many", f"这段文字在稿件中出现{count}处，请补充前后文字，使其唯一。"),
    ]
    found = [Refusal(code, message, CLAUSE) for stands, code, message in checks if stands]
    return [*access.why_not_write(by, article.unit, at, draft.get_parent().specific.column), *found]


def occurrences(draft: Article, words: str) -> int:
    """How often these words stand in the fields and the body, each time within one run of text."""
    counted = [getattr(draft, name).count(words) for name in _fields(draft)]

    def counting(wanted: str) -> Change:
        def look(text: str) -> str:
            counted.append(text.count(wanted))
            return text

        return look

    _mapped(draft.body.get_prep_value(), counting(words), counting(_in_html(words)))
    return sum(counted)


def _replacing(old: str, new: str) -> Change:
    return lambda text: text.replace(old, new)


def _in_html(words: str) -> str:
    """How words stand in rich text: & and < escaped."""
    return escape(words, quote=False)


def _fields(draft: Article) -> tuple[str, ...]:
    return FIELDS + (OF_GUIDE if isinstance(draft, ServiceGuide) else ())


def _mapped(raw: list[dict[str, Any]], plain: Change, rich: Change) -> list[dict[str, Any]]:
    """The body with every run of text changed. Rich text is changed between its tags, so its markup stays byte for byte."""
    body = deepcopy(raw)
    for block in body:
        value = block["value"]
        if block["type"] == "paragraph":
            block["value"] = _between_tags(value, rich)
        elif block["type"] == "heading":
            value["text"] = plain(value["text"])
        elif block["type"] == "picture":
            value["caption"] = plain(value.get("caption") or "")
        elif block["type"] == "table":
            value["data"] = [[plain(cell) if cell else cell for cell in row] for row in value["data"]]
    return body


def _between_tags(html: str, change: Change) -> str:
    return "".join(piece if piece.startswith("<") else change(piece) for piece in _TAG.split(html))
