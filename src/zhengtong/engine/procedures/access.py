"""Who may do what with cases. People are known by audiences and parties alone; the floors above say what these mean."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhengtong.engine.evidence.access import let
from zhengtong.engine.ledger.actions import subject_key
from zhengtong.engine.notify.audiences import audiences_of
from zhengtong.engine.procedures import registry, rules
from zhengtong.engine.procedures.declaration import Procedure, Step
from zhengtong.engine.procedures.models import Case, CaseState, CaseStep
from zhengtong.engine.refusals import Refusal


def scope(cases: QuerySet[Case], person: Any, at: datetime) -> QuerySet[Case]:
    """The cases that exist for a person: those of the own parties, those with a step for them, all for who sees everything."""
    if registry.sees_all(person, at):
        return cases
    mine = Q(party__in=registry.parties_of(person, at))
    acting = CaseStep.objects.filter(audience__in=audiences_of(person, at)).exclude(
        state__in=["waiting", "skipped"]
    )
    return cases.filter(mine | Q(pk__in=acting.values("case")))


def audiences(step: Step, party: str, asked: dict[str, Any]) -> list[str]:
    return [registry.audience_of(word, party, asked) for word in step.by]


def who(step: Step, procedure: Procedure) -> str:
    """Who acts at a step, in words; an office outside the system is named with who writes its decision down."""
    labels = {field.code: field.label for field in procedure.asks}
    inside = "或".join(registry.role_label(word, labels) for word in step.by)
    return f"{step.outside}（由{inside}登记）" if step.outside else inside


def why_not_hand(step: Step, case: Case, by: Any, at: datetime) -> list[Refusal]:
    """Whether this person is one of those who act at this step. `by` None is the system, which acts only by itself."""
    if by is None:
        return []
    allowed = audiences(step, case.party, case.asked)
    return rules.why_not_hand(step, who(step, case.text), allowed, audiences_of(by, at))


def acting_as(step: Step, case: Case, by: Any, at: datetime) -> str:
    if by is None:
        return ""
    mine = audiences_of(by, at)
    held = next((one for one in audiences(step, case.party, case.asked) if one in mine), "")
    return registry.acting_as(by, held, at) if held else ""


def parties_to_begin(procedure: Procedure, by: Any, at: datetime) -> list[str]:
    """The parties for which this person may begin a case of this procedure: the own ones, or all for who acts for no party
    alone (the office in charge)."""
    mine, step = audiences_of(by, at), procedure.application
    everywhere = any(registry.audience_of(word, "", {}) in mine for word in step.by)
    known = [code for code, _ in registry.all_parties()] if everywhere else registry.parties_of(by, at)
    return [
        party for party in known
        if any(registry.audience_of(word, party, {}) in mine for word in step.by)
    ]  # fmt: skip


def why_not_begin(procedure: Procedure, party: str, by: Any, at: datetime) -> list[Refusal]:
    if by is None or (party and party in parties_to_begin(procedure, by, at)):
        return []
    message = f"“{procedure.label}”由{who(procedure.application, procedure)}申请，您现不担任该岗位。"
    return [Refusal("case.not_yours", message, procedure.clause)]


def why_not_withdraw(case: Case, by: Any, at: datetime) -> list[Refusal]:
    """Whoever may apply for the party takes an application back while it is open."""
    found = []
    if case.state != CaseState.OPEN:
        found.append(Refusal("case.ended", "本办件已办结或终止，不能撤回。", case.text.clause))
    return found + why_not_hand(case.text.application, case, by, at)


def why_not_oversee(case: Case, by: Any, at: datetime) -> list[Refusal]:
    """Ending a case or giving it to another party is for the office in charge."""
    found = []
    if case.state != CaseState.OPEN:
        found.append(Refusal("case.ended", "本办件已办结或终止，无须再作处理。", case.text.clause))
    if by is not None and not registry.oversees(by, at):
        found.append(
            Refusal(
                "case.not_overseer",
                "终止、移交办件由主管单位经办人员办理，您现不担任该岗位。",
                case.text.clause,
            )
        )
    return found


def let_see() -> None:
    """Evidence and clocks of a case and of its steps are seen by whoever sees the case."""
    let(Case._meta.label_lower, _sees_case)
    let(CaseStep._meta.label_lower, _sees_step)


def _sees_case(person: Any, pk: str) -> bool:
    return pk.isdigit() and scope(Case.objects.filter(pk=pk), person, timezone.now()).exists()


def _sees_step(person: Any, pk: str) -> bool:
    found = CaseStep.objects.filter(pk=pk).first() if pk.isdigit() else None
    return found is not None and _sees_case(person, subject_key(found.case)[1])
