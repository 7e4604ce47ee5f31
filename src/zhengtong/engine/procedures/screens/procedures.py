"""What can be applied for, and what a procedure looks like: for everybody who works here."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.safestring import mark_safe

from zhengtong.engine.clocks.rules import business_date
from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.menu import section_label
from zhengtong.engine.console.views import ConsoleView
from zhengtong.engine.procedures import access, registry
from zhengtong.engine.procedures.declaration import STEP_KINDS, Procedure, Step
from zhengtong.engine.procedures.drawing import drawing
from zhengtong.engine.procedures.models import Case, CaseState, Edition

UNITS = {"working_day": "个工作日", "calendar_day": "日", "hour": "小时"}
LATEST = 30


def procedure_or_404(code: str) -> Procedure:
    found = registry.procedures.get(code)
    if found is None:
        raise Http404
    return found


def procedures_of(section: str) -> list[Procedure]:
    found = [one for one in registry.procedures.values() if one.section == section]
    return sorted(found, key=lambda one: (one.order, one.code))


class SectionPage(ConsoleView):
    """办理事项 of one room: what can be applied for (or why not), and what is under way."""

    template_name = "procedures/section.html"
    access = everyone

    def get_title(self) -> str:
        return f"{section_label(self.kwargs['section'])}办理事项"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        section = self.kwargs["section"]
        listed = procedures_of(section)
        if not listed:
            raise Http404
        offered = [(one, self._refusals(one)) for one in listed if not one.by_itself]
        under_way = access.scope(
            Case.objects.filter(section=section, state=CaseState.OPEN), self.person, self.at
        )
        given = {
            "offered": [pair for pair in offered if not pair[1]], "others": [pair for pair in offered if pair[1]],
            "by_themselves": [one for one in listed if one.by_itself],
            "cases": under_way[:LATEST], "count": under_way.count(), "section": section,
            "register": f"{reverse('cases:index')}?section={section}",
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))

    def _refusals(self, procedure: Procedure) -> list[Any]:
        parties = access.parties_to_begin(procedure, self.person, self.at)
        return [] if parties else access.why_not_begin(procedure, "", self.person, self.at)


class ProcedurePage(ConsoleView):
    """One procedure: its picture, and every step with who, what, how long, on which clause."""

    template_name = "procedures/procedure.html"
    access = everyone

    def get_title(self) -> str:
        return self.procedure.label

    @property
    def procedure(self) -> Procedure:
        return procedure_or_404(self.kwargs["code"])

    def crumbs(self) -> Any:
        section = self.procedure.section
        return [(f"{section_label(section)}办理事项", reverse("cases_section", args=[section]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        procedure = self.procedure
        who = {step.code: access.who(step, procedure) if step.by else "系统" for step in procedure.steps}
        may = not procedure.by_itself and access.parties_to_begin(procedure, self.person, self.at)
        given = {
            "procedure": procedure, "picture": mark_safe(drawing(procedure, who)),
            "steps": [self._line(procedure, step, who[step.code]) for step in procedure.steps],
            "checks": [registry.checks[name].label for name in procedure.checks if registry.checks[name].label],
            "ends": [registry.effects[name].label for name in procedure.ends],
            "editions": Edition.objects.filter(procedure=procedure.code),
            "begin": reverse("cases_begin", args=[procedure.code]) if may else "",
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))

    def _line(self, procedure: Procedure, step: Step, who: str) -> dict[str, Any]:
        return {
            "step": step, "who": who, "kind": STEP_KINDS[step.kind], "limit": limit_in_words(step, self.at),
            "after": [procedure.step(code).label for code in step.after], "when": condition(procedure, step),
            "does": [registry.effects[name].label for name in step.does if registry.effects[name].label],
            "checks": [registry.checks[name].label for name in step.checks if registry.checks[name].label],
        }  # fmt: skip


def limit_in_words(step: Step, at: Any) -> str:
    if not step.limit:
        return ""
    count, unit = registry.limit_of(step.limit, business_date(at))
    return f"{count}{UNITS.get(unit, unit)}"


def condition(procedure: Procedure, step: Step) -> str:
    """When a step is asked for at all, in words."""
    if step.when is None:
        return ""
    field = next(one for one in procedure.asks if one.code == step.when.field)
    named = dict(field.options) or {"yes": "是", "no": "否"}
    values = "、".join(named.get(value, value) for value in step.when.any)
    return f"“{field.label}”{'不含' if step.when.never else '为'}{values}时"
