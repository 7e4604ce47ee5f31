"""The notice that a case asks for: public and then kept, or dropped and drafted anew (3.6, 3.9, 3.11, 4.3, 4.8)."""

from datetime import datetime, timedelta

from django.db import transaction

from zhengtong.duties.models import Person
from zhengtong.duties.rules import business_date
from zhengtong.engine.procedures.actions import fulfil, reopen
from zhengtong.engine.procedures.models import Case, CaseState
from zhengtong.publishing.actions.holds import keep_public
from zhengtong.publishing.actions.notices import draft_notice
from zhengtong.publishing.models import CaseNotice, ColumnPage
from zhengtong.publishing.queries import current_publication
from zhengtong.regulation import parameter

KEPT = "notice.keep.days"


def standing_notice(article: int) -> CaseNotice | None:
    found = CaseNotice.objects.filter(article=article, dropped_at__isnull=True)
    return found.select_related("case__edition", "article").first()


def draft_case_notice(
    case: Case,
    step: str,
    *,
    drafted_by_step: str,
    place: ColumnPage,
    title: str,
    text: str,
    by: Person,
    at: datetime,
) -> CaseNotice:
    """A draft by whoever did ``drafted_by_step``; the case's ``step`` waits until it is public. Part of the move of that step."""
    article = draft_notice(
        place, title=title, paragraphs=[text], by=by, at=at, content_source=place.column.unit.short_name
    )
    return CaseNotice.objects.create(
        case=case, step=step, drafted_by_step=drafted_by_step, article=article, drafted_at=at
    )


def notice_published(article: int, *, at: datetime) -> bool:
    """The notice of a case is public: the step that waited for it is over. False for any other article, or one gone again."""
    notice = standing_notice(article)
    if notice is None or current_publication(notice.article) is None:
        return False
    return fulfil(notice.case, notice.step, at=at, published_on=str(business_date(at)))


def keep_notices(case: Case, step: str, *, at: datetime) -> None:
    """What is public for a step of a case must stay so for the days of the measures (3.9); part of the move that ends it."""
    today = business_date(at)
    days = int(parameter(KEPT, on=today).number)
    for notice in CaseNotice.objects.filter(case=case, step=step, dropped_at__isnull=True).select_related(
        "article"
    ):
        keep_public(
            notice.article, until=today + timedelta(days=days), reason=f"{case.title}公告（{case.number}）", clause="3.9",
            by=None, at=at,
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
    reopen(notice.case, notice.drafted_by_step, at=at, why=why)
    return True


def _was_kept(notice: CaseNotice) -> bool:
    """Whether it was published, held, and let go when its days were over, not lifted before."""
    holds = notice.article.holds.all()
    return bool(holds) and all(one.lifted_at is None for one in holds)
