"""Who writes in which place, topics included: the one answer for verbs, editor and screens (2.3, 2.5, 3.2)."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from zhengtong.duties.models import ResponsibleColumn, Unit
from zhengtong.duties.queries import matching_posts, sees_district
from zhengtong.engine.refusals import Refusal
from zhengtong.publishing import access
from zhengtong.publishing.models import Topic


def units_of(column: ResponsibleColumn) -> list[Unit]:
    """The units whose writers may draft here: the responsible one, in a topic the joint ones as well."""
    topic = Topic.objects.filter(column=column).select_related("column__unit").first()
    return topic.units if topic else [column.unit]


def unit_of_writer(person: Any, column: ResponsibleColumn, at: datetime) -> Unit | None:
    """For which unit a draft of this person is: the first that takes part and for which the person writes."""
    return next((unit for unit in units_of(column) if access.is_writer(person, unit, at, column)), None)


def why_not_draft(person: Any, column: ResponsibleColumn, at: datetime) -> list[Refusal]:
    """Every reason against a new draft here: nobody's writer, or a column that takes nothing new (2.4, 3.2, 5.5)."""
    refusals = []
    units = units_of(column)
    if not any(access.is_writer(person, unit, at, column) for unit in units):
        names = "、".join(str(unit) for unit in units)
        refusals.append(
            Refusal("article.not_writer", f"只有{names}现任信息员（编辑）、网站管理员可以拟稿、改稿。", "2.4")
        )
    if column.valid_until is not None:
        refusals.append(Refusal("article.column_closed", f"“{column}”已撤销或归档，不再接收新稿件。", "5.5"))
    return refusals


def seen_by(topics: QuerySet[Topic], person: Any, at: datetime) -> QuerySet[Topic]:
    """Topics in which the person's units take part; the Office and the supervisors see all (2.3)."""
    if sees_district(person, at):
        return topics
    units = {post.unit.pk for post in matching_posts(person, None, access.HANDS, at)}
    joined = Topic.joint_units.through.objects.filter(unit__in=units).values("topic")
    return topics.filter(Q(column__unit__in=units) | Q(pk__in=joined))
