"""Who holds what, where, at a moment. The one place other rooms ask for posts."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from zhengtong.duties.models import (
    Appointment,
    Person,
    PostKind,
    Relaxation,
    RelaxationKind,
    ResponsibleColumn,
    ReviewTable,
    SystemKind,
    Unit,
    UnitKind,
    WrittenSystem,
)
from zhengtong.duties.models.kinds import LEADERS, SINGLE_KINDS
from zhengtong.duties.rules import business_date, in_force

Kinds = Collection[str]


@dataclass(frozen=True)
class Post:
    """One post somebody holds at a moment."""

    unit: Unit
    kind: PostKind
    appointment: Appointment

    def __str__(self) -> str:
        return f"{self.unit} {self.kind.label}"

    @property
    def acting_as(self) -> str:
        """How the ledger names the capacity; an operator's says on whose behalf."""
        commission = self.appointment.commission
        return f"{self}（承办：{commission.operator_name}）" if commission else str(self)


# Appointments already read in this request, by person; None outside requests, where every question reads afresh.
_remembered: ContextVar[dict[int, list[Appointment]] | None] = ContextVar("duties_remembered", default=None)


def begin_remembering(**_: Any) -> None:
    _remembered.set({})


def stop_remembering(**_: Any) -> None:
    _remembered.set(None)


@contextmanager
def remembering() -> Iterator[None]:
    """For a piece of work outside requests that asks for the same person's posts again and again: read once within it."""
    if _remembered.get() is not None:
        yield
        return
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def forget() -> None:
    """After a change of appointments: read them again, within this request as well."""
    if _remembered.get() is not None:
        _remembered.set({})


def _appointments_of(person: Person) -> list[Appointment]:
    remembered = _remembered.get()
    if remembered is not None and person.pk in remembered:
        return remembered[person.pk]
    found = list(
        Appointment.objects.filter(person=person)
        .select_related("unit", "commission__operator")
        .order_by("unit__order", "pk")
    )
    if remembered is not None:
        remembered[person.pk] = found
    return found


def appointments_at(at: datetime) -> QuerySet[Appointment]:
    """Appointments in force at this moment: the day within the dates, not ended, the commission behind it alive."""
    day = business_date(at)
    alive = Q(ended_at__isnull=True) | Q(ended_at__gt=at)
    behind = Q(commission__isnull=True) | (
        Q(commission__valid_from__lte=day, commission__valid_until__gte=day)
        & (Q(commission__ended_at__isnull=True) | Q(commission__ended_at__gt=at))
    )
    until = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    return Appointment.objects.filter(until & alive & behind, valid_from__lte=day)


def posts_of(person: Any, at: datetime) -> list[Post]:
    """The posts of a person at a moment, by order of units; none for an anonymous visitor or a closed account."""
    if not isinstance(person, Person) or not person.is_active:
        return []
    return [
        Post(held.unit, PostKind(held.post), held) for held in _appointments_of(person) if in_force(held, at)
    ]


def holds(person: Any, unit: Unit | None, kinds: Kinds, at: datetime) -> bool:
    """Whether the person holds one of these posts in the unit (anywhere, when `unit` is None)."""
    return bool(matching_posts(person, unit, kinds, at))


def matching_posts(person: Any, unit: Unit | None, kinds: Kinds, at: datetime) -> list[Post]:
    wanted = {kinds} if isinstance(kinds, str) else set(kinds)
    return [
        post for post in posts_of(person, at)
        if post.kind in wanted and (unit is None or post.unit.pk == unit.pk)
    ]  # fmt: skip


def acting_as(person: Any, unit: Unit | None, kinds: Kinds, at: datetime) -> str:
    """The capacity in which the person acts, for the ledger: "区教委 一审"; empty when none of the posts is held."""
    return next((post.acting_as for post in matching_posts(person, unit, kinds, at)), "")


def holders(unit: Unit, kind: str | Kinds, at: datetime) -> list[Person]:
    """Active people who hold the post (or one of the posts) in the unit."""
    kinds = [kind] if isinstance(kind, str) else list(kind)
    held = appointments_at(at).filter(unit=unit, post__in=kinds)
    return list(Person.objects.filter(is_active=True, pk__in=held.values("person")).order_by("name", "pk"))


def units_of(person: Any, at: datetime, kinds: Kinds | None = None) -> list[Unit]:
    """Units in which the person holds a post (one of these kinds), without repetition."""
    posts = posts_of(person, at) if kinds is None else matching_posts(person, None, kinds, at)
    return list({post.unit.pk: post.unit for post in posts}.values())


def office() -> Unit | None:
    """The unit in charge of the whole district (区政府办公室), or None before the structure is loaded."""
    return Unit.objects.filter(kind="office", valid_until__isnull=True).first()


def sees_district(person: Any, at: datetime) -> bool:
    """Whether the person looks beyond the own unit: the Office, those who supervise jointly, the audit administrator."""
    return holds(
        person, None, {PostKind.OFFICE_CLERK, PostKind.CO_SUPERVISOR, PostKind.AUDIT_ADMIN}, at
    ) or any(post.unit.is_office and post.kind in LEADERS for post in posts_of(person, at))


def units_seen_by(person: Any, at: datetime) -> QuerySet[Unit]:
    """A unit sees its own share and no more (2.3); the Office and the supervisors see all units."""
    if sees_district(person, at):
        return Unit.objects.all()
    return Unit.objects.filter(pk__in=[unit.pk for unit in units_of(person, at)])


def audiences_of(person: Any, at: datetime) -> set[str]:
    """Every audience the person belongs to: "person:7", "unit:jw", "post:jw/reviewer_1", "kind:office/office_clerk"."""
    if not isinstance(person, Person) or not person.is_active:
        return set()
    posts = posts_of(person, at)
    return (
        {f"person:{person.pk}"}
        | {f"unit:{post.unit.code}" for post in posts}
        | {post_audience(post.unit, post.kind) for post in posts}
        | {kind_audience(post.unit.kind, post.kind) for post in posts if post.unit.kind in SINGLE_KINDS}
    )


def post_audience(unit: Unit, kind: str) -> str:
    return f"post:{unit.code}/{PostKind(kind).value}"


def kind_audience(unit_kind: str, kind: str) -> str:
    """A post in the one unit of its kind (the Office, a co-supervisor), without asking which unit that is."""
    return f"kind:{UnitKind(unit_kind).value}/{PostKind(kind).value}"


def people_in(audience: str, at: datetime) -> list[Person]:
    """The active people an audience means at a moment; nobody for a word that means nothing."""
    shape, _, rest = audience.partition(":")
    active = Person.objects.filter(is_active=True).order_by("name", "pk")
    if shape == "person":
        return list(active.filter(pk=int(rest))) if rest.isdigit() else []
    held = appointments_at(at)
    if shape == "unit":
        return list(active.filter(pk__in=held.filter(unit__code=rest).values("person")))
    if shape in ("post", "kind"):
        where, _, kind = rest.partition("/")
        unit = {"unit__code": where} if shape == "post" else {"unit__kind": where}
        return list(active.filter(pk__in=held.filter(post=kind, **unit).values("person")))
    return []


@dataclass(frozen=True)
class Responsible:
    """Who answers for a unit at a moment: first responsible, directly responsible (5.3)."""

    principal: Person | None
    deputies: list[Person]


def responsible(unit: Unit, at: datetime) -> Responsible:
    """Who answered for the unit at this moment, past moments included (5.3; 8.2 asks it of an old fault)."""
    held = appointments_at(at).filter(unit=unit, post__in=sorted(LEADERS)).select_related("person")
    by_post: dict[str, list[Person]] = {}
    for appointment in held:
        by_post.setdefault(appointment.post, []).append(appointment.person)
    return Responsible(
        next(iter(by_post.get(PostKind.PRINCIPAL, [])), None), by_post.get(PostKind.DEPUTY, [])
    )


def open_units(at: datetime) -> QuerySet[Unit]:
    day = business_date(at)
    return Unit.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


def written_systems_in_force(unit: Unit) -> QuerySet[WrittenSystem]:
    return unit.written_systems.filter(superseded_at__isnull=True)


def missing_systems(unit: Unit) -> list[SystemKind]:
    """Which of the three written systems the unit does not have (2.4)."""
    return missing_systems_by_unit([unit])[unit]


def missing_systems_by_unit(units: Iterable[Unit]) -> dict[Unit, list[SystemKind]]:
    """The same for many units, in one query."""
    units = list(units)
    present = set(
        WrittenSystem.objects.filter(unit__in=units, superseded_at__isnull=True).values_list(
            "unit_id", "kind"
        )
    )
    return {unit: [kind for kind in SystemKind if (unit.pk, kind.value) not in present] for unit in units}


def columns_of(unit: Unit, at: datetime) -> QuerySet[ResponsibleColumn]:
    return columns_at(at).filter(unit=unit)


def columns_at(at: datetime) -> QuerySet[ResponsibleColumn]:
    """The duty table of the district at a moment (2.4)."""
    day = business_date(at)
    until = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    return ResponsibleColumn.objects.filter(until, valid_from__lte=day).select_related("unit", "person")


def review_table(unit: Unit) -> ReviewTable:
    """The unit's own table, or the common one (nothing beyond three reviews) where it has set none. Not saved."""
    return ReviewTable.objects.filter(unit=unit).first() or ReviewTable(unit=unit)


def relaxation_in_force(
    unit: Unit, at: datetime, kind: str = RelaxationKind.ONE_PERSON_TWO_STAGES
) -> Relaxation | None:
    """The approved relaxation a unit may use at this moment; who uses it marks the item with it."""
    return (
        Relaxation.objects.filter(
            unit=unit, kind=kind, approved=True, decided_at__lte=at, valid_until__gte=business_date(at)
        )
        .order_by("-valid_until", "-pk")
        .first()
    )
