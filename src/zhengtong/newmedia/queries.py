"""Reading accounts: what is silent, what should be closed, what belongs to a unit that is gone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast

from zhengtong.duties.models import PostKind, Unit
from zhengtong.duties.queries import appointments_at
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.queries import running
from zhengtong.engine.ledger.actions import subject_key
from zhengtong.engine.procedures.models import Case, CaseState
from zhengtong.newmedia import rules
from zhengtong.newmedia.clocks import RECHECK, UPDATE
from zhengtong.newmedia.models import AccountUpdate, Recheck
from zhengtong.newmedia.rules.watching import RUNNING
from zhengtong.registry import queries as registry
from zhengtong.registry.models import Channel, ChannelKind, ChannelState, IdentifierKind
from zhengtong.registry.models.kinds import NEW_MEDIA
from zhengtong.registry.platforms import kind_label
from zhengtong.regulation import parameter
from zhengtong.security.queries import custody

# Cases that decide where an account goes; while one is open no second is begun.
SETTLING = ("account.closing", "account.cancellation", "account.host_change")
CHANNEL = Channel._meta.label_lower


def running_accounts() -> QuerySet[Channel]:
    """Accounts that are there on their platforms: a closing one until it is proven gone."""
    found = registry.standing().filter(kind=ChannelKind.ACCOUNT, channel_state__in=sorted(RUNNING))
    return found.select_related("host").order_by("host__order", "code")


def most_pressing_first(accounts: QuerySet[Channel]) -> QuerySet[Channel]:
    """Those that must be updated first at the top."""
    clocks = running().filter(
        kind=UPDATE.code, subject_type=CHANNEL, subject_id=Cast(OuterRef("pk"), CharField())
    )
    due = Subquery(clocks.values("due_at")[:1])
    return accounts.annotate(due=due).order_by(F("due").asc(nulls_last=True), "host__order", "code")


def last_update(account: Channel) -> date | None:
    return AccountUpdate.objects.filter(channel=account).order_by("-on").values_list("on", flat=True).first()


def last_updates(accounts: Iterable[Channel]) -> dict[int, AccountUpdate]:
    """The last report of each account, by primary key, in one query."""
    keys = [one.pk for one in accounts]
    found = AccountUpdate.objects.filter(channel__in=keys).order_by("channel", "on")
    return {one.channel_id: one for one in found}


def update_clocks(accounts: Iterable[Channel]) -> dict[int, Clock]:
    """The running update clock of each account, by primary key, in one query."""
    keys = [str(one.pk) for one in accounts]
    found = running().filter(kind=UPDATE.code, subject_type=CHANNEL, subject_id__in=keys)
    return {int(clock.subject_id): clock for clock in found}


def recheck_clocks(rechecks: Iterable[Recheck]) -> dict[int, Clock]:
    """The running clock of each recheck, by primary key, in one query."""
    keys = [str(one.pk) for one in rechecks]
    found = running().filter(kind=RECHECK.code, subject_type=Recheck._meta.label_lower, subject_id__in=keys)
    return {int(clock.subject_id): clock for clock in found}


def open_cases_about(channels: Iterable[Channel], procedures: Collection[str] = SETTLING) -> dict[int, Case]:
    """Open cases of these procedures, by channel, in one query."""
    keys = [str(one.pk) for one in channels]
    found = Case.objects.filter(
        subject_type=CHANNEL, subject_id__in=keys, procedure__in=procedures, state=CaseState.OPEN
    )
    return {int(case.subject_id): case for case in found}


def other_open_case(channel: Channel, leaving_out: Case | None) -> Case | None:
    """Another open case of chapter 4 about this channel."""
    subject_type, subject_id = subject_key(channel)
    found = Case.objects.filter(
        subject_type=subject_type, subject_id=subject_id, section="newmedia", state=CaseState.OPEN
    )
    return found.exclude(pk=leaving_out.pk if leaving_out else None).first()


def orphans(at: datetime) -> list[Channel]:
    """Accounts and apps whose host is dissolved and for which nothing is under way (4.3)."""
    gone = Unit.objects.filter(valid_until__isnull=False, valid_until__lte=business_date(at))
    found = registry.standing().filter(kind__in=sorted(NEW_MEDIA), host__in=gone)
    channels = list(found.exclude(channel_state=ChannelState.APPLIED).select_related("host").order_by("code"))
    under_way = open_cases_about(channels)
    return [one for one in channels if one.pk not in under_way]


@dataclass(frozen=True)
class Candidate:
    """An account that 4.8 speaks of, with every reason and what is under way about it."""

    account: Channel
    reasons: list[rules.Reason]
    case: Case | None

    @property
    def advice(self) -> rules.Advice:
        return rules.advice(self.reasons)


def candidates(at: datetime) -> list[Candidate]:
    """All accounts that should be closed, merged or mended (4.8), those to close first; seven questions in all."""
    accounts = list(registry.with_identifiers(running_accounts()))
    day = business_date(at)
    silent = int(parameter("account.candidate.silent.days", on=day).number)
    few = int(parameter("account.candidate.followers", on=day).number)
    reasons = rules.judge(facts_of(accounts, at), silent=silent, few=few)
    chosen = [one for one in accounts if one.pk in reasons]
    under_way = open_cases_about(chosen)
    found = [Candidate(one, reasons[one.pk], under_way.get(one.pk)) for one in chosen]
    return sorted(found, key=lambda one: list(rules.Advice).index(one.advice))


def facts_of(accounts: list[Channel], at: datetime) -> list[rules.AccountFacts]:
    """What the rules of 4.8 look at; identifiers should have been fetched before."""
    day, updates, keepers = business_date(at), last_updates(accounts), _keepers(accounts, at)
    unguarded = custody.custody_missing(accounts)
    gone = set(custody.orphaned(at).filter(channel__in=accounts).values_list("channel", flat=True))
    return [
        rules.AccountFacts(
            key=one.pk, name=one.name, platform=kind_label(one.kind, one.platform), host=str(one.host),
            functions=tuple(one.functions), keepers=keepers.get(one.host_id, 0),
            silent_days=(day - _last_known(one, updates.get(one.pk))).days,
            certified=registry.current_identifier(one, IdentifierKind.CERTIFICATION, day), host_name=one.host.name,
            followers=updates[one.pk].followers if one.pk in updates else None,
            unguarded=unguarded.get(one.pk, False), keeper_gone=one.pk in gone,
            host_dissolved=one.host.valid_until is not None and one.host.valid_until <= day,
        )
        for one in accounts
    ]  # fmt: skip


def _last_known(account: Channel, update: AccountUpdate | None) -> date:
    """The last sign of life: a report, else the day on which the account entered the register."""
    return update.on if update else business_date(account.registered_at)


def _keepers(accounts: Iterable[Channel], at: datetime) -> dict[int, int]:
    """How many site managers each host has now."""
    hosts = {one.host_id for one in accounts}
    held = appointments_at(at).filter(unit__in=hosts, post=PostKind.SITE_MANAGER, person__is_active=True)
    found: dict[int, int] = {}
    for unit in held.values_list("unit", flat=True):
        found[unit] = found.get(unit, 0) + 1
    return found


def reasons_against(account: Channel, at: datetime) -> list[rules.Reason]:
    """The reasons of 4.8 against one account, for the application that closes it."""
    return next((one.reasons for one in candidates(at) if one.account.pk == account.pk), [])


def rechecks_seen_by(rechecks: QuerySet[Recheck], person: Any, at: datetime) -> QuerySet[Recheck]:
    return rechecks.filter(channel__in=registry.channels_seen_by(person, at).values("pk"))


def rechecks_due(at: datetime) -> QuerySet[Recheck]:
    due = Recheck.objects.filter(done_at__isnull=True, planned_on__lte=business_date(at))
    return due.select_related("channel__host").order_by("planned_on", "pk")
