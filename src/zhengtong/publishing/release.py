"""The one key to "live": held by the verb while it publishes or takes down, by nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from zhengtong.engine.refusals import Refusal, Refused

if TYPE_CHECKING:
    from wagtail.models import Page

    from zhengtong.publishing.models import Article

_released: ContextVar[int | None] = ContextVar("released", default=None)

NOT_BY_THIS_DOOR = Refusal(
    "publication.only_through_review",
    "稿件须完成三审三校后由系统发布，不能以其他方式公开。请送审并完成全部审校签署。",
    "5.2",
)
NO_ALIAS = Refusal("publication.no_alias", "不能为稿件建立别名页。请在相关栏目以链接引用。", "5.2")
NO_MOVE_OF_PUBLIC = Refusal(
    "publication.no_move_of_public",
    "已公开的稿件不能移动栏目，以免网址失效。请先撤稿，再按流程重新发布。",
    "5.2",
)
NO_MOVE_IN_REVIEW = Refusal(
    "publication.no_move_in_review", "稿件正在审校，不能移动栏目。请先撤回送审。", "5.2"
)
NO_MOVE_TO_OTHERS = Refusal(
    "publication.no_move_to_others", "不能把稿件移到其他单位负责的栏目。请由该单位另行拟稿。", "2.3"
)


@contextmanager
def of(article: "Article") -> Iterator[None]:
    """Let this one article change its live state within the block."""
    token = _released.set(article.pk)
    try:
        yield
    finally:
        _released.reset(token)


def is_released(article: "Article") -> bool:
    return article.pk is not None and _released.get() == article.pk


def refuse_unless_released(article: "Article") -> None:
    if not is_released(article):
        raise Refused([NOT_BY_THIS_DOOR])


def refuse_live_without_release(article: "Article") -> None:
    """A live page may be saved only by the verb, or when it already has its current publication."""
    if article.live and not is_released(article) and not (article.pk and _is_public(article)):
        raise Refused([NOT_BY_THIS_DOOR])


def refuse_alias() -> None:
    raise Refused([NO_ALIAS])


def refuse_move(article: "Article", target: "Page") -> None:
    refusals = []
    if article.live or _is_public(article):
        refusals.append(NO_MOVE_OF_PUBLIC)
    if article.get_lock() is not None:
        refusals.append(NO_MOVE_IN_REVIEW)
    column = getattr(target.specific, "column", None)
    if column is None or column.unit_id != article.unit_id:
        refusals.append(NO_MOVE_TO_OTHERS)
    if refusals:
        raise Refused(refusals)


def _is_public(article: "Article") -> bool:
    return article.publications.filter(ended_at__isnull=True).exists()
