"""The own account, and locked accounts for the security administrator (7.2)."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localtime

from zhengtong.desk.lines import Asking, Line, Place, provides
from zhengtong.duties.models import PostKind
from zhengtong.security import access, limits, queries

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
