"""Who may see and do what of websites beyond their cases: whoever sees the channel sees its suspensions and watches."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from zhengtong.duties.models import PostKind
from zhengtong.duties.queries import holds
from zhengtong.engine.evidence.access import let
from zhengtong.engine.refusals import Refusal
from zhengtong.registry.models import Channel
from zhengtong.registry.queries import channels_seen_by
from zhengtong.websites.models import DomainWatch, Suspension


def why_not_look(by: Any, channel: Channel, at: datetime) -> list[Refusal]:
    """The former host's site manager, or the Office, looks at the old domain (3.10)."""
    office = holds(by, None, {PostKind.OFFICE_CLERK}, at)
    if by is None or office or holds(by, channel.host, {PostKind.SITE_MANAGER}, at):
        return []
    message = f"原域名由{channel.host}网站（新媒体）管理员或区政府办公室经办人员查看，您现不担任该岗位。"
    return [Refusal("watch.wrong_hand", message, "3.10")]


def let_see() -> None:
    let(Suspension._meta.label_lower, _sees(Suspension))
    let(DomainWatch._meta.label_lower, _sees(DomainWatch))


def _sees(model: Any) -> Any:
    def may_see(person: Any, pk: str) -> bool:
        channels = channels_seen_by(person, timezone.now())
        return pk.isdigit() and model.objects.filter(pk=pk, channel__in=channels).exists()

    return may_see
