"""Counting for custodies: the age of a password, and the days in which what a gone custodian keeps must be handed over."""

from datetime import UTC, datetime, time

from django.db import transaction
from django.db.models import QuerySet

from zhengtong.duties.models import PostKind
from zhengtong.duties.queries import post_audience
from zhengtong.duties.rules import SHANGHAI
from zhengtong.engine.clocks import actions as clocks
from zhengtong.engine.clocks.models import ClockState
from zhengtong.engine.clocks.queries import clocks_of
from zhengtong.engine.clocks.rules import in_calendar_days, in_working_days
from zhengtong.engine.ledger.actions import record
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.notify.actions import tell
from zhengtong.security import limits
from zhengtong.security.clocks import HANDOVER, PASSWORD, keeper_of, page_of
from zhengtong.security.models import Custody, SignInMethod
from zhengtong.security.queries import custody as queries
from zhengtong.security.verbs import CUSTODY_ORPHANED


def count_password(custody: Custody, at: datetime) -> None:
    """Count the age of the password from the day of its last change; what has no password is not counted (7.2).

    The custodian is reminded, or who keeps custodies in the unit once the custodian is gone.
    """
    if custody.method != SignInMethod.PASSWORD:
        return
    changed = datetime.combine(custody.password_changed_on, time(), SHANGHAI).astimezone(UTC)
    gone = queries.is_orphan(custody, at)
    clocks.start(
        PASSWORD, custody, audience=keeper_of(custody, at) if gone else f"person:{custody.custodian_id}", opened_at=changed,
        due=in_calendar_days(
            changed, limits.password_age(at).days, parameter=limits.PASSWORD_AGE, event="更换口令"
        ),
    )  # fmt: skip


def watch(at: datetime, *, left_at: datetime | None = None) -> int:
    """Start the handover clock of each custody whose custodian is gone, stop it where the custodian is back; return how many moved.

    The days are counted from `left_at`, the moment of the leaving, where that is known, however late the worker comes.
    Any number of workers may do this any number of times: each custody is looked at again under its lock.
    """
    gone = queries.with_clock(queries.orphaned(at), HANDOVER.code).filter(timed=False)
    back = queries.with_clock(queries.current(), HANDOVER.code).filter(timed=True)
    back = back.exclude(pk__in=queries.orphaned(at).values("pk"))
    return sum(_mark(pk, at, left_at or at) for pk in [*_keys(gone), *_keys(back)])


def _keys(rows: QuerySet[Custody]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _mark(key: int, at: datetime, left_at: datetime) -> bool:
    with transaction.atomic():
        custody = Custody.objects.select_for_update(of=("self",)).get(pk=key)
        timed = clocks_of(custody).filter(kind=HANDOVER.code, state=ClockState.RUNNING).exists()
        gone = queries.is_orphan(custody, at)
        if custody.ended_at is not None or timed == gone:
            return False
        if gone:
            _orphan(custody, at, left_at)
        else:
            clocks.stop(HANDOVER, custody, at=at, reason="保管人已在主办单位任职，无需移交")
        clocks.stop(PASSWORD, custody, at=at, reason="保管人任职变化，改由现责任人办理")
        count_password(custody, at)
    return True


def _orphan(custody: Custody, at: datetime, left_at: datetime) -> None:
    entry = record(CUSTODY_ORPHANED, custody, by=None, at=at, data={"custodian": str(custody.custodian)})
    due = in_working_days(
        left_at, limits.handover_days(left_at), parameter=limits.HANDOVER_DAYS, event="保管人离岗"
    )
    clocks.start(HANDOVER, custody, audience=keeper_of(custody, at), opened_at=left_at, due=due)
    _tell(custody, entry, at)


def _tell(custody: Custody, entry: Entry, at: datetime) -> None:
    text = (
        f"{custody}的保管人{custody.custodian}已不在{custody.channel.host}任职。"
        f"请立即更换口令，并在{limits.handover_days(at)}个工作日内移交他人保管。"
    )
    officers = post_audience(custody.channel.host, PostKind.SECURITY_OFFICER)
    for audience in (keeper_of(custody, at), officers):
        tell(
            audience, f"账号口令待移交：{custody}", text=text, url=page_of(custody.pk), clause="7.4", at=at, entry=entry
        )  # fmt: skip
