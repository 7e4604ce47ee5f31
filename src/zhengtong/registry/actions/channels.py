"""Entering, admitting and correcting records."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from zhengtong.duties.models import Unit
from zhengtong.duties.rules import business_date
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.procedures.models import Case
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.registry import access, queries, rules
from zhengtong.registry.formats import plain
from zhengtong.registry.models import Channel, ChannelState, Numbering, RecordState
from zhengtong.registry.rules import Particulars
from zhengtong.registry.seed import code_prefix, subsite_path
from zhengtong.registry.shown import as_text, change
from zhengtong.registry.verbs import ADMITTED, CHANGED, CORRECTED, REGISTERED


def register(
    told: Particulars, *, host: Unit, by: Any, at: datetime, state: str = ChannelState.NORMAL, draft: bool = False,
    exception_reason: str = "", case: Case | None = None,
) -> Channel:  # fmt: skip
    """Enter a channel (1.2) under the next number. `state` is 申请中 or 正常. `draft` leaves it 待核 until `admit`, which then
    asks for what a draft may still lack, the account's id.

    With `case` a procedure enters it, which has decided who may.

    A second account of a unit on a platform (4.1), or a second app (4.4), needs `exception_reason`; `by` is then who granted it.
    """
    day, told, reason = business_date(at), told.tidied(), plain(exception_reason)
    with transaction.atomic():
        numbering = _hold_register()
        others = queries.clashing(host, told.kind, told.platform, told.handle, told.url)
        refuse(
            access.may_register(by, at) if case is None else (),
            rules.why_not_record(
                told, subsites=subsites_place(), on=day, applied=draft or state == ChannelState.APPLIED
            ),
            rules.why_not_beside(told, host, others, exception_reason=reason, on=day),
            rules.why_no_exception(told, reason),
            rules.why_not_host(host, day),
            rules.why_not_begin(state),
        )
        needed = reason if rules.needs_exception(told, host, others, day) else ""
        channel = Channel.objects.create(
            code=_next_code(numbering), host=host, channel_state=state, registered_at=at,
            record_state=RecordState.DRAFT if draft else RecordState.REGISTERED,
            exception_reason=needed, exception_by=by if needed else None, **vars(told) | {"functions": list(told.functions)},
        )  # fmt: skip
        record(
            REGISTERED, channel, by=by, at=at, acting_as=access.capacity(by, host, at),
            data=_by_case(case) | {"code": channel.code, "changes": _as_entered(channel)},
        )  # fmt: skip
    return channel


def _by_case(case: Case | None) -> dict[str, str]:
    return {"case": case.number} if case else {}


def _as_entered(channel: Channel) -> list[dict[str, str]]:
    return [change(field, "", as_text(channel, field)) for field in _told_of(channel)]


def _told_of(channel: Channel) -> list[str]:
    """The fields of a new record that say something."""
    return [field for field in rules.LABELS if as_text(channel, field)]


def _hold_register() -> Numbering:
    """Make whoever enters or corrects a record wait for the one before, so that nobody is checked against yesterday's register."""
    return Numbering.objects.select_for_update().get_or_create(pk=1)[0]


def _next_code(numbering: Numbering) -> str:
    numbering.last += 1
    numbering.save(update_fields=["last"])
    return f"{code_prefix()}-{numbering.last:04d}"


def subsites_place() -> str:
    """Where sub-sites live: "www.beibei.gov.cn/bm/"; empty before the portal is registered."""
    portal = queries.portal_channel()
    hostname = rules.hostname_of(portal.url) if portal else ""
    return f"{hostname}{subsite_path()}" if hostname else ""


def admit(channel: Channel, *, by: Any, at: datetime) -> Channel:
    """The Office has checked a draft record and takes it into the register (待核 → 在册)."""
    with moving(channel, ADMITTED, by=by, at=at, acting_as=access.capacity(by, channel.host, at)) as move:
        fresh: Channel = move.subject
        refuse(
            access.may_register(by, at),
            ()
            if fresh.record_state == RecordState.DRAFT
            else Refusal("not_a_draft", "该记录已核定入册。", "1.2"),
            rules.why_not_record(_told(fresh), subsites=subsites_place(), on=business_date(at)),
        )
        move.data = {
            "changes": [
                change("record_state", fresh.get_record_state_display(), RecordState.REGISTERED.label)
            ]
        }
        fresh.record_state = RecordState.REGISTERED
        fresh.save(update_fields=["record_state"])
    return fresh


def correct(channel: Channel, changes: Mapping[str, Any], *, reason: str, by: Any, at: datetime) -> Channel:
    """Correct what a record says. Every changed field goes into the ledger with its old and new value."""
    with moving(channel, CORRECTED, by=by, at=at, acting_as=access.capacity(by, channel.host, at)) as move:
        _hold_register()
        fresh: Channel = move.subject
        told = _told(fresh, **{key: changes[key] for key in access.CORRECTABLE if key in changes}).tidied()
        changed = [field for field in access.CORRECTABLE if _value(told, field) != getattr(fresh, field)]
        others = queries.clashing(
            fresh.host, told.kind, told.platform, told.handle, told.url, leaving_out=fresh.pk
        )
        refuse(
            access.may_correct(by, fresh, at, changed),
            rules.why_not_correct(changes, access.CORRECTABLE, changed, plain(reason)),
            rules.why_not_record(told, subsites=subsites_place(), on=business_date(at)),
            rules.why_taken(told, others) if fresh.stands else (),
        )
        before = {field: as_text(fresh, field) for field in changed}
        for field in changed:
            setattr(fresh, field, _value(told, field))
        fresh.save(update_fields=changed)
        move.data = {
            "reason": plain(reason),
            "changes": [change(field, before[field], as_text(fresh, field)) for field in changed],
        }
    return fresh


def change_by_case(
    channel: Channel, changes: Mapping[str, Any], *, case: Case, by: Any, at: datetime, acting_as: str = ""
) -> Channel:
    """Change what only a procedure may (3.13, 4.2, 4.3): host, name, address, handle, operator. Raises `Refused`.

    An account that leaves its host meets the rules for the new one: one account for a unit and platform (4.1).
    """
    with moving(channel, CHANGED, by=by, at=at, acting_as=acting_as) as move:
        _hold_register()
        fresh: Channel = move.subject
        fields = [
            field for field in BY_PROCEDURE if field in changes and changes[field] != getattr(fresh, field)
        ]
        before = {field: as_text(fresh, field) for field in fields}
        host = changes.get("host", fresh.host)
        told = _told(fresh, **{field: changes[field] for field in fields if field != "host"}).tidied()
        others = queries.clashing(host, told.kind, told.platform, told.handle, told.url, leaving_out=fresh.pk)
        refuse(
            rules.why_not_record(told, subsites=subsites_place(), on=business_date(at)),
            rules.why_not_beside(
                told, host, others, exception_reason=fresh.exception_reason, on=business_date(at)
            ),
            rules.why_not_host(host, business_date(at)),
        )
        for field in fields:
            setattr(fresh, field, host if field == "host" else _value(told, field))
        fresh.save(update_fields=fields)
        move.data = {
            "case": case.number,
            "changes": [change(field, before[field], as_text(fresh, field)) for field in fields],
        }
    return fresh


BY_PROCEDURE = ("host", "name", "url", "handle", "operator_name", "functions")


def _told(channel: Channel, **changes: Any) -> Particulars:
    """What a stored record says, with these fields said otherwise."""
    said = {field: getattr(channel, field) for field in Particulars.__dataclass_fields__} | changes
    return Particulars(**said | {"functions": tuple(said["functions"])})


def _value(told: Particulars, field: str) -> Any:
    value = getattr(told, field)
    return list(value) if isinstance(value, tuple) else value
