"""What the worker does for clause 5.7."""

from datetime import datetime

from zhengtong.engine.jobs.registry import daily, task, when
from zhengtong.engine.ledger.models import Entry
from zhengtong.interaction import actions, tray
from zhengtong.publishing.queries import current_publication


@task("interaction.empty_tray", label="登记收件盘中的留言", atomic=False, priority=8)
def empty_tray(at: datetime) -> dict[str, int]:
    """Not one transaction: each message is registered by itself, so that a faulty one does not hold up the others."""
    return actions.empty_tray(at)


@task("interaction.article_published", label="核对更正是否已发布", priority=4)
def article_published(entry: int, at: datetime) -> None:
    """An article is public anew: a correction that waited for it is done."""
    from zhengtong.publishing.models import Article

    article = Article.objects.filter(pk=Entry.objects.get(pk=entry).subject_id).first()
    shown = current_publication(article) if article else None
    if shown is not None:
        actions.note_publication(shown, at=at)


@task("interaction.daily", label="互动事项每日核对")
def every_day(at: datetime) -> None:
    """Pauses that are over; the figures of a month that is over."""
    actions.end_pauses(at)
    actions.count_months(at)


when("interaction.empty_tray", tray.waits)
daily("interaction.daily", hour=0, minute=10)
