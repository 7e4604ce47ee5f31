"""Some time after an account was cancelled somebody looks whether it is still gone (4.8)."""

from datetime import datetime, timedelta
from typing import Any

from zhengtong.duties.models import PostKind
from zhengtong.duties.queries import acting_as, post_audience
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks import actions as clocks
from zhengtong.engine.clocks import calendars
from zhengtong.engine.clocks.queries import clocks_of
from zhengtong.engine.clocks.rules import in_working_days
from zhengtong.engine.evidence.actions import attach
from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.procedures.models import Case
from zhengtong.engine.refusals import refuse
from zhengtong.newmedia import access, queries, rules, verbs
from zhengtong.newmedia.clocks import OFFICE, RECHECK, where_recheck
from zhengtong.newmedia.models import Finding, Recheck
from zhengtong.registry.models import Channel
from zhengtong.regulation import parameter

WITHIN = "account.recheck.within.days"


def plan_recheck(channel: Channel, case: Case, *, at: datetime) -> Recheck:
    """An account was cancelled: in some days somebody looks again. Part of the verb that cancels it."""
    days = int(parameter("account.recheck.days", on=business_date(at)).number)
    planned = Recheck.objects.create(
        channel=channel, case=case, planned_on=business_date(at) + timedelta(days=days)
    )
    record(
        verbs.RECHECK_PLANNED, planned, by=None, at=at,
        data={"on": planned.planned_on.isoformat(), "case": case.number},
    )  # fmt: skip
    return planned


def call_rechecks(at: datetime) -> int:
    """Start the clock of every recheck whose day has come, and tell the Office; return how many were called."""
    called = [one for one in queries.rechecks_due(at) if not clocks_of(one).exists()]
    days = int(parameter(WITHIN, on=business_date(at)).number)
    for one in called:
        due = in_working_days(at, days, calendars.current(), WITHIN, event="到复查日期")
        clock = clocks.start(
            RECHECK, one, audience=OFFICE, opened_at=at, due=due, name=f"{one.channel.host} {one}"
        )
        tell(
            OFFICE, f"请办理：{one}", text="账号注销后须到平台核实是否仍可访问，并附截图。", clause="4.8", at=at,
            url=where_recheck(clock),
        )  # fmt: skip
    return len(called)


def note_recheck(
    recheck: Recheck, *, finding: str, proof: Evidence | None, by: Any, at: datetime, note: str = ""
) -> Recheck:
    """The Office has looked. An account that is back is told to its host and looked at again later. Raises `Refused`."""
    with moving(recheck, verbs.RECHECKED, by=by, at=at) as move:
        locked: Recheck = move.subject
        refuse(
            access.why_not_recheck(by, at),
            rules.why_not_recheck(
                locked.planned_on, business_date(at), finding, done=locked.done_at is not None,
                proven=proof is not None, note=note,
            ),
        )  # fmt: skip
        assert proof is not None  # noqa: S101 (refused above)
        move.acting_as = acting_as(by, None, access.CLERK, at)
        locked.finding, locked.note, locked.done_at, locked.done_by = finding, note.strip()[:300], at, by
        locked.save(update_fields=["finding", "note", "done_at", "done_by"])
        attach(proof, locked, label="平台检索截图", by=by, at=at)
        clocks.meet(RECHECK, locked, at=at, by=by)
        move.data = {"finding": finding, "note": locked.note, "proof": proof.hash}
        if finding == Finding.BACK:
            _again(locked, at)
    return locked


def _again(recheck: Recheck, at: datetime) -> None:
    following = plan_recheck(recheck.channel, recheck.case, at=at)
    text = (
        f"“{recheck.channel}”已登记为注销，复查发现仍可访问或重新出现：{recheck.note}。"
        f"请立即到平台处理，{following.planned_on}再次复查。"
    )
    for audience in (post_audience(recheck.channel.host, PostKind.SITE_MANAGER), OFFICE):
        tell(audience, f"已注销账号重新出现：{recheck.channel}", text=text, clause="4.8", at=at)
