"""A correction on its page: the words in their place, the fix under way, the form that begins one (5.7, 5.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from zhengtong.engine.console.items import Fact
from zhengtong.interaction.models import CitizenMessage
from zhengtong.interaction.queries.fixes import done_fix, pending_fix
from zhengtong.interaction.screens import forms, reasons
from zhengtong.publishing.access import why_not_write
from zhengtong.publishing.comparing import lines_of
from zhengtong.publishing.hands import Hands
from zhengtong.publishing.kinds import Stage, SubmissionState
from zhengtong.publishing.models import Article, Submission
from zhengtong.publishing.queries import current_publication, seen_by

AROUND = 1  # lines shown before and after the words
MOST = 5


@dataclass(frozen=True)
class Place:
    """A line of the public text; `pieces` alternate between what stands around the words and the words themselves."""

    pieces: tuple[tuple[str, bool], ...]


def facts(message: CitizenMessage) -> Iterable[Fact]:
    yield Fact("错误类型", message.get_correction_kind_display())
    # Only addresses of our own portal are links: an address that a citizen typed is never one to click.
    own = message.page if message.page.startswith("/") and not message.page.startswith("//") else ""
    yield Fact("出错页面", message.page_title or message.page, own)
    if message.page_title and not own:
        yield Fact("网址", message.page)
    if message.column is not None:
        yield Fact("所在栏目", f"{message.column}（{message.column.unit}）")
    yield Fact("有误文字", message.words)


def places(lines: list[str], words: str) -> list[Place]:
    """Where the words stand in these lines, each with the line before and after it; nothing when they stand nowhere."""
    words = words.strip()
    hits = [number for number, line in enumerate(lines) if words and words in line][:MOST]
    shown = sorted({
        near for hit in hits for near in range(hit - AROUND, hit + AROUND + 1) if 0 <= near < len(lines)
    })  # fmt: skip
    return [Place(tuple(_pieces(lines[number], words))) for number in shown]


def _pieces(line: str, words: str) -> Iterable[tuple[str, bool]]:
    first, *rest = line.split(words)
    yield first, False
    for part in rest:
        yield words, True
        yield part, False


def context(message: CitizenMessage, person: Any, at: datetime) -> dict[str, Any]:
    """What the page shows of a correction; nothing for a letter or a page that is no article of ours."""
    if not message.is_correction or message.article is None:
        return {}
    article: Article = message.article
    public, fix = current_publication(article), pending_fix(message)
    against = reasons.fix(person, message, at)
    return {
        "article": article,
        "public": public,
        "places": places(lines_of(public.content), message.words) if public else [],
        "editor_url": _editor(article, person, at),
        "article_url": _page(article, person, at),
        "fix": fix,
        "fix_told": under_way(fix.submission, at) if fix else "",
        "done_fix": done_fix(message),
        "fix_form": forms.FixForm(initial={"was": message.words}) if not against else None,
        "fix_refusals": against if fix is None else [],
    }


def under_way(submission: Submission, at: datetime) -> str:
    """Where the review stands and who could sign now."""
    if submission.state == SubmissionState.IN_REVIEW:
        names, _ = Hands(at, [submission]).told(submission)
        return f"{Stage(submission.stage).label}：待{names}"
    return str(SubmissionState(submission.state).label)


def _page(article: Article, person: Any, at: datetime) -> str:
    seen = seen_by(Article.objects.filter(pk=article.pk), person, at).exists()
    return reverse("articles:inspect", args=[article.pk]) if seen else ""


def _editor(article: Article, person: Any, at: datetime) -> str:
    column = article.get_parent().specific.column
    against = why_not_write(person, article.unit, at, column)
    return "" if against else reverse("wagtailadmin_pages:edit", args=[article.pk])
