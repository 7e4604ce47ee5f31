"""Who may do what with articles. Everything follows from posts held at the moment (2.3, 5.2, 5.3)."""

from datetime import datetime
from typing import Any

from zhengtong.duties.models import Commission, PostKind, ResponsibleColumn, Unit
from zhengtong.duties.models.kinds import PROOFREADERS, REVIEWERS, WRITERS
from zhengtong.duties.queries import Post, holds, matching_posts, posts_of, sees_district
from zhengtong.engine.refusals import Refusal

HANDS = frozenset({*WRITERS, *REVIEWERS, *PROOFREADERS, PostKind.DEPUTY, PostKind.PRINCIPAL})
MAY_TAKE_DOWN = frozenset({PostKind.DEPUTY, PostKind.PRINCIPAL, PostKind.SITE_MANAGER})


def is_writer(person: Any, unit: Unit, at: datetime, column: ResponsibleColumn | None = None) -> bool:
    """Whether the person writes for the unit now; an operator's people only in the columns of their commission (2.5)."""
    return any(
        _covers(post.appointment.commission, column) for post in matching_posts(person, unit, WRITERS, at)
    )


def _covers(commission: Commission | None, column: ResponsibleColumn | None) -> bool:
    limits = columns_of(commission)
    return column is None or not limits or column.pk in limits


def columns_of(commission: Commission | None) -> frozenset[int]:
    """The columns to which a commission is limited; empty: it is not (2.5)."""
    return frozenset(commission.columns.values_list("pk", flat=True)) if commission else frozenset()


def commissioned_columns(post: Post) -> frozenset[int]:
    """The columns to which the post is limited, being an operator's; empty: it is not."""
    return columns_of(post.appointment.commission)


def may_read(person: Any, unit: Unit, at: datetime) -> bool:
    """Drafts and review sheets of a unit: its own hands, and those who supervise the whole district."""
    return holds(person, unit, HANDS, at) or sees_district(person, at)


def kinds_held(person: Any, unit: Unit, at: datetime) -> frozenset[PostKind]:
    """The person's current posts in the unit."""
    return frozenset(post.kind for post in posts_of(person, at) if post.unit.pk == unit.pk)


def acting_as(person: Any, unit: Unit | None, kinds: frozenset[PostKind], at: datetime) -> str:
    return next((post.acting_as for post in matching_posts(person, unit, kinds, at)), "")


def why_not_write(
    person: Any, unit: Unit, at: datetime, column: ResponsibleColumn | None = None
) -> list[Refusal]:
    if is_writer(person, unit, at, column):
        return []
    return [Refusal("article.not_writer", f"只有{unit}现任信息员（编辑）、网站管理员可以拟稿、改稿。", "2.4")]


def why_not_hold(person: Any, unit: Unit, at: datetime) -> list[Refusal]:
    """Who may take a text down may promise to keep it; nobody is the system (3.9)."""
    if person is None or not why_not_take_down(person, unit, at):
        return []
    return [
        Refusal(
            "hold.wrong_hand",
            f"公告保留期限须由{unit}分管负责人、主要负责人或网站管理员，或区政府办公室经办人设置。",
            "3.9",
        )
    ]


def why_not_lift(person: Any, at: datetime) -> list[Refusal]:
    """Only the Office lifts a hold (3.9)."""
    if holds(person, None, {PostKind.OFFICE_CLERK}, at):
        return []
    return [
        Refusal(
            "hold.not_office",
            "公告保留期限只能由区政府办公室经办人解除。请向区政府办公室说明情况。",
            "3.9",
        )
    ]


def why_not_take_down(person: Any, unit: Unit, at: datetime) -> list[Refusal]:
    """The unit's leaders or site manager, or the Office for the whole district."""
    if holds(person, unit, MAY_TAKE_DOWN, at) or holds(person, None, {PostKind.OFFICE_CLERK}, at):
        return []
    return [
        Refusal(
            "takedown.wrong_hand",
            f"撤稿须由{unit}分管负责人、主要负责人或网站管理员，或区政府办公室经办人办理。",
            "5.3",
        )
    ]
