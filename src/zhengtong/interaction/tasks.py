"""What the worker does for clause 5.7."""

from datetime import datetime, timedelta

from zhengtong.engine.jobs.models import Job
from zhengtong.engine.jobs.registry import daily, task, when
from zhengtong.engine.ledger.models import Entry
from zhengtong.interaction import actions, tray
from zhengtong.interaction.actions.imports import TASK, enter_list
from zhengtong.interaction.models import MessageImport
from zhengtong.publishing.queries import current_publication

TRAY_KEPT = timedelta(days=7)  # longer than the daily copies of the database that operations.md asks for


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


@task(TASK, label="导入留言清单", atomic=False)
def enter_confirmed_list(batch: int, at: datetime, job: Job) -> None:
    enter_list(MessageImport.objects.select_related("confirmed_by", "evidence").get(pk=batch), at=at, job=job)


@task("interaction.daily", label="互动事项每日核对")
def every_day(at: datetime) -> None:
    """Pauses that are over; the figures of a month that is over; registered submissions that no backup needs any more."""
    actions.end_pauses(at)
    actions.count_months(at)
    tray.clear_kept(at - TRAY_KEPT)


@task("interaction.learn", label="更新分办建议和热点问题")
def learn(at: datetime) -> dict[str, int]:
    """What is proposed on the screens: computed at night, as it is too dear for a page view."""
    return {"learned": actions.learn_routes(at), "groups": actions.find_topics(at)}


when("interaction.empty_tray", tray.waits)
daily("interaction.daily", hour=0, minute=10)
daily("interaction.learn", hour=2, minute=40)
