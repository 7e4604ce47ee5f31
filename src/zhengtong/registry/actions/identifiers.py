"""Identifiers: recorded, replaced, ended; never rewritten."""

from datetime import date, datetime
from typing import Any

from zhengtong.duties.rules import business_date
from zhengtong.engine.evidence.actions import attach
from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.procedures.models import Case
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.registry import access, rules
from zhengtong.registry.formats import CLAUSE_OF, plain, tidy, wrong_identifier
from zhengtong.registry.models import Channel, Identifier, IdentifierKind
from zhengtong.registry.models.kinds import ONLY_ONE_BEARER, SEVERAL
from zhengtong.registry.shown import change
from zhengtong.registry.verbs import IDENTIFIER_ENDED, IDENTIFIER_SET


def set_identifier(
    channel: Channel, kind: str, value: str, *, valid_from: date, valid_until: date | None = None,
    evidence: Evidence | None = None, by: Any, at: datetime, case: Case | None = None,
) -> Identifier:  # fmt: skip
    """Record an identifier (3.6, 4.6). What it replaces ends on its first day; a second domain stands beside the first.

    With `case` a procedure records it, which has decided who may.
    """
    kind, value, day = (
        str(kind),
        tidy(kind, value) if kind in IdentifierKind.values else value,
        business_date(at),
    )
    with moving(
        channel, IDENTIFIER_SET, by=by, at=at, acting_as=access.capacity(by, channel.host, at)
    ) as move:
        fresh: Channel = move.subject
        refuse(access.may_register(by, at) if case is None else (), rules.why_no_such_identifier(fresh, kind))
        current = fresh.identifiers.filter(kind=kind, ended_on__isnull=True)
        refuse(
            wrong_identifier(kind, value, channel_kind=fresh.kind, on=day),
            rules.why_not_from(valid_from, valid_until, list(current), value, day),
            _borne_by_another(fresh, kind, value),
        )
        replaced = [] if kind in SEVERAL else list(current)
        for one in replaced:
            _end(one, max(valid_from, one.valid_from), f"由{value}替代")
        made = Identifier.objects.create(
            channel=fresh, kind=kind, value=value, valid_from=valid_from, valid_until=valid_until
        )
        if evidence is not None:
            attach(evidence, made, label=str(made), by=by, at=at)
        label, before = IdentifierKind(kind).label, "、".join(one.value for one in replaced)
        move.data = {"identifier": made.pk, "changes": [change(kind, before, value, label=label)]}
        if evidence is not None:
            move.data["evidence"] = evidence.hash
        if case is not None:
            move.data["case"] = case.number
    return made


def _borne_by_another(channel: Channel, kind: str, value: str) -> list[Refusal]:
    if kind not in ONLY_ONE_BEARER:
        return []
    other = (
        Identifier.objects.filter(kind=kind, value=value, ended_on__isnull=True)
        .exclude(channel=channel)
        .select_related("channel")
        .first()
    )
    if other is None:
        return []
    message = f"{IdentifierKind(kind).label}“{value}”已登记在{other.channel}（{other.channel.code}）。"
    return [Refusal("identifier_of_another", message, CLAUSE_OF[kind])]


def _end(identifier: Identifier, on: date, reason: str) -> None:
    identifier.ended_on, identifier.ended_reason = on, reason[:200]
    identifier.save(update_fields=["ended_on", "ended_reason"])


def end_identifier(
    identifier: Identifier, *, on: date, reason: str, by: Any, at: datetime, case: Case | None = None
) -> Identifier:
    """An identifier was cancelled or given up (3.10): from `on` it no longer counts. The row stays."""
    channel = identifier.channel
    with moving(
        channel, IDENTIFIER_ENDED, by=by, at=at, acting_as=access.capacity(by, channel.host, at)
    ) as move:
        fresh = Identifier.objects.get(pk=identifier.pk)
        refuse(
            access.may_register(by, at) if case is None else (),
            rules.why_not_end(fresh, on, plain(reason), business_date(at)),
        )
        _end(fresh, on, plain(reason))
        move.data = {
            "identifier": fresh.pk,
            "reason": fresh.ended_reason,
            "changes": [change(fresh.kind, fresh.value, "", label=fresh.get_kind_display())],
        }
    return fresh
