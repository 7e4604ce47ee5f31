"""Units of the district: opened, changed, closed; and the district's public structure loaded from a file."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from zhengtong.duties import access, rules
from zhengtong.duties.actions.appointments import end_all
from zhengtong.duties.actions.saving import save_checked
from zhengtong.duties.models import PostKind, ResponsibleColumn, Unit
from zhengtong.duties.queries import acting_as
from zhengtong.duties.verbs import UNIT_CHANGED, UNIT_CLOSED, UNIT_OPENED
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.refusals import Refusal, refuse

STRUCTURE = Path(__file__).resolve().parent.parent / "data" / "beibei.toml"
CHANGEABLE = ("name", "short_name", "order", "phone", "address", "matters")


def _as_clerk(by: Any, at: datetime) -> str:
    return acting_as(by, None, {PostKind.OFFICE_CLERK}, at)


def open_unit(
    code: str, name: str, short_name: str, kind: str, *, by: Any, at: datetime, order: int = 1000, phone: str = "",
    address: str = "", matters: str = "", valid_from: date | None = None,
) -> Unit:  # fmt: skip
    """Register a unit. Its code names its sub-site and its audiences, and never changes."""
    refuse(access.may_keep_units(by, at))
    unit = Unit(
        code=code, name=name, short_name=short_name, kind=kind, order=order, phone=phone, address=address,
        matters=matters,
        valid_from=valid_from or rules.business_date(at),
    )  # fmt: skip
    with transaction.atomic():
        save_checked(unit, "2.1")
        record(
            UNIT_OPENED, unit, by=by, at=at, acting_as=_as_clerk(by, at), data={"code": code, "name": name}
        )
    return unit


def change_unit(unit: Unit, *, by: Any, at: datetime, **changes: Any) -> Unit:
    """Change what is written about a unit (`CHANGEABLE`). Raises `Refused`, TypeError for anything else."""
    if unknown := set(changes) - set(CHANGEABLE):
        raise TypeError(f"not changeable: {sorted(unknown)}")
    with moving(unit, UNIT_CHANGED, by=by, at=at, acting_as=_as_clerk(by, at)) as move:
        refuse(access.may_keep_units(by, at))
        for name, value in changes.items():
            if (before := getattr(move.subject, name)) != value:
                move.data[name] = [before, value]
                setattr(move.subject, name, value)
        save_checked(move.subject, "2.1")
    return move.subject


def close_unit(unit: Unit, *, reason: str, by: Any, at: datetime) -> Unit:
    """A unit is merged or dissolved: everybody's posts in it end at once. Columns must have found a new unit before."""
    with moving(unit, UNIT_CLOSED, by=by, at=at, acting_as=_as_clerk(by, at)) as move:
        open_columns = ResponsibleColumn.objects.filter(unit=unit, valid_until__isnull=True)
        refuse(
            access.may_keep_units(by, at),
            rules.why_not_close_unit(move.subject, reason, [str(column) for column in open_columns]),
        )
        move.subject.valid_until = max(move.subject.valid_from, rules.business_date(at))
        move.subject.save(update_fields=["valid_until"])
        ended = end_all(move.subject.appointments, reason=reason, by=by, at=at)
        for commission in move.subject.commissions.filter(ended_at__isnull=True):
            commission.ended_at, commission.ended_reason = at, reason
            commission.save(update_fields=["ended_at", "ended_reason"])
        move.data = {"reason": reason, "posts_ended": [str(appointment) for appointment in ended]}
    return move.subject


def load_structure(*, by: Any, at: datetime, path: Path = STRUCTURE) -> list[Unit]:
    """Register the units of the file that are not registered yet, and return them. What is registered stays as it is."""
    if by is not None and not access.is_office_clerk(by, at):
        refuse(Refusal("structure.not_office", "机构名录由区政府办公室导入。", "2.1"))
    known = set(Unit.objects.values_list("code", flat=True))
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    with transaction.atomic():
        return [
            open_unit(**row, order=place * 10, valid_from=listed["valid_from"], by=by, at=at)
            for place, row in enumerate(listed["units"], start=1)
            if row["code"] not in known
        ]
