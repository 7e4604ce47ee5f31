"""The domain of a closed site is looked at until the district lets it go (3.10)."""

from datetime import date, datetime
from typing import Any

from zhengtong.duties.models import PostKind, UnitKind
from zhengtong.duties.queries import acting_as, kind_audience, post_audience
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks import actions as clocks
from zhengtong.engine.clocks.rules import in_calendar_days
from zhengtong.engine.evidence.actions import attach
from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.procedures.models import Case
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.registry.models import Channel
from zhengtong.regulation import parameter
from zhengtong.websites import access, verbs
from zhengtong.websites.clocks import LOOK
from zhengtong.websites.models import DomainLook, DomainWatch

EVERY = "closed_domain.look.days"
HANDS = {PostKind.SITE_MANAGER, PostKind.OFFICE_CLERK}
ENDED = Refusal("watch.ended", "该域名已停止监看。", "3.10")
NO_WORDS = Refusal("watch.no_words", "请写明查看情况。", "3.10")
NO_REASON = Refusal("watch.no_reason", "请写明停止监看的原因。", "3.10")


def begin_watch(channel: Channel, domain: str, *, case: Case, by: Any, at: datetime) -> DomainWatch | None:
    """Watch the domain of a site that has closed. None where it had no domain of its own, or is watched already."""
    if not domain or DomainWatch.objects.filter(channel=channel).exists():
        return None
    watch = DomainWatch.objects.create(channel=channel, domain=domain, since=business_date(at))
    record(verbs.WATCH_BEGUN, watch, by=by, at=at, data={"case": case.number, "domain": domain})
    _wind(watch, at)
    return watch


def _wind(watch: DomainWatch, at: datetime) -> None:
    host = watch.channel.host
    gone = host.valid_until is not None
    audience = (
        kind_audience(UnitKind.OFFICE, PostKind.OFFICE_CLERK)
        if gone
        else post_audience(host, PostKind.SITE_MANAGER)
    )
    days = int(parameter(EVERY, on=business_date(at)).number)
    clocks.start(
        LOOK, watch, audience=audience, opened_at=at, due=in_calendar_days(at, days, EVERY, event="上次查看"),
        name=watch.domain,
    )  # fmt: skip


def look(
    watch: DomainWatch, *, fine: bool, found: str, by: Any, at: datetime, evidence: Evidence | None = None
) -> DomainLook:
    """Write down a look at an old domain; the next one is due again. What is not fine is told to the Office at once."""
    with moving(watch, verbs.LOOKED, by=by, at=at, acting_as=acting_as(by, None, HANDS, at)) as move:
        locked: DomainWatch = move.subject
        refuse(
            access.why_not_look(by, locked.channel, at),
            None if locked.ended_on is None else ENDED,
            None if found.strip() else NO_WORDS,
        )
        made = DomainLook.objects.create(
            watch=locked, on=business_date(at), fine=fine, found=found.strip()[:300], by=by
        )
        if evidence is not None:
            attach(evidence, locked, label="查看截图", by=by, at=at)
        move.data = {"fine": fine, "note": made.found}
        clocks.meet(LOOK, locked, at=at, by=by)
        _wind(locked, at)
        if not fine:
            _raise_alarm(locked, made.found, at)
    return made


def _raise_alarm(watch: DomainWatch, found: str, at: datetime) -> None:
    from zhengtong.engine.notify.actions import tell

    tell(
        kind_audience(UnitKind.OFFICE, PostKind.OFFICE_CLERK), f"原域名出现异常：{watch.domain}",
        text=f"{watch.channel}原域名查看发现异常：{found}。请核实处置。", clause="3.10", at=at,
    )  # fmt: skip


def end_watch(watch: DomainWatch, *, why: str, by: Any, at: datetime, on: date | None = None) -> DomainWatch:
    """Nobody need look any more: the domain was given back and taken off by the registry, or is the district's again."""
    with moving(watch, verbs.WATCH_ENDED, by=by, at=at, acting_as=acting_as(by, None, HANDS, at)) as move:
        locked: DomainWatch = move.subject
        refuse(
            access.why_not_look(by, locked.channel, at),
            None if locked.ended_on is None else ENDED,
            None if why.strip() else NO_REASON,
        )
        locked.ended_on, locked.ended_why = on or business_date(at), why.strip()[:200]
        locked.save(update_fields=["ended_on", "ended_why"])
        move.data = {"reason": locked.ended_why}
        clocks.stop(LOOK, locked, at=at, by=by, reason=locked.ended_why)
    return locked
