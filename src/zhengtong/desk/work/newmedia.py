"""Accounts on a desk: updates that are due, rechecks, and for the Office what should be closed (4.8)."""

from collections.abc import Iterable

from django.urls import reverse

from zhengtong.desk.lines import SOON, Asking, Line, Place, provides
from zhengtong.duties.models import PostKind
from zhengtong.engine.clocks.models import Clock
from zhengtong.newmedia import queries
from zhengtong.newmedia.access import KEEPERS
from zhengtong.newmedia.rules import Advice
from zhengtong.registry.platforms import kind_label


@provides(Place.TODO)
def to_update(asking: Asking) -> Iterable[Line]:
    """Accounts of units that I keep whose update clock has warned, is late or soon will be."""
    units = asking.units(KEEPERS)
    if not units:
        return
    accounts = list(queries.running_accounts().filter(host__in=units))
    clocks = queries.update_clocks(accounts)
    for account in accounts:
        clock = clocks.get(account.pk)
        if clock is None or not _presses(clock, asking):
            continue
        page = reverse("newmedia_note_update", args=[account.pk])
        yield Line(
            kind="账号更新", what=f"{kind_label(account.kind, account.platform)}“{account.name}”", whom=str(account.host),
            url=reverse("registry_channels:inspect", args=[account.pk]), act="登记更新", act_url=page, clock=clock,
            clause="4.8",
        )  # fmt: skip


def _presses(clock: Clock, asking: Asking) -> bool:
    warned = clock.warn_at is not None and clock.warn_at <= asking.at
    return warned or clock.due_at <= asking.at + SOON


@provides(Place.TODO)
def to_recheck(asking: Asking) -> Iterable[Line]:
    """Cancelled accounts that the Office must look for again."""
    if not asking.holds(PostKind.OFFICE_CLERK):
        return
    due = list(queries.rechecks_due(asking.at))
    clocks = queries.recheck_clocks(due)
    for one in due:
        yield Line(
            kind="注销复查", what=str(one.channel), whom=str(one.channel.host), clock=clocks.get(one.pk), act="登记结果",
            url=reverse("newmedia_rechecks:inspect", args=[one.pk]),
            act_url=reverse("newmedia_rechecks:note", args=[one.pk]), clause="4.8",
        )  # fmt: skip


@provides(Place.TODO)
def to_close(asking: Asking) -> Iterable[Line]:
    """How many accounts should be closed or merged and are not under way; one line for the Office."""
    if not asking.holds(PostKind.OFFICE_CLERK):
        return
    found = queries.candidates(asking.at)
    count = sum(one.case is None and one.advice != Advice.MEND for one in found)
    if count:
        page = reverse("newmedia_candidates")
        yield Line(
            kind="关停整合建议", what=f"{count}个账号建议关停或者先整合后关停，尚未办理", whom="全区", url=page, act="查看",
            act_url=page, clause="4.8", rank=4,
        )  # fmt: skip
