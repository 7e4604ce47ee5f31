"""The words that declarations use, defined by rooms: who acts, what is checked, what changes, what is known already.

A declared procedure names them; at start (and by a system check) every name must mean something.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhengtong.engine.procedures.declaration import Procedure, Step, load
from zhengtong.engine.refusals import Refusal

if TYPE_CHECKING:
    from zhengtong.engine.procedures.models import Case, CaseStep


@dataclass(frozen=True)
class Inquiry:
    """What a check, a source of known answers or a list of choices may look at: the case, or what is to become one."""

    procedure: Procedure
    party: str
    asked: Mapping[str, Any]
    at: datetime
    by: Any = None
    subject: Any = None
    case: "Case | None" = None
    step: Step | None = None
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Doing:
    """An effect at work: the locked case, the step that was done (None at the end of the case), who did it and when."""

    case: "Case"
    step: "CaseStep | None"
    by: Any
    at: datetime

    @property
    def asked(self) -> dict[str, Any]:
        return self.case.asked

    @property
    def given(self) -> dict[str, Any]:
        return self.step.given if self.step else {}


@dataclass(frozen=True)
class Role:
    """Who acts: a name for people, and the audience that it means for a party ("post:jw/principal")."""

    code: str
    label: str
    audience: Callable[[str], str]


@dataclass(frozen=True)
class Named:
    """A function of a room under a name that declarations use; `label` is what a clerk reads of it."""

    name: str
    label: str
    run: Callable[..., Any]


procedures: dict[str, Procedure] = {}
roles: dict[str, Role] = {}
effects: dict[str, Named] = {}
checks: dict[str, Named] = {}
sources: dict[str, Named] = {}
choices: dict[str, Named] = {}
forms: dict[str, Named] = {}
subjects: dict[str, Named] = {}
shown: dict[str, Named] = {}
sheets: dict[str, Named] = {}


def declare(procedure: Procedure) -> Procedure:
    """Take a procedure into use; a later one of the same code replaces it for new cases."""
    procedures[procedure.code] = procedure
    return procedure


def declare_folder(folder: Path) -> list[Procedure]:
    """Take every procedure of a drawer into use. Raises `Malformed`: a fault of the installation."""
    return [declare(load(file)) for file in sorted(folder.glob("*.toml"))]


def role(code: str, label: str, audience: Callable[[str], str]) -> None:
    roles[code] = Role(code, label, audience)


def _naming(table: dict[str, Named]) -> Callable[..., Callable[[Any], Any]]:
    def name(called: str, label: str = "") -> Callable[[Any], Any]:
        def register(run: Any) -> Any:
            if called in table and table[called].run.__qualname__ != run.__qualname__:
                raise ValueError(f"{called} is defined twice")
            table[called] = Named(called, label, run)
            return run

        return register

    return name


effect = _naming(effects)
"""`@effect("registry.go_live", "网站状态改为“正常”")` over `run(doing: Doing) -> None`."""
check = _naming(checks)
"""`@check("websites.once_a_year", "每年不超过1次")` over `run(inquiry: Inquiry) -> Iterable[Refusal]`."""
source = _naming(sources)
"""`@source("registry.url")` over `run(inquiry: Inquiry) -> value`: what is known and need not be typed."""
choice = _naming(choices)
"""`@choice("duties.units")` over `run(inquiry: Inquiry) -> Iterable[(value, label)]`."""
answer_form = _naming(forms)
"""`@answer_form("registry.icp")` over `run(value: str, inquiry: Inquiry) -> Iterable[Refusal]`."""
about = _naming(subjects)
"""`@about("websites.sites")` over `run(party: str) -> QuerySet`: the things of a party that a case may be about."""
showing = _naming(shown)
"""`@showing("websites.notice")` over `run(case, step) -> Iterable[(label, url)]`: where to look while a step goes on."""

sheet = _naming(sheets)
"""`@sheet("registry.national")` over `run(inquiry: Inquiry) -> Iterable[(label, value)]`: a record in the order of its form."""


def why_not(names: Iterable[str], inquiry: Inquiry) -> list[Refusal]:
    """Every reason that the named checks find."""
    return [refusal for name in names for refusal in checks[name].run(inquiry)]


Limit = Callable[[str, date], tuple[int, str]]
_limit_of: Limit | None = None


def limits_are(find: Limit) -> None:
    """Say where time limits come from: `find(parameter, on)` gives the count and its unit (working_day, calendar_day, hour)."""
    global _limit_of
    _limit_of = find


def limit_of(parameter: str, on: date) -> tuple[int, str]:
    if _limit_of is None:
        raise LookupError(f"nobody says what the limit {parameter} is")
    return _limit_of(parameter, on)


_acting_as: Callable[[Any, str, datetime], str] = lambda person, audience, at: ""  # noqa: E731
_party_name: Callable[[str], str] = lambda party: party  # noqa: E731
_parties_of: Callable[[Any, datetime], Iterable[str]] = lambda person, at: ()  # noqa: E731
_sees_all: Callable[[Any, datetime], bool] = lambda person, at: False  # noqa: E731
_oversees: Callable[[Any, datetime], bool] = lambda person, at: False  # noqa: E731
_all_parties: Callable[[], Iterable[tuple[str, str]]] = lambda: ()  # noqa: E731
_address_of: dict[str, Callable[[Any], str]] = {}


def parties_are(
    *,
    name: Callable[[str], str],
    of: Callable[[Any, datetime], Iterable[str]],
    acting_as: Callable[[Any, str, datetime], str],
    sees_all: Callable[[Any, datetime], bool],
    oversees: Callable[[Any, datetime], bool],
    everyone: Callable[[], Iterable[tuple[str, str]]],
) -> None:
    """Say, once, what parties are: their names, those of a person, in which capacity a person acts, who sees every case,
    who ends cases and moves them from party to party, and all parties that there are (code, name)."""
    global _party_name, _parties_of, _acting_as, _sees_all, _oversees, _all_parties
    _oversees = oversees
    _party_name, _parties_of, _acting_as, _sees_all, _all_parties = name, of, acting_as, sees_all, everyone


def party_name(party: str) -> str:
    return _party_name(party)


def parties_of(person: Any, at: datetime) -> list[str]:
    return list(_parties_of(person, at))


def acting_as(person: Any, audience: str, at: datetime) -> str:
    return _acting_as(person, audience, at)


def sees_all(person: Any, at: datetime) -> bool:
    return _sees_all(person, at)


def oversees(person: Any, at: datetime) -> bool:
    return _oversees(person, at)


def all_parties() -> list[tuple[str, str]]:
    return list(_all_parties())


def things_live_at(kind: str, address: Callable[[Any], str]) -> None:
    """Say where the page of a thing is that cases are about (`kind` as the ledger names it)."""
    _address_of[kind] = address


def address_of(subject: Any) -> str:
    find = _address_of.get(subject._meta.label_lower)
    return find(subject) if find else ""


def audience_of(word: str, party: str, asked: Mapping[str, Any]) -> str:
    """The audience that "unit.principal" or "unit.principal@new_host" means in a case. Raises KeyError for an unknown role."""
    code, _, answer = word.partition("@")
    return roles[code].audience(str(asked.get(answer) or "") if answer else party)


def role_label(word: str, fields: Mapping[str, str] | None = None) -> str:
    """Who acts, in words: 本单位主要负责人; with a party named by an answer: 拟变更后主办单位：主要负责人."""
    code, _, answer = word.partition("@")
    label = roles[code].label if code in roles else code
    return f"{(fields or {}).get(answer, answer)}：{label}" if answer else label
