"""The duty table (2.4): which unit keeps which column, who in it, how often."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhengtong.duties import access, rules
from zhengtong.duties.actions.saving import save_checked
from zhengtong.duties.clocks import COLUMN_UPDATE, audience_of
from zhengtong.duties.models import PORTAL, ContentKind, Person, PostKind, ResponsibleColumn, Unit
from zhengtong.duties.queries import acting_as, units_of
from zhengtong.duties.verbs import COLUMN_ADDED, COLUMN_ASSIGNED, COLUMN_CLOSED
from zhengtong.engine.clocks import actions as clocks
from zhengtong.engine.clocks.models import Clock, ClockState
from zhengtong.engine.clocks.queries import clocks_of
from zhengtong.engine.clocks.rules import in_calendar_days
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.refusals import Refusal, refuse

KEEPERS = {PostKind.OFFICE_CLERK, PostKind.SITE_MANAGER}


def add_column(
    code: str, name: str, unit: Unit, *, by: Any, at: datetime, site: str = PORTAL, kind: str = ContentKind.NEWS,
    person: Person | None = None, update_every_days: int | None = None, clause: str = "2.4",
    valid_from: date | None = None,
) -> ResponsibleColumn:  # fmt: skip
    """Set up a responsible column and give it to a unit; its update clock starts."""
    with transaction.atomic():
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        refuse(access.may_keep_columns(by, site, unit, at), rules.why_not_column(unit, _units_of(person, at)))
        column = ResponsibleColumn(
            code=code, name=name, unit=unit, site=site, kind=kind, person=person, update_every_days=update_every_days,
            clause=clause, valid_from=valid_from or rules.business_date(at),
        )  # fmt: skip
        save_checked(column, "2.4")
        record(
            COLUMN_ADDED, column, by=by, at=at, acting_as=acting_as(by, None, KEEPERS, at), data=_told(column)
        )
        _restart_clock(column, at)
    return column


def _units_of(person: Person | None, at: datetime) -> list[int] | None:
    return None if person is None else [unit.pk for unit in units_of(person, at)]


def _told(column: ResponsibleColumn) -> dict[str, Any]:
    return {
        "unit": str(column.unit),
        "person": column.person_id,
        "name": str(column.person) if column.person else "",
        "update_every_days": column.update_every_days,
    }


def assign_column(
    column: ResponsibleColumn,
    unit: Unit,
    *,
    person: Person | None,
    update_every_days: int | None,
    by: Any,
    at: datetime,
) -> ResponsibleColumn:
    """Give a column to a unit and a person, and say how often.

    The update clock is counted anew, except where only the person changes: that does not win time.
    """
    capacity = acting_as(by, None, KEEPERS, at)
    with moving(column, COLUMN_ASSIGNED, by=by, at=at, acting_as=capacity) as move:
        kept: ResponsibleColumn = move.subject
        refuse(
            access.may_assign_column(by, kept, unit, at),
            _why_not_closed(kept),
            rules.why_not_column(unit, _units_of(person, at)),
        )
        move.data["before"] = _told(kept)
        same_duty = kept.unit_id == unit.pk and kept.update_every_days == update_every_days
        clock = running_clock(kept) if same_duty else None
        kept.unit, kept.person, kept.update_every_days = unit, person, update_every_days
        save_checked(kept, "2.4")
        move.data["after"] = _told(kept)
        _restart_clock(kept, at, opened_at=clock.opened_at if clock else None)
    return kept


def close_column(column: ResponsibleColumn, *, reason: str, by: Any, at: datetime) -> ResponsibleColumn:
    """Drop a column that cannot be kept up (5.5); its clock stops."""
    capacity = acting_as(by, None, KEEPERS, at)
    with moving(column, COLUMN_CLOSED, by=by, at=at, acting_as=capacity) as move:
        kept: ResponsibleColumn = move.subject
        missing = [] if reason.strip() else [Refusal("reason.missing", "请填写撤销原因。", "5.5")]
        refuse(access.may_keep_columns(by, kept.site, kept.unit, at), _why_not_closed(kept), missing)
        kept.valid_until = max(kept.valid_from, rules.business_date(at))
        kept.save(update_fields=["valid_until"])
        move.data["reason"] = reason
        _stop_clock(kept, at, reason)
    return kept


def _why_not_closed(column: ResponsibleColumn) -> list[Refusal]:
    return [] if column.valid_until is None else [Refusal("column.closed", f"栏目“{column}”已撤销。", "5.5")]


def note_update(column: ResponsibleColumn, *, at: datetime) -> None:
    """Something was published in the column at this moment: the clock is met and counted anew.

    The publication itself stands in the ledger; this keeps only when. An older moment changes nothing.
    """
    with transaction.atomic():
        kept = (
            ResponsibleColumn.objects.select_for_update(of=("self",)).select_related("unit").get(pk=column.pk)
        )
        if kept.last_updated_at is not None and kept.last_updated_at >= at:
            return
        kept.last_updated_at = at
        kept.save(update_fields=["last_updated_at"])
        if kept.valid_until is None:
            _restart_clock(kept, at, met=True)


def release_person(unit: Unit, person: Person, at: datetime) -> None:
    """Who holds no post in the unit any more keeps no column of it: the unit's site managers answer until it is assigned."""
    for column in ResponsibleColumn.objects.filter(unit=unit, person=person, valid_until__isnull=True):
        column.person = None
        column.save(update_fields=["person"])
        clock = running_clock(column)
        if clock is not None:
            _restart_clock(column, at, opened_at=clock.opened_at)


def running_clock(column: ResponsibleColumn) -> Clock | None:
    return clocks_of(column).filter(kind=COLUMN_UPDATE.code, state=ClockState.RUNNING).first()


def _restart_clock(
    column: ResponsibleColumn, at: datetime, *, opened_at: datetime | None = None, met: bool = False
) -> None:
    """Meet or stop the clock that runs, and count anew from `opened_at` (this moment unless given)."""
    if met:
        clocks.meet(COLUMN_UPDATE, column, at=at)
    else:
        clocks.stop(COLUMN_UPDATE, column, at=at, reason="责任分工变更，重新计时")
    if column.update_every_days is None:
        return
    begun = opened_at or at
    clocks.start(
        COLUMN_UPDATE, column, audience=audience_of(column), opened_at=begun, name=f"{column.unit}“{column}”",
        due=in_calendar_days(begun, column.update_every_days, event="上次更新" if met else "分解责任"),
    )  # fmt: skip


def _stop_clock(column: ResponsibleColumn, at: datetime, reason: str) -> None:
    clocks.stop(COLUMN_UPDATE, column, at=at, reason=reason)
