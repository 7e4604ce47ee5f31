"""The public notice of a case: drafted, published and then kept, or thrown away and drafted anew (4.3, 4.8)."""

from datetime import datetime, timedelta

from django.db import transaction

from zhengtong.duties.rules import business_date
from zhengtong.engine.procedures import actions as procedures
from zhengtong.engine.procedures.models import Case, CaseState
from zhengtong.newmedia.models import Notice
from zhengtong.publishing.actions import keep_public
from zhengtong.publishing.models import Article
from zhengtong.publishing.queries import current_publication
from zhengtong.regulation import parameter

DRAFT, PUBLISHED = "notice", "published"


def standing_notice(article: Article | int) -> Notice | None:
    key = article if isinstance(article, int) else article.pk
    return Notice.objects.filter(article=key, dropped_at__isnull=True).select_related("case__edition").first()


def published(article: int, *, at: datetime) -> bool:
    """The notice of a case is public: its step is done. False for any other article, or one that is gone again."""
    notice = standing_notice(article)
    if notice is None or current_publication(notice.article) is None:
        return False
    return procedures.fulfil(notice.case, PUBLISHED, at=at, article=article)


def keep(case: Case, *, at: datetime) -> None:
    """The published notice must stay public for some days (3.9), part of the move that ends its step."""
    notice = Notice.objects.select_related("article").get(case=case, dropped_at__isnull=True)
    days = int(parameter("notice.keep.days", on=business_date(at)).number)
    keep_public(
        notice.article, until=business_date(at) + timedelta(days=days), by=None, at=at,
        reason=f"{case.text.label}公告（{case.number}）", clause=case.text.clause or "4.2",
    )  # fmt: skip


@transaction.atomic
def drop_notice(article: int, *, at: datetime, why: str) -> bool:
    """The draft was thrown away, or the notice taken down before its time: the case asks for another one.

    False where nothing hangs on it any more: the case is over, or the notice was kept as long as it had to be.
    """
    notice = standing_notice(article)
    if notice is None or notice.case.state != CaseState.OPEN or _was_kept(notice):
        return False
    notice.dropped_at = at
    notice.save(update_fields=["dropped_at"])
    procedures.reopen(notice.case, DRAFT, at=at, why=why)
    return True


def _was_kept(notice: Notice) -> bool:
    """Whether it was published, held, and let go when its days were over, not lifted before."""
    holds = notice.article.holds.all()
    return bool(holds) and all(one.lifted_at is None for one in holds)
