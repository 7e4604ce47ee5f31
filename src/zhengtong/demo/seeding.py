"""Setting up the demo district through the same verbs that people use, as if it had been at work for some weeks."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password

from zhengtong.demo.cast import FULLY_STAFFED, OFFICE, SMALL, STAFF, WITHOUT_STAFF
from zhengtong.duties.actions import (
    add_column,
    appoint,
    change_unit,
    commission_operator,
    create_person,
    load_structure,
    request_relaxation,
    set_written_system,
)
from zhengtong.duties.models import PORTAL, Person, PostKind, ResponsibleColumn, SystemKind, Unit
from zhengtong.duties.rules import business_date
from zhengtong.engine.evidence.actions import keep
from zhengtong.publishing.actions.places import open_column, open_portal, open_subsite
from zhengtong.registry.actions import load_channels

DATA = Path(__file__).parent / "data"
WEEKS_AT_WORK = 6
TITLE = "重庆市北碚区人民政府"


@dataclass(frozen=True)
class District:
    began_at: datetime
    now: datetime
    units: dict[str, Unit]
    people: dict[str, Person]


def is_empty() -> bool:
    return not Person.objects.exists()


def seed(at: datetime, password: str, *, staffed: frozenset[str] | None = None) -> District:
    """Units, people, posts, columns, sub-sites, accounts on platforms. Everything happened `WEEKS_AT_WORK` ago.

    `staffed`: codes of the units that get people and a sub-site, where not all should (tests).
    """
    began = at - timedelta(weeks=WEEKS_AT_WORK)
    for unit in load_structure(by=None, at=began):
        change_unit(unit, by=None, at=began, phone="023-00000000（示例）", address="重庆市北碚区（示例地址）")
    registered = Unit.objects.all() if staffed is None else Unit.objects.filter(code__in=staffed)
    units = {unit.code: unit for unit in registered}
    people = _engage(units, make_password(password), began)
    _set_written_systems(units, people, began)
    load_channels(by=None, at=began)
    _open_places(units, began, at)
    _commission(units["jw"], people, make_password(password), began)
    _ask_for_relaxation(units["cjz"], people["cjz.manager"], at - timedelta(days=2))
    return District(began, at, units, people)


def _engage(units: dict[str, Unit], encoded: str, at: datetime) -> dict[str, Person]:
    people: dict[str, Person] = {}
    for unit in units.values():
        if unit.kind in WITHOUT_STAFF:
            continue
        count = len(STAFF) if unit.code in FULLY_STAFFED else SMALL
        for suffix, role, posts in STAFF[:count]:
            people[f"{unit.code}.{suffix}"] = _engaged(
                f"{unit.code}.{suffix}", f"演示·{unit.short_name}{role}", unit, posts, encoded, at
            )
    for username, role, code, post in OFFICE:
        people[username] = _engaged(username, f"演示·{role}", units[code], (post,), encoded, at)
    return people


def _engaged(
    username: str, name: str, unit: Unit, posts: tuple[PostKind, ...], encoded: str, at: datetime
) -> Person:
    person = create_person(username, name, by=None, at=at, must_change_password=False)
    Person.objects.filter(pk=person.pk).update(password=encoded, password_changed_at=at)
    for post in posts:
        appoint(person, unit, post, by=None, at=at)
    return person


def _commission(host: Unit, people: dict[str, Person], encoded: str, at: datetime) -> None:
    """An outside agency writes one column of the host until the end of next year (2.5)."""
    day = business_date(at)
    column = ResponsibleColumn.objects.get(code=f"{host.code}-gzdt")
    commission = commission_operator(
        host, reference="示例合同2026-01", valid_from=day, valid_until=day.replace(year=day.year + 1, month=12, day=31),
        by=None, at=at, agency="演示传媒服务公司", outside=True, columns=[column],
    )  # fmt: skip
    person = create_person(
        f"{host.code}.operator", "演示·承办编辑", by=None, at=at, must_change_password=False
    )
    Person.objects.filter(pk=person.pk).update(password=encoded, password_changed_at=at)
    appoint(
        person,
        host,
        PostKind.EDITOR,
        by=None,
        at=at,
        valid_until=commission.valid_until,
        commission=commission,
    )
    people[person.username] = person


def _ask_for_relaxation(unit: Unit, by: Person, at: datetime) -> None:
    """A small town asks the Office to do with fewer hands; the request waits at the Office's desk."""
    request_relaxation(
        unit, reason="本镇从事网站工作的在编人员仅两人，三审三校人手不足。", valid_until=business_date(at) + timedelta(days=90),
        by=by, at=at,
    )  # fmt: skip


def _set_written_systems(units: dict[str, Unit], people: dict[str, Person], at: datetime) -> None:
    """Most units have the three systems; some lack one, so that the register has something to show (2.4)."""
    staffed = [unit for unit in units.values() if f"{unit.code}.manager" in people]
    for place, unit in enumerate(staffed):
        for number, kind in enumerate(SystemKind):
            if place % 5 == 4 and number == place % 3:
                continue
            _set_system(unit, kind, people[f"{unit.code}.manager"], at)


def _set_system(unit: Unit, kind: SystemKind, by: Person, at: datetime) -> None:
    text = f"{unit.name}\n{kind.label}（示例）\n\n一、为落实有关管理办法，制定本制度。\n二、各岗位按分工表履行职责。\n"
    file = keep(text.encode(), f"{unit.short_name}{kind.label}.txt", by=by, at=at)
    set_written_system(
        unit, kind, version="2026年版", adopted_on=business_date(at), evidence=file, by=by, at=at
    )


def _open_places(units: dict[str, Unit], at: datetime, now: datetime) -> None:
    """Units that have written since open their sub-sites first; of the others, who came later, every sixth is overdue."""
    listed = tomllib.loads((DATA / "columns.toml").read_text(encoding="utf-8"))
    open_portal(TITLE, by=None, at=at)
    for row in listed["portal"]:
        _open_column(row, row["code"], units[row["unit"]], PORTAL, at)
    for place, unit in enumerate(units.values()):
        if unit.kind in WITHOUT_STAFF:
            continue
        early = unit.code in FULLY_STAFFED or place % 6 == 0
        opened = at if early else now - timedelta(days=4 + place % 8)
        open_subsite(unit, by=None, at=opened)
        for row in listed["subsite"]:
            _open_column(row, f"{unit.code}-{row['code']}", unit, unit.code, opened)


def _open_column(row: dict[str, Any], code: str, unit: Unit, site: str, at: datetime) -> None:
    column = add_column(
        code, row["name"], unit, by=None, at=at, site=site, kind=row["kind"], update_every_days=row["every"]
    )
    open_column(
        column,
        by=None,
        at=at,
        description=row["description"],
        keywords=row["keywords"],
        column_type=row["type"],
    )
