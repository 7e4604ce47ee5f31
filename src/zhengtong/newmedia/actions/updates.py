"""An account is updated, and its clock is counted anew (4.8)."""

from datetime import UTC, date, datetime, time
from typing import Any

from django.db import transaction

from zhengtong.duties.queries import acting_as
from zhengtong.duties.rules import SHANGHAI, business_date
from zhengtong.engine.clocks import actions as clocks
from zhengtong.engine.clocks.models import Clock, ClockState
from zhengtong.engine.clocks.queries import clocks_of
from zhengtong.engine.clocks.rules import Due, end_of, in_calendar_days
from zhengtong.engine.evidence.actions import attach
from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.refusals import refuse
from zhengtong.newmedia import access, queries, rules, verbs
from zhengtong.newmedia.clocks import UPDATE, audience_of
from zhengtong.newmedia.models import AccountUpdate
from zhengtong.newmedia.rules.watching import RUNNING
from zhengtong.registry.models import Channel, ChannelKind
from zhengtong.registry.platforms import kind_label
from zhengtong.regulation import parameter


def note_update(
    account: Channel, *, on: date | None, by: Any, at: datetime, proof: Evidence | None = None,
    followers: int | None = None,
) -> AccountUpdate:  # fmt: skip
    """The unit reports that something was published on the account on this Beijing day. Raises `Refused` with every reason.

    The clock is met at the moment of the update, not of the report, and begins anew on that day.
    """
    with moving(account, verbs.UPDATE_NOTED, by=by, at=at) as move:
        fresh: Channel = move.subject
        refuse(
            access.why_not_note(by, fresh, at),
            rules.why_not_note(
                fresh.kind, fresh.channel_state, on, last=queries.last_update(fresh), opened_on=fresh.opened_on,
                today=business_date(at),
            ),
        )  # fmt: skip
        assert on is not None  # noqa: S101 (refused above)
        move.acting_as = acting_as(by, fresh.host, access.KEEPERS, at)
        made = AccountUpdate.objects.create(
            channel=fresh, on=on, followers=followers, noted_by=by, noted_at=at
        )
        if proof is not None:
            attach(proof, made, label="更新截图", by=by, at=at)
        move.data = {"on": on.isoformat(), "followers": followers, "proof": proof.hash if proof else ""}
        _restart(fresh, on, by, at)
    return made


def _restart(account: Channel, on: date, by: Any, at: datetime) -> None:
    clocks.meet(UPDATE, account, at=min(at, end_of(on)), by=by)
    _start(account, _morning_of(on))


def _morning_of(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def _start(account: Channel, opened_at: datetime) -> None:
    clocks.start(
        UPDATE, account, audience=audience_of(account), opened_at=opened_at, due=due_of(opened_at),
        name=f"{account.host} {kind_label(account.kind, account.platform)}“{account}”"[:300],
    )  # fmt: skip


def due_of(updated_at: datetime) -> Due:
    """The last day on which an update still comes in time: on the day of inspection itself the silence is too long."""
    days = int(parameter("account.silent.veto.days", on=business_date(updated_at)).number)
    return in_calendar_days(updated_at, days - 1, "account.silent.veto.days", event="最近更新")


@transaction.atomic
def keep_clock(account: Channel, *, at: datetime) -> None:
    """Make the clock agree with the register: one runs for every account that is there, for the host that has it now."""
    account = Channel.objects.select_for_update(of=("self",)).select_related("host").get(pk=account.pk)
    clock = running_clock(account)
    if not needs_clock(account):
        if clock is not None:
            clocks.stop(UPDATE, account, at=at, reason=f"账号{account.get_channel_state_display()}")
    elif clock is None:
        last = queries.last_update(account)
        _start(account, _morning_of(last) if last else at)
    elif clock.audience != audience_of(account):
        clocks.pass_on(UPDATE, account, audience=audience_of(account))


def needs_clock(account: Channel) -> bool:
    return account.kind == ChannelKind.ACCOUNT and account.stands and account.channel_state in RUNNING


def running_clock(account: Channel) -> Clock | None:
    return clocks_of(account).filter(kind=UPDATE.code, state=ClockState.RUNNING).first()


def keep_clocks(at: datetime) -> int:
    """Every account's clock, once a day: what no event told of (accounts that were there before). How many were wrong."""
    accounts = list(queries.running_accounts())
    running = queries.update_clocks(accounts)
    wrong = [one for one in accounts if one.pk not in running or running[one.pk].audience != audience_of(one)]
    for account in wrong:
        keep_clock(account, at=at)
    return len(wrong)
