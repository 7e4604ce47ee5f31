"""Who may do what with surveys, consultations and interviews (2.3, 5.3, 5.7)."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from zhengtong.duties.models import Unit
from zhengtong.duties.queries import Post, holds, matching_posts, units_of
from zhengtong.engine.evidence.access import let
from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.access import ANSWER_REVIEWERS, HANDLERS
from zhengtong.interaction.models.participation import Round
from zhengtong.publishing.access import columns_of


def let_see() -> None:
    """The attachments of a round are seen in the console by whoever sees the round."""
    let(Round._meta.label_lower, _sees)


def _sees(person: Any, pk: str) -> bool:
    from zhengtong.interaction.queries.rounds import rounds_seen_by

    return pk.isdigit() and rounds_seen_by(Round.objects.all(), person, timezone.now()).filter(pk=pk).exists()


def handling_posts(person: Any, unit: Unit | None, at: datetime) -> list[Post]:
    """Posts of a site manager or editor; an operator limited to columns has no part in these (2.5)."""
    return [
        post
        for post in matching_posts(person, unit, HANDLERS, at)
        if not columns_of(post.appointment.commission)
    ]


def units_that_see(person: Any, at: datetime) -> list[Unit]:
    """Units whose rounds the person sees, drafts included."""
    mine = {post.unit.pk: post.unit for post in handling_posts(person, None, at)}
    mine |= {unit.pk: unit for unit in units_of(person, at, ANSWER_REVIEWERS)}
    return list(mine.values())


def units_to_draft_for(person: Any, at: datetime) -> list[Unit]:
    return list({post.unit.pk: post.unit for post in handling_posts(person, None, at)}.values())


def may_draft_somewhere(person: Any, subject: Any, at: datetime) -> list[Refusal]:
    if units_to_draft_for(person, at):
        return []
    return [
        Refusal(
            "round.not_handler", "由单位的网站（新媒体）管理员或信息员（编辑）办理，您现不担任该岗位。", "5.7"
        )
    ]


def may_handle(person: Any, unit: Unit, at: datetime) -> list[Refusal]:
    """The unit's site manager and editors draft, group, answer, write the live text."""
    if handling_posts(person, unit, at):
        return []
    said = f"由{unit}的网站（新媒体）管理员或信息员（编辑）办理，您现不担任该岗位。"
    return [Refusal("round.not_handler", said, "5.7")]


def may_review(person: Any, unit: Unit, at: datetime) -> list[Refusal]:
    """A reviewer or leader of the unit lets it out (5.3)."""
    if holds(person, unit, ANSWER_REVIEWERS, at):
        return []
    said = f"由{unit}的审核人员或负责人审核，您现不担任该岗位。"
    return [Refusal("round.not_reviewer", said, "5.3")]


def may_take_part(person: Any, unit: Unit, at: datetime) -> list[Refusal]:
    """At a live interview whoever handles or reviews writes, and another of them lets it out: fast, and never one person alone."""
    if handling_posts(person, unit, at) or holds(person, unit, ANSWER_REVIEWERS, at):
        return []
    said = f"由{unit}的网站（新媒体）管理员、信息员（编辑）、审核人员或负责人办理，您现不担任该岗位。"
    return [Refusal("round.not_hand", said, "5.7")]
