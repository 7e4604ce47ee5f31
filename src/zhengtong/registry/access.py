"""Who may write the register and who may read it (2.1, 2.3). `by` None is the system itself, at installation."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils import timezone

from zhengtong.duties.models import PostKind
from zhengtong.duties.queries import acting_as, holds
from zhengtong.engine.evidence.access import let
from zhengtong.engine.refusals import Refusal
from zhengtong.registry.models import Channel, Identifier
from zhengtong.registry.queries import channels_seen_by

CLERK = frozenset({PostKind.OFFICE_CLERK})
MANAGER = frozenset({PostKind.SITE_MANAGER})
# What may be corrected at all; host, kind, platform and states change by procedure (3.13, 4.2, 4.3).
CORRECTABLE = ("name", "operator_name", "url", "handle", "functions", "opened_on", "note")
# What the host's own site manager may correct.
BY_HOST = frozenset({"name", "operator_name", "url", "functions", "note"})


def is_clerk(person: Any, at: datetime) -> bool:
    return person is None or holds(person, None, CLERK, at)


def may_register(person: Any, at: datetime) -> list[Refusal]:
    """Only the Office enters channels, sets identifiers and admits records."""
    if is_clerk(person, at):
        return []
    return [Refusal("not_the_office", "阵地和标识由区政府办公室经办人员登记，请向区政府办公室提出。", "2.1")]


def may_correct(person: Any, channel: Channel, at: datetime, fields: Collection[str] = ()) -> list[Refusal]:
    """The Office corrects everything, the host's site manager some fields of a standing channel."""
    if is_clerk(person, at):
        return []
    if not holds(person, channel.host, MANAGER, at):
        return [
            Refusal(
                "neither_office_nor_manager", f"登记信息由区政府办公室经办人员或{channel.host}的网站（新媒体）管理员更正。", "2.3"
            )
        ]  # fmt: skip
    if not channel.stands:
        return [Refusal("closed_to_the_host", "已关停（注销）的阵地由区政府办公室更正。", "2.1")]
    if set(fields) - BY_HOST:
        return [
            Refusal(
                "field_of_the_office", "账号标识和开通日期由区政府办公室更正，请向区政府办公室提出。", "2.1"
            )
        ]
    return []


def fields_for(person: Any, channel: Channel, at: datetime) -> list[str]:
    """The fields this person may correct, in the order of the form."""
    asked = [field for field in CORRECTABLE if field != "handle" or channel.platform]
    if is_clerk(person, at):
        return asked
    return [] if may_correct(person, channel, at) else [field for field in asked if field in BY_HOST]


def capacity(person: Any, channel_host: Any, at: datetime) -> str:
    """How the ledger names the hand that writes: the Office's clerk before the host's site manager."""
    if person is None:
        return ""
    return acting_as(person, None, CLERK, at) or acting_as(person, channel_host, MANAGER, at)


def _sees_channel(person: Any, channel_id: str) -> bool:
    return (
        channel_id.isdigit() and channels_seen_by(person, timezone.now()).filter(pk=int(channel_id)).exists()
    )


def _sees_identifier(person: Any, identifier_id: str) -> bool:
    found = Identifier.objects.filter(pk=int(identifier_id)).first() if identifier_id.isdigit() else None
    return found is not None and _sees_channel(person, str(found.channel_id))


let("registry.channel", _sees_channel)
let("registry.identifier", _sees_identifier)
let("registry.registerimport", lambda person, _: is_clerk(person, timezone.now()))
