"""Every address × every role. Who adds a screen adds its lines to access_table.csv and thereby says who may see it.

A line: the method, one cell for each role (conftest.ROLES), the name of the address and, where it is not the room's usual
sample, the thing it is about. Cells: a status; `log` led to the sign-in; `out` led back to the first page by the CMS, which
refuses so. Posts are empty: 200 is the form again, 302 done, 409 refused by the verb.
"""

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.http import HttpResponse
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from zhengtong.engine.console import stock

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("access_table.csv")
REFUSED = {"401", "403", "404", "405", "log", "out"}
ROLES = (
    "ano", "edA", "r1A", "dpA", "prA", "smA", "pfA", "waA", "seA", "opA", "edB", "smB", "clk", "cos", "sys", "sec", "aud",
    "end", "off",
)  # fmt: skip
# Open to the world: what citizens write and read, search, the check of accounts, signing in and out, and what the sign-in page is drawn with.
PUBLIC = {
    "portal:correct", "portal:write", "portal:enquire", "portal:voices", "portal:answers", "portal:answer", "portal:library",
    "portal:statistics",
    "portal:check", "portal:search", "security:login", "security:logout", "wagtailadmin_login", "wagtailadmin_logout",
    "wagtailadmin_sprite", "wagtailadmin_javascript_catalog",
    "portal:surveys", "portal:survey", "portal:consultations", "portal:consultation", "portal:interviews", "portal:interview",
    "portal:round_attachment",
}  # fmt: skip
# Rooms whose things belong to no unit: accounts, sign-ins, jobs, ledger, the measures, and the procedures themselves.
OF_THE_INSTALLATION = (
    "security_accounts:",
    "security_sign_ins:",
    "duties_people:",
    "jobs:",
    "ledger:",
    "regulation:",
    "cases_section",
    "cases_procedure",
    "cases_begin",
)
# What everybody does about the own account and messages, and the editor's scripts, which judge by page themselves.
OWN = ("security:", "notify_", "wagtailadmin_account", "wagtailadmin_dismissibles", "wagtailadmin_editing_sessions:release",
       "wagtailadmin_tag_")  # fmt: skip
# What the security administrator looks over in every unit, and does nothing with.
OVERSEEN = ("security_custodies:", "security_handover:")
# About a column of A, which every visitor of the portal knows.
PLACES = ("wagtailadmin_explore", "wagtailadmin_explore_results", "wagtailadmin_choose_page_child")


class Line(NamedTuple):
    method: str
    cells: dict[str, str]
    name: str
    thing: str

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.thing}".rstrip()


def table() -> list[Line]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Line(row["method"].strip(), {role: row[role] for role in ROLES}, row["address"], row["thing"] or "")
        for row in rows
    ]


def patterns(resolver: Any = None, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every address of the house with its full name."""
    for found in (resolver or get_resolver()).url_patterns:
        if isinstance(found, URLPattern):
            yield ":".join([*spaces, found.name or ""]), found
        else:
            yield from patterns(found, (*spaces, found.namespace) if found.namespace else spaces)


def live_names() -> list[str]:
    """All named addresses that answer at all: our own, and the stock screens on the allow-list."""
    names = dict.fromkeys(name for name, found in patterns() if found.name)
    return [name for name in names if not name.startswith("wagtail") or name in stock.ALLOWED]


def cell(response: HttpResponse) -> str:
    if response.status_code != 302:
        return str(response.status_code)
    if response["Location"].startswith("/console/login/"):
        return "log"
    return "out" if response["Location"] == "/console/" else "302"


def was_refused(response: HttpResponse) -> bool:
    return cell(response) in REFUSED


# ---- the table against the house --------------------------------------------------------------------------


def test_every_address__has_its_line_in_the_table(world):
    known = {line.name for line in table()}
    missing = [name for name in live_names() if name not in known]
    told = "\n".join(line for name in missing for line in observed(world, name))
    assert not missing, (
        "These addresses have no line in tests/access/access_table.csv. Who may see them? Below is what they answer now; "
        f"read every cell before you take it over:\nmethod,{','.join(ROLES)},address,thing\n{told}"
    )


def test_every_line__is_about_an_address_that_exists():
    assert {line.name for line in table()} <= set(live_names())


@pytest.mark.parametrize("role", ROLES)
def test_role__is_answered_as_the_table_says_and_what_is_refused_changes_nothing(world, bare, role):
    before, wrong = world.digests(), []
    for line in table():
        response = world.call(role, line.method, line.name, line.thing, keep=was_refused)
        if cell(response) != line.cells[role]:
            wrong.append(f"{line}: {role} gets {cell(response)}, the table says {line.cells[role]}")
    assert not wrong, "\n".join(wrong)
    assert world.digests() == before, f"something that {role} was refused changed a row"


def test_address_without_a_line_for_post__does_not_take_one(world, bare):
    """Asked as each of those who may look at it, and of nobody else: they are stopped before."""
    posted = {(line.name, line.thing) for line in table() if line.method == "POST"}
    for line in table():
        if (line.name, line.thing) not in posted:
            role = next(role for role in ROLES if line.cells[role] not in REFUSED or role == "aud")
            answer = world.call(role, "POST", line.name, line.thing, keep=was_refused)
            assert was_refused(answer), f"{line} takes a POST from {role} ({cell(answer)}): give it a line"


def observed(world: Any, name: str) -> Iterator[str]:
    """What an address answers now, as lines of the table."""
    for method in ("GET", "POST"):
        cells = [cell(world.call(role, method, name)) for role in ROLES]
        if method == "GET" or set(cells) - REFUSED:
            yield f"{method},{','.join(cells)},{name},"


# ---- what must hold in the table itself -------------------------------------------------------------------


def lines(*, method: str = "", leaving_out: tuple[str, ...] = ()) -> list[Line]:
    return [
        line for line in table() if (not method or line.method == method) and not line.name.startswith(leaving_out or "\0")
    ]  # fmt: skip


def wrong_cells(found: list[Line], roles: tuple[str, ...], right: set[str]) -> list[str]:
    return [
        f"{line}: {role} {line.cells[role]}"
        for line in found
        for role in roles
        if line.cells[role] not in right
    ]


def test_table__an_error_is_no_answer():
    assert not wrong_cells(table(), ROLES, REFUSED | {"200", "204", "302", "409"})


def test_table__visitors_get_no_further_than_the_sign_in():
    inner = [line for line in table() if line.name not in PUBLIC]
    assert not wrong_cells(inner, ("ano",), REFUSED)


def test_table__a_closed_account_is_a_visitor():
    assert [str(line) for line in table() if line.cells["off"] != line.cells["ano"]] == []


def test_table__whose_post_ended_is_refused_everywhere_at_once():
    inner = [line for line in table() if line.name not in PUBLIC]
    assert not wrong_cells(inner, ("end",), {"403"})


def names_a_thing(line: Line) -> bool:
    try:
        reverse(line.name)
    except Exception:
        return True
    return False


def test_table__a_thing_of_one_unit_does_not_exist_for_another():
    about_a = [
        line for line in lines(leaving_out=(*OF_THE_INSTALLATION, *OWN, *PUBLIC)) if names_a_thing(line)
        and not (line.name in PLACES and not line.thing)
    ]  # fmt: skip
    assert len(about_a) > 50
    assert not wrong_cells(about_a, ("edB", "smB", "sys"), REFUSED)
    business = [line for line in about_a if not line.name.startswith(OVERSEEN)]
    assert not wrong_cells(business, ("sec",), REFUSED)


def test_table__administrators_do_no_business():
    rooms = ("articles:", "publishing:", "registry_", "duties_units:", "duties_appointments:", "duties_columns:",
             "duties_commissions:", "duties_relaxations:", "wagtailadmin_pages:", *OVERSEEN)  # fmt: skip
    business = [line for line in lines(method="POST") if line.name.startswith(rooms)]
    assert not wrong_cells(business, ("sys", "sec", "aud"), REFUSED)


def test_table__who_audits_and_who_supervises_changes_nothing():
    changing = lines(method="POST", leaving_out=(*OWN, "ledger:verification", "desk:", *PUBLIC))
    assert not wrong_cells(changing, ("aud", "cos"), REFUSED)


def test_table__watch_and_security_officers_see_no_drafts():
    texts = [
        line for line in table() if line.name.startswith(("articles:", "publishing:", "wagtailadmin_pages:"))
    ]
    assert not wrong_cells(texts, ("waA", "seA"), REFUSED)


def test_table__who_wrote_signs_nowhere_and_an_operator_signs_nothing():
    signing = [line for line in table() if line.name in ("articles:sign", "articles:return")]
    assert not wrong_cells(signing, ("edA", "opA", "smA", "clk", "cos"), REFUSED)


# ---- what is not there at all -----------------------------------------------------------------------------

MADE_UP = {"int": 1, "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-0000-0000-000000000000"}


def closed_addresses() -> Iterator[tuple[str, str]]:
    """The stock screens that are not on the list, each with an address that leads to it."""
    for name, found in patterns():
        if found.name and name.startswith("wagtail") and name not in stock.ALLOWED:
            converters = getattr(found.pattern, "converters", {})
            kinds = {
                kind: type(converter).__name__.removesuffix("Converter").lower()
                for kind, converter in converters.items()
            }
            given = {argument: MADE_UP.get(kind, "x") for argument, kind in kinds.items()}
            yield name, reverse(name, kwargs=given)


@pytest.mark.parametrize("role", ["edA", "smA", "clk", "sys"])
def test_stock_screen_off_the_list__is_closed_to_everybody(world, bare, role):
    before, open_ones, seen = world.digests(), [], 0
    for name, url in closed_addresses():
        seen += 1
        for method in ("GET", "POST"):
            response = world.ask(role, method, url, keep=lambda _: True)
            if response.status_code != 403:
                open_ones.append(f"{method} {name} {cell(response)}")
    assert seen > 100
    assert open_ones == []
    assert world.digests() == before


def test_interface_for_machines__is_not_there():
    """The one that the CMS brings along for its own scripts is closed like every screen off the list."""
    assert [name for name in live_names() if "api" in name.lower()] == []
    assert {name.partition(":")[0] for name, _ in patterns() if "api" in name.lower()} == {"wagtailadmin_api"}


if os.environ.get("ZT_WRITE_ACCESS_TABLE"):

    def test_write(world, bare):
        """ZT_WRITE_ACCESS_TABLE=FILE writes what is answered now to a file, to be compared and read, never to be trusted."""
        things = {name: [""] for name in live_names()}
        for name, thing in {(line.name, line.thing) for line in table() if line.thing}:
            things[name].append(thing)
        rows = [f"method,{','.join(ROLES)},address,thing"]
        for name, about in things.items():
            for thing in about:
                for method in ("GET", "POST"):
                    cells = [cell(world.call(role, method, name, thing)) for role in ROLES]
                    if method == "GET" or set(cells) - REFUSED:
                        rows.append(f"{method},{','.join(cells)},{name},{thing}")
        Path(os.environ["ZT_WRITE_ACCESS_TABLE"]).write_text("\n".join(rows) + "\n", encoding="utf-8")
