"""Who may do what with accounts (2.1, 2.3, 4.8). `by` None is the system."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from zhengtong.duties.models import PostKind
from zhengtong.duties.queries import holds, matching_posts, sees_district
from zhengtong.engine.evidence.access import let
from zhengtong.engine.refusals import Refusal
from zhengtong.newmedia.models import AccountUpdate, Recheck
from zhengtong.publishing.access import columns_of
from zhengtong.registry.models import Channel
from zhengtong.registry.queries import channels_seen_by

KEEPERS = frozenset({PostKind.SITE_MANAGER, PostKind.EDITOR})
CLERK = frozenset({PostKind.OFFICE_CLERK})


def is_clerk(person: Any, at: datetime) -> bool:
    return holds(person, None, CLERK, at)


def why_not_note(person: Any, account: Channel, at: datetime) -> list[Refusal]:
    """The host's site manager or editor reports an update; the Office for a host that is dissolved.

    An operator's people who are limited to some columns have no part in the accounts (2.5).
    """
    if any(
        not columns_of(post.appointment.commission)
        for post in matching_posts(person, account.host, KEEPERS, at)
    ):
        return []
    if account.host.valid_until is not None and is_clerk(person, at):
        return []
    message = f"账号更新由{account.host}的网站（新媒体）管理员或信息员（编辑）登记，您现不担任该岗位。"
    return [Refusal("update.wrong_hand", message, "4.8")]


def why_not_recheck(person: Any, at: datetime) -> list[Refusal]:
    if is_clerk(person, at):
        return []
    return [Refusal("recheck.not_office", "注销复查由区政府办公室经办人员办理，您现不担任该岗位。", "4.8")]


def why_not_see_candidates(person: Any, subject: Any, at: datetime) -> list[Refusal]:
    """Whoever looks over the whole district; the Office decides (4.8)."""
    if sees_district(person, at):
        return []
    return [
        Refusal(
            "candidates.not_office", "关停整合建议由区政府办公室和共同监管单位查看，您现无此权限。", "4.8"
        )
    ]


def let_see() -> None:
    """Proof of an update or of a recheck is seen by whoever sees the account."""
    let(AccountUpdate._meta.label_lower, lambda person, pk: _sees(person, AccountUpdate, pk))
    let(Recheck._meta.label_lower, lambda person, pk: _sees(person, Recheck, pk))


def _sees(person: Any, model: Any, pk: str) -> bool:
    found = model.objects.filter(pk=pk).values_list("channel", flat=True).first() if pk.isdigit() else None
    return found is not None and channels_seen_by(person, timezone.now()).filter(pk=found).exists()
