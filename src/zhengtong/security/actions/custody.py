"""Custody of credentials (7.2, 7.4): taken, restated, changed, released. What ends stays; what changes begins anew."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhengtong.duties.actions.saving import save_checked
from zhengtong.duties.models import Person
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks import actions as clocks
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.registry.models import Channel
from zhengtong.security import access
from zhengtong.security.actions.custody_clocks import count_password
from zhengtong.security.clocks import HANDOVER, PASSWORD
from zhengtong.security.models import Custody
from zhengtong.security.queries import custody as queries
from zhengtong.security.rules import custody as rules
from zhengtong.security.rules.custody import Safeguards
from zhengtong.security.verbs import (
    CUSTODY_PASSWORD_CHANGED,
    CUSTODY_RELEASED,
    CUSTODY_RESTATED,
    CUSTODY_TAKEN,
)


def take_custody(
    channel: Channel, what: str, custodian: Person, safeguards: Safeguards, *, by: Any, at: datetime, since: date | None = None
) -> Custody:  # fmt: skip
    """Record who holds a kind of credential of a channel, from a business date (today unless given). Raises `Refused`."""
    told, today = safeguards.tidied(), business_date(at)
    with transaction.atomic():
        channel = Channel.objects.select_for_update(of=("self",)).select_related("host").get(pk=channel.pk)
        earlier = list(
            channel.custodies.filter(what=what)
            .select_related("custodian")
            .order_by("-recorded_at", "-pk")[:1]
        )
        refuse(
            access.may_keep_custody(by, channel.host, at),
            rules.why_not_hold(what, custodian, queries.standing_of(custodian, channel.host, at)),
            rules.why_not_take(channel, what, custodian, told, since or today, today, earlier),
            why_not_secured(told, channel, what, custodian, at),
        )
        custody = begin(channel, what, custodian, told, since=since or today, by=by, at=at)
        record(
            CUSTODY_TAKEN, custody, by=by, at=at, acting_as=access.capacity(by, channel.host, at), data=told_of(custody)
        )  # fmt: skip
    return custody


def why_not_secured(
    told: Safeguards, channel: Channel, what: str, custodian: Person, at: datetime
) -> list[Refusal]:
    in_post = queries.resets_in_post(told.resetter, channel.host, at)
    return rules.why_not_safeguards(
        told, what, custodian, business_date(at), queries.figures(at), resetter_in_post=in_post
    )


def begin(
    channel: Channel, what: str, custodian: Person, told: Safeguards, *, since: date, by: Any, at: datetime,
    follows: Custody | None = None,
) -> Custody:  # fmt: skip
    """The row and its password clock, as part of a verb (which judges, and writes the ledger line)."""
    custody = Custody(
        channel=channel, what=what, custodian=custodian, since=since, recorded_at=at, recorded_by=by, follows=follows,
        **vars(told),
    )  # fmt: skip
    save_checked(custody, "7.2")
    count_password(custody, at)
    return custody


def end(custody: Custody, reason: str, *, by: Any, at: datetime, handed_over: bool = False) -> None:
    """End the row and what is counted for it, as part of a verb."""
    custody.ended_at, custody.ended_reason = at, reason[:200]
    custody.save(update_fields=["ended_at", "ended_reason"])
    clocks.meet(HANDOVER, custody, at=at, by=by)
    if handed_over:
        clocks.meet(PASSWORD, custody, at=at, by=by)
    else:
        clocks.stop(PASSWORD, custody, at=at, by=by, reason="保管终止或方式变更，停止计时")


def told_of(custody: Custody) -> dict[str, Any]:
    """What the ledger says of a custody."""
    return {
        "channel": custody.channel.code, "what": custody.what, "custodian": str(custody.custodian),
        "resetter": custody.resetter_told, "bound_to": custody.bound_to, "method": custody.method,
        "second_factor": custody.second_factor, "password_changed_on": custody.password_changed_on.isoformat(),
        "since": custody.since.isoformat(),
    }  # fmt: skip


def restate(custody: Custody, safeguards: Safeguards, *, reason: str, by: Any, at: datetime) -> Custody:
    """Secure the credentials otherwise (a second factor, another resetter, another phone), the custodian staying: a new row."""
    told = safeguards.tidied()
    with moving(custody, CUSTODY_RESTATED, by=by, at=at) as move:
        kept: Custody = move.subject
        host = kept.channel.host
        move.acting_as = access.capacity(by, host, at)
        refuse(
            access.may_keep_custody(by, host, at),
            rules.why_not_restate(
                kept, told, queries.standing_of(kept.custodian, host, at), queries.open_handover(kept)
            ),
            why_not_secured(told, kept.channel, kept.what, kept.custodian, at),
            rules.why_not_reason(reason, "事由", queries.figures(at), "7.2"),
        )
        before = told_of(kept)
        end(kept, f"更改保管方式：{reason.strip()}", by=by, at=at)
        begun = begin(
            kept.channel, kept.what, kept.custodian, told, since=kept.since, by=by, at=at, follows=kept
        )
        move.data = {"reason": reason.strip(), "before": before, "after": told_of(begun)}
    return begun


def note_password_changed(custody: Custody, *, on: date, by: Any, at: datetime) -> Custody:
    """The password was changed (or the binding made anew) on this business date; its age is counted from there (7.2)."""
    with moving(custody, CUSTODY_PASSWORD_CHANGED, by=by, at=at) as move:
        kept: Custody = move.subject
        move.acting_as = access.capacity(by, kept.channel.host, at)
        refuse(access.may_note_change(by, kept, at), rules.why_not_note(kept, on, business_date(at)))
        move.data = {"before": kept.password_changed_on.isoformat(), "on": on.isoformat()}
        kept.password_changed_on = on
        kept.save(update_fields=["password_changed_on"])
        clocks.meet(PASSWORD, kept, at=at, by=by)
        count_password(kept, at)
    return kept


def release(custody: Custody, *, reason: str, by: Any, at: datetime) -> Custody:
    """Nobody keeps this any more: the channel is closed, the credential does not exist. Who takes it later changes it first."""
    with moving(custody, CUSTODY_RELEASED, by=by, at=at) as move:
        kept: Custody = move.subject
        move.acting_as = access.capacity(by, kept.channel.host, at)
        refuse(
            access.may_keep_custody(by, kept.channel.host, at),
            rules.why_ended(kept),
            rules.why_under_way(queries.open_handover(kept)),
            rules.why_not_reason(reason, "终止原因", queries.figures(at), "7.2"),
        )
        end(kept, reason.strip(), by=by, at=at)
        move.data = {"reason": reason.strip(), "custodian": str(kept.custodian)}
    return kept
