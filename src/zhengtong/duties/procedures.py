"""The words of procedures that chapter 2 defines: who acts, in which unit, and what parties there are."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from zhengtong.duties.models import PostKind, Unit, UnitKind
from zhengtong.duties.queries import acting_as, holds, kind_audience, matching_posts, posts_of, sees_district
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.registry import Inquiry

IN_UNIT = {
    "unit.principal": (PostKind.PRINCIPAL, "本单位主要负责人"),
    "unit.deputy": (PostKind.DEPUTY, "本单位分管负责人"),
    "unit.manager": (PostKind.SITE_MANAGER, "本单位网站（新媒体）管理员"),
    "unit.editor": (PostKind.EDITOR, "本单位信息员（编辑）"),
    "unit.security": (PostKind.SECURITY_OFFICER, "本单位安全责任人"),
}
IN_DISTRICT = {
    "office.clerk": (UnitKind.OFFICE, PostKind.OFFICE_CLERK, "区政府办公室经办"),
    "office.editor": (UnitKind.OFFICE, PostKind.EDITOR, "区政府办公室信息员（编辑）"),
    "cyberspace.liaison": (UnitKind.CYBERSPACE, PostKind.CO_SUPERVISOR, "区委网信办联络员"),
    "establishment.liaison": (UnitKind.ESTABLISHMENT, PostKind.CO_SUPERVISOR, "区委编办联络员"),
    "police.liaison": (UnitKind.POLICE, PostKind.CO_SUPERVISOR, "区公安分局联络员"),
}


def _in_unit(kind: PostKind) -> Callable[[str], str]:
    return lambda party: f"post:{party}/{kind.value}"


def _in_district(unit: UnitKind, kind: PostKind) -> Callable[[str], str]:
    return lambda party: kind_audience(unit, kind)


for code, (post, label) in IN_UNIT.items():
    registry.role(code, label, _in_unit(post))
for code, (unit_kind, post, label) in IN_DISTRICT.items():
    registry.role(code, label, _in_district(unit_kind, post))


def name_of(party: str) -> str:
    unit = Unit.objects.filter(code=party).first()
    return unit.name if unit else party


def parties_of(person: Any, at: datetime) -> list[str]:
    """The units of a person; an operator's people work in its columns and have no part in its cases (2.5)."""
    own = [post.unit.code for post in posts_of(person, at) if post.appointment.commission_id is None]
    return list(dict.fromkeys(own))


def capacity(person: Any, audience: str, at: datetime) -> str:
    """In which post somebody acts who belongs to an audience: "区教委 主要负责人"."""
    shape, _, rest = audience.partition(":")
    where, _, kind = rest.partition("/")
    if shape not in ("post", "kind") or kind not in PostKind.values:
        return ""
    posts = matching_posts(person, None, {PostKind(kind)}, at)
    fitting = [post for post in posts if where in (post.unit.code, post.unit.kind)]
    return fitting[0].acting_as if fitting else acting_as(person, None, {PostKind(kind)}, at)


def oversees(person: Any, at: datetime) -> bool:
    """The Office's clerk ends cases and gives them to another unit (2.1)."""
    return holds(person, None, {PostKind.OFFICE_CLERK}, at)


def open_parties() -> list[tuple[str, str]]:
    return [(unit.code, unit.name) for unit in Unit.objects.filter(valid_until__isnull=True)]


registry.parties_are(
    name=name_of,
    of=parties_of,
    acting_as=capacity,
    sees_all=sees_district,
    oversees=oversees,
    everyone=open_parties,
)
registry.things_live_at("duties.unit", lambda unit: reverse("duties_units:inspect", args=[unit.pk]))


@registry.choice("duties.units", "全区现有单位")
def units(inquiry: Inquiry) -> Iterable[tuple[str, str]]:
    """Every open unit but the one that applies."""
    there = Unit.objects.filter(Q(valid_until__isnull=True)).exclude(code=inquiry.party)
    return [(unit.code, unit.name) for unit in there]


@registry.source("duties.unit_name", "申请单位名称")
def unit_name(inquiry: Inquiry) -> str:
    return name_of(inquiry.party)


@registry.source("duties.unit_phone", "申请单位电话")
def unit_phone(inquiry: Inquiry) -> str:
    unit = Unit.objects.filter(code=inquiry.party).first()
    return unit.phone if unit else ""
