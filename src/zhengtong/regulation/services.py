"""Where each clause works: every room says so in its `serves.py`, found at start.

from zhengtong.regulation.services import serves

serves("5.2", what="三审三校逐级签署", where="publishing:waiting", code="zhengtong.publishing.rules.why_not_sign")
"""

import pkgutil
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from .facts import Clause
from .in_force import regulation_in_force


@dataclass(frozen=True)
class Service:
    """One place where a clause works: what is done (Chinese), the screen (URL name without arguments, or empty), the code."""

    clause: str
    what: str
    where: str
    code: str

    @property
    def code_lines(self) -> SafeString:
        """The code path, to be broken at its dots where a column is narrow."""
        return format_html_join(mark_safe(".<wbr>"), "{}", ((part,) for part in self.code.split(".")))

    @property
    def url(self) -> str:
        """The address of the screen; empty when there is none."""
        try:
            return reverse(self.where) if self.where else ""
        except NoReverseMatch:
            return ""


_services: dict[Service, None] = {}


def serves(clause_id: str, *, what: str, code: str, where: str = "") -> None:
    """Say that a clause works in this room. Raises NoSuchClause: a room cannot serve what is not written."""
    regulation_in_force().clause(clause_id)
    _services[Service(clause_id, what, where, code)] = None


def served() -> dict[str, list[Service]]:
    """Clause id → where it works, in the order of the text; clauses that nothing serves are left out."""
    found: dict[str, list[Service]] = {}
    for clause in regulation_in_force().clauses():
        services = [service for service in _services if service.clause == clause.id]
        if services:
            found[clause.id] = services
    return found


def unserved() -> list[Clause]:
    """Clauses that nothing serves yet; a paragraph counts as served when one of its numbered items is."""
    ids = set(served())
    ids |= {clause_id.partition("(")[0] for clause_id in ids}
    return [clause for clause in regulation_in_force().clauses() if clause.id not in ids]


def why_wrong(service: Service) -> list[str]:
    """What does not hold of a service's claim: code that does not import, a screen that does not exist."""
    problems = []
    try:
        pkgutil.resolve_name(service.code)
    except (ImportError, AttributeError, ValueError) as error:
        problems.append(f"条款 {service.clause} 所列代码 {service.code} 不存在：{error}")
    if service.where and not service.url:
        problems.append(f"条款 {service.clause} 所列页面 {service.where} 不存在")
    return problems
