"""The words of procedures about notices: drafted by a hand, reviewed like any text, waited for, kept as long as the law asks."""

from collections.abc import Iterable

from django.urls import reverse

from zhengtong.duties.models import PORTAL
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.declaration import EVENT
from zhengtong.engine.procedures.models import Case, CaseStep
from zhengtong.engine.procedures.registry import Doing, Inquiry
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.publishing.actions.case_notices import draft_case_notice, keep_notices
from zhengtong.publishing.models import CaseNotice
from zhengtong.publishing.queries import current_publication, notice_column

NO_COLUMN = Refusal("notice.no_column", "门户网站尚无公告栏目，请先在责任栏目中设置。", "2.3")


@registry.effect("publishing.draft_portal_notice", "在门户网站公告栏目生成公告草稿")
def draft_portal_notice(doing: Doing) -> None:
    """A draft in the portal's notice column, by whoever did this step; the step that follows waits until it is public."""
    column = notice_column(PORTAL)
    refuse(NO_COLUMN if column is None else None)
    assert column is not None and doing.step is not None  # noqa: S101, PT018 (refuse raised; declared on steps)
    draft_case_notice(
        doing.case, _step_that_waits(doing), drafted_by_step=doing.step.code, place=column,
        title=str(doing.given.get("title", "")), text=str(doing.given.get("text", "")), by=doing.by, at=doing.at,
    )  # fmt: skip


def _step_that_waits(doing: Doing) -> str:
    """The event step that comes right after the drafting one. Raises StopIteration: a fault of the declaration."""
    assert doing.step is not None  # noqa: S101 (declared on steps only)
    return next(
        step.code for step in doing.case.text.steps if step.kind == EVENT and doing.step.code in step.after
    )


@registry.effect("publishing.keep_notice", "公告须保留至规定期限，期限内不得撤下")
def keep_notice(doing: Doing) -> None:
    """From now on nobody takes the notice down before its time (3.9)."""
    assert doing.step is not None  # noqa: S101 (declared on steps only)
    keep_notices(doing.case, doing.step.code, at=doing.at)


@registry.check("publishing.notices_stand", "公告仍在公开")
def notices_stand(inquiry: Inquiry) -> list[Refusal]:
    """Every notice of the case that was public still is."""
    if inquiry.case is None:
        return []
    notices = CaseNotice.objects.filter(case=inquiry.case, dropped_at__isnull=True).select_related("article")
    gone = [
        one for one in notices if one.article.publications.exists() and current_publication(one.article) is None
    ]  # fmt: skip
    return [Refusal("notice.gone", f"公告“{one.article.title}”已撤下，须重新公告。", "3.9") for one in gone]


@registry.check("publishing.notice_place", "门户网站设有公告栏目")
def notice_place(inquiry: Inquiry) -> list[Refusal]:
    return [] if notice_column(PORTAL) is not None else [NO_COLUMN]


@registry.showing("publishing.notice")
def notice_link(case: Case, step: CaseStep) -> Iterable[tuple[str, str]]:
    """The notice that a step waits for or that was drafted in it: where it stands now."""
    notices = [
        one for one in CaseNotice.objects.filter(case=case).select_related("article").order_by("pk")
        if step.code in (one.step, one.drafted_by_step)
    ]  # fmt: skip
    return [(_told(one), reverse("articles:inspect", args=[one.article_id])) for one in notices[-1:]]


def _told(notice: CaseNotice) -> str:
    if notice.article.discarded_at:
        return f"公告草稿（已删除）：{notice.article.title}"
    public = current_publication(notice.article) is not None
    return f"公告{'（已公开）' if public else '（待审校发布）'}：{notice.article.title}"
