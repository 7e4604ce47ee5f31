"""The own account, locked accounts for the security administrator (7.2); custodies to receive, hand over, change (7.2, 7.4)."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localtime

from zhengtong.desk.lines import Asking, Line, Place, provides
from zhengtong.duties.models import PostKind
from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.queries import running
from zhengtong.security import access, limits, queries
from zhengtong.security.clocks import HANDOVER, PASSWORD
from zhengtong.security.models import Custody
from zhengtong.security.queries import custody as custodies

# How long before a password ends the desk speaks of it; the limit itself is in the regulation packs.
SPEAKS_BEFORE = timedelta(days=7)


@provides(Place.TODO)
def password_ends(asking: Asking) -> Iterable[Line]:
    person = asking.person
    if not person.has_usable_password() or person.password_changed_at is None:
        return
    ends = person.password_changed_at + limits.password_age(asking.at)
    if ends - asking.at < SPEAKS_BEFORE:
        page = reverse("security:password")
        yield Line(
            kind="账号安全", what="口令即将到期，请及时更换", url=reverse("security:own"), whom="本人", act="更换口令",
            act_url=page, until=f"{localtime(ends):%Y-%m-%d}", clause="7.2", tone="warn", rank=1,
        )  # fmt: skip


@provides(Place.TODO)
def to_unlock(asking: Asking) -> Iterable[Line]:
    if not asking.holds(PostKind.SECURITY_ADMIN):
        return
    for person in queries.locked_accounts(asking.at):
        refused = access.may_unlock(asking.person, person, asking.at)
        page = reverse("security_accounts:inspect", args=[person.pk])
        yield Line(
            kind="账号锁定", what=f"{person.name}（{person.username}）连续{person.failures}次口令有误，已锁定", url=page,
            act="查看" if refused else "核实解锁", clause="7.2", tone="warn",
            act_url=page if refused else reverse("security_accounts:unlock", args=[person.pk]),
        )  # fmt: skip


def page_of(custody: Custody, act: str = "inspect") -> str:
    return reverse(f"security_custodies:{act}", args=[custody.pk])


@provides(Place.TODO)
def to_receive(asking: Asking) -> Iterable[Line]:
    """Custodies handed to me that wait for my confirmation (7.4)."""
    for going in custodies.handovers_to(asking.person):
        custody = going.custody
        if any(post.unit.pk == custody.channel.host_id for post in asking.posts):
            yield Line(
                kind="账号口令接收", what=str(custody), url=page_of(custody), whom=f"移交人：{custody.custodian}",
                note=going.reason, act="更换并确认", act_url=page_of(custody, "confirm"), since=going.started_at, clause="7.4",
            )  # fmt: skip


@provides(Place.TODO)
def to_hand_over(asking: Asking) -> Iterable[Line]:
    """Custodies of units I manage whose custodian is gone, and that nobody is receiving yet (7.4)."""
    managed = asking.units({PostKind.SITE_MANAGER})
    if not managed:
        return
    rows = custodies.orphaned(asking.at).filter(channel__host__in=managed)
    found = list(rows.exclude(handovers__outcome="").order_by("channel__code", "what"))
    clocks = _clocks(HANDOVER.code, found)
    for custody in found:
        yield Line(
            kind="账号口令移交", what=str(custody), url=page_of(custody), whom=f"{custody.custodian}已离岗", act="移交",
            act_url=page_of(custody, "hand-over"), clock=clocks.get(str(custody.pk)), clause="7.4", tone="warn",
        )  # fmt: skip


@provides(Place.TODO)
def to_change(asking: Asking) -> Iterable[Line]:
    """Passwords in my hands that are older than allowed (7.2)."""
    found = [
        custody for custody in custodies.overdue(asking.at).filter(custodian=asking.person.pk).order_by("password_changed_on")
        if any(post.unit.pk == custody.channel.host_id for post in asking.posts)
    ]  # fmt: skip
    clocks = _clocks(PASSWORD.code, found)
    for custody in found:
        yield Line(
            kind="账号口令更换", what=str(custody), url=page_of(custody), whom=f"上次更换{custody.password_changed_on}",
            act="登记更换", act_url=page_of(custody, "changed"), clock=clocks.get(str(custody.pk)), clause="7.2", tone="warn",
        )  # fmt: skip


@provides(Place.WAITING)
def handed_over(asking: Asking) -> Iterable[Line]:
    """Handovers that wait for the other side."""
    for going in custodies.handovers_from(asking.person, asking.at):
        yield Line(
            kind="账号口令移交", what=str(going.custody), url=page_of(going.custody), whom=f"接收人：{going.to}", act="查看",
            act_url=page_of(going.custody), since=going.started_at, clause="7.4",
        )  # fmt: skip


def _clocks(kind: str, found: list[Custody]) -> dict[str, Clock]:
    """The running clock of each, by the key of the custody; one query, none where there is nothing."""
    if not found:
        return {}
    keys = [str(custody.pk) for custody in found]
    clocks = running().filter(kind=kind, subject_type=Custody._meta.label_lower, subject_id__in=keys)
    return {clock.subject_id: clock for clock in clocks}
