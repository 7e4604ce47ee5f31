"""Notices that procedures draft; a writer still looks at them and hands them in like any other text (3.6, 3.9, 3.11, 3.13, 4.3)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.html import escape

from zhengtong.duties.models import ContentKind, Person
from zhengtong.engine.refusals import refuse
from zhengtong.publishing import rules
from zhengtong.publishing.actions.drafts import create_draft
from zhengtong.publishing.models import Article, ColumnPage

BY_PROCEDURE = "由办事程序拟稿"


def draft_notice(
    column: ColumnPage,
    *,
    title: str,
    paragraphs: Sequence[str],
    by: Person,
    at: datetime,
    content_source: str,
) -> Article:
    """A draft notice made by a writer of the column's unit; each line of `paragraphs` is plain text and becomes a paragraph.

    Secrecy is left unchecked, so that it cannot be handed in before the writer has looked at it (5.2). Raises `Refused` with all
    reasons: who may not write there, or a title, text or source that does not fit.
    """
    lines = [line.strip() for paragraph in paragraphs for line in paragraph.splitlines() if line.strip()]
    refuse(rules.why_not_draft_notice(title, lines, content_source))
    return create_draft(
        column, by=by, at=at, how=BY_PROCEDURE, kind=ContentKind.NOTICE, title=title.strip(),
        content_source=content_source.strip(), secrecy_checked=False, body=[("paragraph", _marked_up(lines))],
    )  # fmt: skip


def _marked_up(lines: Sequence[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)
