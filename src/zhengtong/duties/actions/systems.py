"""What a unit puts in writing (2.4), how it reviews (5.2), and what the Office lets it do with fewer hands."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhengtong.duties import access, rules
from zhengtong.duties.actions.saving import save_checked
from zhengtong.duties.models import (
    PostKind,
    Relaxation,
    RelaxationKind,
    ReviewTable,
    SystemKind,
    Unit,
    WrittenSystem,
)
from zhengtong.duties.queries import acting_as
from zhengtong.duties.verbs import (
    RELAXATION_DECIDED,
    RELAXATION_REQUESTED,
    REVIEW_TABLE_CHANGED,
    WRITTEN_SYSTEM_SET,
)
from zhengtong.engine.evidence.actions import attach
from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.refusals import Refusal, refuse

FILE_LABEL = "制度文件"


def _as_manager(by: Any, unit: Unit, at: datetime) -> str:
    return acting_as(by, unit, {PostKind.SITE_MANAGER}, at)


def set_written_system(
    unit: Unit, kind: str, *, version: str, adopted_on: date, evidence: Evidence | None, by: Any, at: datetime
) -> WrittenSystem:
    """Register a version of one of the three systems with its file; the version before it is superseded, and kept."""
    with moving(unit, WRITTEN_SYSTEM_SET, by=by, at=at, acting_as=_as_manager(by, unit, at)) as move:
        today = rules.business_date(at)
        refuse(
            access.may_set_written_system(by, unit, at),
            rules.why_not_written_system(version, adopted_on, today, has_file=evidence is not None),
        )
        assert evidence is not None  # noqa: S101  refused above
        unit.written_systems.filter(kind=kind, superseded_at__isnull=True).update(superseded_at=at)
        system = WrittenSystem(unit=move.subject, kind=kind, version=version.strip(), adopted_on=adopted_on)
        save_checked(system, "2.4")
        attach(evidence, system, label=FILE_LABEL, by=by, at=at)
        move.data = {
            "kind": str(SystemKind(kind).value), "version": system.version, "adopted_on": adopted_on.isoformat(),
            "file": evidence.hash,
        }  # fmt: skip
    return system


def change_review_table(
    unit: Unit, *, principal_signs: Iterable[str], separate_proofreaders: bool, by: Any, at: datetime
) -> ReviewTable:
    """Set what the principal signs himself and whether proofreaders stand apart. Holds for items submitted from now on."""
    signs = sorted(set(principal_signs))
    with moving(unit, REVIEW_TABLE_CHANGED, by=by, at=at, acting_as=_as_manager(by, unit, at)) as move:
        refuse(access.may_change_review_table(by, unit, at), rules.why_not_review_table(signs))
        wanted = {"principal_signs": signs, "separate_proofreaders": separate_proofreaders}
        table, _ = ReviewTable.objects.update_or_create(unit=move.subject, defaults=wanted)
        move.data = wanted
    return table


def request_relaxation(
    unit: Unit, *, reason: str, valid_until: date, by: Any, at: datetime,
    kind: str = RelaxationKind.ONE_PERSON_TWO_STAGES,
) -> Relaxation:  # fmt: skip
    """A unit asks the Office to do with fewer hands until a date; nothing changes before the Office agrees."""
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        waiting = Relaxation.objects.filter(unit=unit, kind=kind, approved__isnull=True).exists()
        today = rules.business_date(at)
        refuse(
            access.may_request_relaxation(by, unit, at),
            [Refusal("relaxation.by_a_person", "放宽须由申请单位人员提出。", "5.2")] if by is None else None,
            rules.why_not_request_relaxation(unit, reason, valid_until, today, waiting=waiting),
        )
        relaxation = Relaxation(
            unit=unit,
            kind=kind,
            reason=reason.strip(),
            valid_until=valid_until,
            requested_by=by,
            requested_at=at,
        )
        save_checked(relaxation, "5.2")
        record(
            RELAXATION_REQUESTED, relaxation, by=by, at=at, acting_as=_as_manager(by, unit, at),
            data={"reason": relaxation.reason, "valid_until": valid_until.isoformat()},
        )  # fmt: skip
    return relaxation


def decide_relaxation(
    relaxation: Relaxation, *, approve: bool, reason: str, by: Any, at: datetime
) -> Relaxation:
    """The Office agrees or not, and says why; never a person of the unit that asked."""
    capacity = acting_as(by, None, {PostKind.OFFICE_CLERK}, at)
    with moving(relaxation, RELAXATION_DECIDED, by=by, at=at, acting_as=capacity) as move:
        asked: Relaxation = move.subject
        refuse(
            access.may_decide_relaxation(by, asked, at),
            rules.why_not_decide(asked, reason, rules.business_date(at), approve=approve),
        )
        asked.approved, asked.decided_by, asked.decided_at, asked.decision_reason = (
            approve,
            by,
            at,
            reason.strip(),
        )
        save_checked(asked, "5.2")
        move.data = {"approved": approve, "reason": asked.decision_reason}
    return asked
