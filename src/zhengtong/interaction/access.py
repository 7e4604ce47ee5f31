"""Who may do what with what citizens write (2.1, 2.3, 5.7). `by` None is the system."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone

from zhengtong.duties.models import PostKind, Unit
from zhengtong.duties.models.kinds import LEADERS, REVIEWERS
from zhengtong.duties.queries import holds, matching_posts, sees_district
from zhengtong.engine.evidence.access import let
from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.models import CitizenMessage, Forwarding, MessageImport, Pause, ReceiptList
from zhengtong.publishing.access import columns_of

CLERK = frozenset({PostKind.OFFICE_CLERK})
HANDLERS = frozenset({PostKind.SITE_MANAGER, PostKind.EDITOR})
ANSWER_REVIEWERS = frozenset({*REVIEWERS, *LEADERS})
HANDS = HANDLERS | ANSWER_REVIEWERS


def let_see() -> None:
    """What hangs on a message is seen by whoever sees the message."""
    let(CitizenMessage._meta.label_lower, _sees)
    let(MessageImport._meta.label_lower, _takes_in)
    let(ReceiptList._meta.label_lower, _takes_in)
    for model in (Forwarding, Pause):
        let(model._meta.label_lower, partial(_sees_part, model))


def _sees(person: Any, pk: str) -> bool:
    from zhengtong.interaction.queries import messages_seen_by

    return pk.isdigit() and messages_seen_by(person, timezone.now()).filter(pk=pk).exists()


def _takes_in(person: Any, pk: str) -> bool:
    """Lists as they came and went hold names and telephone numbers of many: they are the Office's."""
    return is_clerk(person, timezone.now())


def _sees_part(model: Any, person: Any, pk: str) -> bool:
    found = model.objects.filter(pk=pk).values_list("message", flat=True).first() if pk.isdigit() else None
    return found is not None and _sees(person, str(found))


def whole_units(person: Any, at: datetime, kinds: Collection[str] = HANDS) -> list[Unit]:
    """Units in which the person holds such a post for the whole unit: an operator's editor looks after single columns (2.5)."""
    posts = matching_posts(person, None, kinds, at)
    return list(
        {post.unit.pk: post.unit for post in posts if not columns_of(post.appointment.commission)}.values()
    )


def works_for(person: Any, unit: Unit | None, at: datetime, kinds: Collection[str] = HANDS) -> bool:
    return unit is not None and unit.pk in {one.pk for one in whole_units(person, at, kinds)}


def may_open(person: Any, subject: Any, at: datetime) -> list[Refusal]:
    """Whoever has a hand in messages somewhere, or looks over the district."""
    if sees_district(person, at) or holds(person, None, HANDS, at):
        return []
    message = "网民留言由各单位承办人员、审核人员和区政府办公室办理，您目前没有相关岗位。"
    return [Refusal("message.no_hand", message, "5.7")]


def is_clerk(person: Any, at: datetime) -> bool:
    return holds(person, None, CLERK, at)


def may_take_in(person: Any, at: datetime) -> list[Refusal]:
    """Forwarding, merging, declining, phone entry, import: the Office (2.1)."""
    if is_clerk(person, at):
        return []
    return [Refusal("message.not_office", "由区政府办公室经办人员办理，您现不担任该岗位。", "5.7")]


def may_handle(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    """The lead unit's site manager and editors, and the responsible person of the column, write the answer."""
    unit = message.unit
    if unit is None:
        return [Refusal("message.not_forwarded", "留言尚未转办，请由区政府办公室先行转办。", "5.7")]
    if (
        message.person_id is not None
        and message.person_id == getattr(person, "pk", None)
        and holds(person, unit, HANDS, at)
    ):
        return []
    if any(
        not columns_of(post.appointment.commission) for post in matching_posts(person, unit, HANDLERS, at)
    ):
        return []
    said = f"由{unit}的网站（新媒体）管理员、信息员（编辑）或栏目责任人办理，您现不担任该岗位。"
    return [Refusal("message.wrong_hand", said, "5.7")]


def may_review_answer(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    """An answer is looked over before it goes out, by a reviewer or leader of the unit (5.3)."""
    unit = message.unit
    if unit is not None and holds(person, unit, ANSWER_REVIEWERS, at):
        return []
    return [Refusal("answer.not_reviewer", f"答复由{unit}的审核人员或负责人审核，您现不担任该岗位。", "5.3")]


def may_see_contact(person: Any, message: CitizenMessage, at: datetime) -> bool:
    """Names and telephone numbers are for those who handle the message, not for every eye that sees it."""
    if is_clerk(person, at) or works_for(person, message.unit, at):
        return True
    named = message.person_id is not None and message.person_id == getattr(person, "pk", None)
    return named and message.unit is not None and holds(person, message.unit, HANDS, at)


def may_give_opinion(person: Any, forwarding: Forwarding, at: datetime) -> list[Refusal]:
    """A joint unit's site manager or editor gives its opinion."""
    if any(
        not columns_of(post.appointment.commission)
        for post in matching_posts(person, forwarding.unit, HANDLERS, at)
    ):
        return []
    said = f"协办意见由{forwarding.unit}的网站（新媒体）管理员或信息员（编辑）提出，您现不担任该岗位。"
    return [Refusal("opinion.wrong_hand", said, "5.7")]


def may_decide_pause(person: Any, at: datetime) -> list[Refusal]:
    """A limit stands still only when the Office allows it (5.7)."""
    return may_take_in(person, at)


def may_publish_answer(person: Any, message: CitizenMessage, at: datetime) -> list[Refusal]:
    """What becomes public is decided by who reviews the unit's answers, or by the Office (5.2, 5.3)."""
    if is_clerk(person, at) or not may_review_answer(person, message, at):
        return []
    said = f"公开答复由{message.unit}的审核人员、负责人或区政府办公室经办人员审定，您现不担任该岗位。"
    return [Refusal("public.wrong_hand", said, "5.3")]


def may_keep_library(person: Any, unit: Unit, at: datetime) -> list[Refusal]:
    """A unit's own people keep its part of the question-and-answer library; the Office every part."""
    if is_clerk(person, at) or works_for(person, unit, at):
        return []
    return [Refusal("known.wrong_hand", f"{unit}的知识库由本单位人员维护，您现不在该单位任职。", "5.7")]
