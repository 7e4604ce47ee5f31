"""What the worker does for publishing."""

from datetime import datetime

from zhengtong.duties.models import ResponsibleColumn
from zhengtong.engine.jobs.models import Job
from zhengtong.engine.jobs.registry import daily, task
from zhengtong.engine.ledger.models import Entry
from zhengtong.publishing.actions.case_notices import drop_notice, notice_published
from zhengtong.publishing.actions.imports import TASK, drop_forgotten, read_import
from zhengtong.publishing.actions.places import open_place_of
from zhengtong.publishing.actions.publication import publish_due
from zhengtong.publishing.models import ImportedFile, Submission
from zhengtong.publishing.queries import forged, held_but_gone, live_without_signatures
from zhengtong.publishing.verbs import DISCARDED


@task("publishing.publish_due", label="定时发布", priority=5)
def publish_scheduled(submission: int, at: datetime) -> None:
    publish_due(Submission.objects.get(pk=submission), at=at)


@task("publishing.open_place", label="设立栏目页面", priority=5)
def open_place(entry: int, at: datetime) -> None:
    """A column entered in the duty table gets its page on the portal (2.3, 2.4)."""
    line = Entry.objects.get(pk=entry)
    for column in ResponsibleColumn.objects.select_related("unit").filter(pk=line.subject_id):
        open_place_of(column, at=at)


# Reading may take many seconds; a transaction around it would keep all others from writing.
@task(TASK, label="识别导入文件", atomic=False, priority=3)
def read_uploaded(imported: int, at: datetime, job: Job) -> None:
    for waiting in ImportedFile.objects.filter(pk=imported):
        read_import(waiting, at=at, job=job)


@task("publishing.tell_case_of_notice", label="登记办件公告已公开", priority=5)
def tell_case_of_notice(entry: int, at: datetime) -> None:
    notice_published(int(Entry.objects.get(pk=entry).subject_id), at=at)


@task("publishing.ask_for_notice_again", label="办件公告需重新起草", priority=5)
def ask_for_notice_again(entry: int, at: datetime) -> None:
    """A draft was thrown away, or the notice taken down, while the case still needs it."""
    line = Entry.objects.get(pk=entry)
    why = "公告草稿已删除" if line.verb == DISCARDED.code else "公告已撤下"
    drop_notice(int(line.subject_id), at=at, why=why)


@task("publishing.drop_forgotten_imports", label="清理未使用的导入文件")
def drop_unused(at: datetime) -> int:
    return drop_forgotten(at)


daily("publishing.drop_forgotten_imports", hour=3)


@task("publishing.check_live", label="核对已公开稿件的签署", tries=1)
def check_live(at: datetime) -> None:
    """The nightly check: every live page has its complete signatures, every public text the hash that was signed,
    every notice that must be kept is public.

    What does not hold raises, so that the job stays visible as failed until somebody has looked.
    """
    naked = [article.pk for article in live_without_signatures()]
    swapped = [publication.article_id for publication in forged()]
    missing = [article.pk for article in held_but_gone(at)]
    if naked or swapped or missing:
        raise RuntimeError(
            f"live without complete signatures: {naked}; text other than signed: {swapped}; held but not public: {missing}"
        )


daily("publishing.check_live", hour=2)
