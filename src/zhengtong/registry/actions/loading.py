"""The district's channels from the data file, entered like any other through the verbs."""

from datetime import datetime
from typing import Any

from django.db import transaction

from zhengtong.duties.models import Unit
from zhengtong.duties.queries import open_units
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.registry import access, queries, seed
from zhengtong.registry.actions.channels import register
from zhengtong.registry.actions.identifiers import set_identifier
from zhengtong.registry.models import Channel, ChannelKind
from zhengtong.registry.seed import Listed


def load_channels(*, by: Any, at: datetime) -> list[Channel]:
    """Enter what the data file lists and is not registered yet, and a sub-site for each open unit; return what was entered.

    What is registered stays as it is, so it can be run again. Raises `Refused` where the units are not loaded.
    """
    refuse(access.may_register(by, at))
    with transaction.atomic():
        entered = [made for one in seed.channels() if (made := _enter(one, by, at))]
        portal = queries.portal_channel()
        if portal is None:
            return entered
        have = set(queries.standing().filter(kind=ChannelKind.SUBSITE).values_list("host_id", flat=True))
        return entered + [
            register(seed.subsite_for(unit, portal.url), host=unit, by=by, at=at)
            for unit in open_units(at)
            if unit.pk not in have
        ]


def _enter(one: Listed, by: Any, at: datetime) -> Channel | None:
    """The channel if it was entered now; None where it, or a portal or app instead of it, stands or stood."""
    told = one.told.tidied()
    known = Channel.objects.filter(kind=told.kind)
    if told.kind == ChannelKind.ACCOUNT:
        known = known.filter(platform=told.platform, handle=told.handle)
    if known.exists():
        return None
    channel = register(told, host=_unit(one.host), by=by, at=at)
    for kind, value in one.identifiers.items():
        set_identifier(channel, kind, value, valid_from=one.valid_from, by=by, at=at)
    return channel


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        refuse(Refusal("unit_not_loaded", f"单位代码“{code}”尚未登记，请先载入机构名录。", "1.2"))
    assert unit is not None  # noqa: S101 (refuse raised)
    return unit
