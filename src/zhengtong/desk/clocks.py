"""Running limits read for desks: of people, of units, of the district, in a constant number of queries."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from zhengtong.desk.lines import SOON
from zhengtong.duties.models import Appointment, ResponsibleColumn, Unit
from zhengtong.duties.models.kinds import SINGLE_KINDS
from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.queries import running
from zhengtong.interaction.models import OPEN, CitizenMessage
from zhengtong.publishing.models import Submission
from zhengtong.security.models import Custody

COLUMN = ResponsibleColumn._meta.label_lower
SUBMISSION = Submission._meta.label_lower
CUSTODY = Custody._meta.label_lower
MESSAGE = CitizenMessage._meta.label_lower
# Things that belong to a unit whoever looks after them: type → its table, and where the unit's code stands.
OF_UNITS: dict[str, tuple[Any, str]] = {
    COLUMN: (ResponsibleColumn, "unit__code"),
    CUSTODY: (Custody, "channel__host__code"),
    MESSAGE: (CitizenMessage, "unit__code"),
}


def pressing(at: datetime) -> QuerySet[Clock]:
    """Late, reminded, or due soon."""
    return running().filter(Q(due_at__lte=at + SOON) | Q(warn_at__lte=at))


def of_units(clocks: QuerySet[Clock], units: Collection[Unit]) -> QuerySet[Clock]:
    """Those for which these units answer: addressed to the unit or one of its posts, or about something of theirs."""
    if not units:
        return clocks.none()
    keys = [unit.pk for unit in units]
    addressed = Q()
    for unit in units:
        addressed |= Q(audience=f"unit:{unit.code}") | Q(audience__startswith=f"post:{unit.code}/")
        if unit.kind in SINGLE_KINDS:
            addressed |= Q(audience__startswith=f"kind:{unit.kind}/")
    columns = ResponsibleColumn.objects.filter(unit__in=keys).values_list("pk", flat=True)
    handled = CitizenMessage.objects.filter(unit__in=keys, state__in=sorted(OPEN)).values_list(
        "pk", flat=True
    )
    kept = Custody.objects.filter(channel__host__in=keys, ended_at__isnull=True).values_list("pk", flat=True)
    theirs = Q(subject_type=COLUMN, subject_id__in=[str(key) for key in columns])
    theirs |= Q(subject_type=CUSTODY, subject_id__in=[str(key) for key in kept])
    theirs |= Q(subject_type=MESSAGE, subject_id__in=[str(key) for key in handled])
    return clocks.filter(addressed | theirs)


def units_of(clocks: Iterable[Clock]) -> dict[int, str]:
    """Clock → code of the unit that answers: by its audience, else by the thing it runs for, else by the person's post."""
    clocks = list(clocks)
    kinds = _codes_by_kind(clocks)
    found = {clock.pk: code for clock in clocks if (code := _addressed(clock.audience, kinds))}
    rest = [clock for clock in clocks if clock.pk not in found]
    if not rest:
        return found
    things, posts = _units_of_things(rest), _first_posts([clock.audience for clock in rest])
    for clock in rest:
        of_thing = clock.subject_type in OF_UNITS
        key = (clock.subject_type, clock.subject_id)
        if answering := things.get(key) if of_thing else posts.get(clock.audience):
            found[clock.pk] = answering
    return found


def _units_of_things(clocks: Iterable[Clock]) -> dict[tuple[str, str], str]:
    """(type, key) of a column or a custody → code of its unit; one query each."""
    clocks = list(clocks)
    found = {}
    for kind, (rows, code) in OF_UNITS.items():
        keys = [clock.subject_id for clock in clocks if clock.subject_type == kind]
        for key, unit in rows.objects.filter(pk__in=keys).values_list("pk", code):
            found[kind, str(key)] = unit
    return found


def _codes_by_kind(clocks: Iterable[Clock]) -> dict[str, str]:
    """The unit that "kind:office/…" means; asked only where a clock says so."""
    if not any(clock.audience.startswith("kind:") for clock in clocks):
        return {}
    return dict(
        Unit.objects.filter(kind__in=SINGLE_KINDS, valid_until__isnull=True).values_list("kind", "code")
    )


def _addressed(audience: str, kinds: dict[str, str]) -> str:
    shape, _, rest = audience.partition(":")
    where = rest.partition("/")[0]
    return kinds.get(where, "") if shape == "kind" else where if shape in {"post", "unit"} else ""


def _first_posts(audiences: Iterable[str]) -> dict[str, str]:
    keys = [word.removeprefix("person:") for word in audiences if word.startswith("person:")]
    held = Appointment.objects.filter(
        person__in=[key for key in keys if key.isdigit()], ended_at__isnull=True
    )
    return {
        f"person:{person}": code
        for person, code in held.order_by("-pk").values_list("person_id", "unit__code")
    }


def about_submissions(keys: Iterable[int]) -> dict[int, Clock]:
    """The clock of the current stage of each of these submissions."""
    found = running().filter(subject_type=SUBMISSION, subject_id__in=[str(key) for key in keys])
    return {int(clock.subject_id): clock for clock in found}
