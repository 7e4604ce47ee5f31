"""Chapter 2 as pure functions: no database, no now. Each returns the refusals it finds, or a plain answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from zhengtong.duties.models.kinds import (
    ADMINISTRATORS,
    OFFICE_ONLY,
    PROOFREADERS,
    REVIEWERS,
    SUPERVISING_KINDS,
    ContentKind,
    PostKind,
)
from zhengtong.engine.refusals import Refusal

if TYPE_CHECKING:
    from zhengtong.duties.models import Appointment, Commission, Person, Relaxation, ReviewTable, Unit

SHANGHAI = ZoneInfo("Asia/Shanghai")


def business_date(at: datetime) -> date:
    """The day in Beibei on which this moment falls; `at` is aware."""
    return at.astimezone(SHANGHAI).date()


def in_force(held: Appointment, at: datetime) -> bool:
    """Whether an appointment gives rights at this moment: by its days, not ended, and its commission alive."""
    return alive(held, at) and (held.commission is None or alive(held.commission, at))


def alive(term: Appointment | Commission, at: datetime) -> bool:
    """Whether a term runs at this moment: both days included, and a term ended early is over from that very moment."""
    day = business_date(at)
    begun_and_not_over = term.valid_from <= day and (term.valid_until is None or day <= term.valid_until)
    return begun_and_not_over and (term.ended_at is None or at < term.ended_at)


def clause_of_post(post: str, *, commissioned: bool = False) -> str:
    """The clause a post rests on."""
    if commissioned:
        return "2.5"
    clauses = {
        PostKind.PRINCIPAL: "5.3", PostKind.DEPUTY: "5.3", PostKind.CO_SUPERVISOR: "2.2",
        PostKind.OFFICE_CLERK: "2.1", PostKind.SECURITY_OFFICER: "7.4",
    }  # fmt: skip
    return "7.2" if post in ADMINISTRATORS else clauses.get(PostKind(post), "2.4")


@dataclass(frozen=True)
class Term:
    """An appointment that is asked for, before it exists. Both days are business dates, both included."""

    person: Person
    unit: Unit
    post: str
    valid_from: date
    valid_until: date | None = None
    commission: Commission | None = None

    def overlaps(self, other: Appointment) -> bool:
        """Whether the two would run at the same time; one already ended cannot stand in the way."""
        if other.ended_at is not None:
            return False
        starts_before_other_ends = other.valid_until is None or self.valid_from <= other.valid_until
        other_starts_before_end = self.valid_until is None or other.valid_from <= self.valid_until
        return starts_before_other_ends and other_starts_before_end


def why_not_appoint(
    term: Term, *, of_person: Iterable[Appointment], of_unit: Iterable[Appointment], today: date | None
) -> list[Refusal]:
    """Everything that stands against an appointment, whoever makes it.

    `of_person` and `of_unit`: the appointments of each; `today`: the first day allowed (None: while installing).
    """
    held = [other for other in of_person if term.overlaps(other)]
    return [
        *why_not_dates(term.valid_from, term.valid_until, clause_of_post(term.post)),
        *_why_not_start(term, today),
        *_why_not_person_or_unit(term),
        *_why_not_this_unit(term),
        *_why_not_twice(term, held),
        *_why_not_second_principal(term, [other for other in of_unit if term.overlaps(other)]),
        *_why_not_administrator(term, held),
        *_why_not_operator(term, held),
    ]


def why_not_dates(valid_from: date, valid_until: date | None, clause: str) -> list[Refusal]:
    if valid_until is not None and valid_until < valid_from:
        return [Refusal("dates.reversed", "截止日期早于起始日期，请核对。", clause)]
    return []


def _why_not_start(term: Term, today: date | None) -> list[Refusal]:
    if today is not None and term.valid_from < today:
        return [
            Refusal("appointment.backdated", "任职不能追溯，起始日期最早为今日。", clause_of_post(term.post))
        ]
    return []


def _why_not_person_or_unit(term: Term) -> list[Refusal]:
    clause, refusals = clause_of_post(term.post), []
    if not term.person.is_active:
        refusals.append(Refusal("person.closed", f"{term.person}的账号已停用，不能指派岗位。", clause))
    if term.unit.valid_until is not None:
        refusals.append(Refusal("unit.closed", f"{term.unit}已撤销，不能指派岗位。", clause))
    return refusals


def _why_not_this_unit(term: Term) -> list[Refusal]:
    label = PostKind(term.post).label
    if term.post in OFFICE_ONLY and not term.unit.is_office:
        return [Refusal("post.only_in_office", f"{label}只设在区政府办公室。", clause_of_post(term.post))]
    if term.post == PostKind.CO_SUPERVISOR and term.unit.kind not in SUPERVISING_KINDS:
        message = f"{label}只设在协同监管和业务指导单位（区委网信办、区委编办、区公安分局、区委宣传部）。"
        return [Refusal("post.only_in_supervisors", message, "2.2")]
    return []


def _why_not_twice(term: Term, held: Collection[Appointment]) -> list[Refusal]:
    if any(other.unit_id == term.unit.pk and other.post == term.post for other in held):
        message = f"{term.person}在此期间已任{term.unit}{PostKind(term.post).label}，无需重复指派。"
        return [Refusal("post.already_held", message, clause_of_post(term.post))]
    return []


def _why_not_second_principal(term: Term, of_unit: Collection[Appointment]) -> list[Refusal]:
    if term.post != PostKind.PRINCIPAL:
        return []
    return [
        Refusal(
            "principal.one_per_unit",
            f"{term.unit}在此期间的主要负责人为{other.person}，请先终止其任职。",
            "5.3",
        )
        for other in of_unit
        if other.post == PostKind.PRINCIPAL and other.person_id != term.person.pk
    ]


def _why_not_administrator(term: Term, held: Collection[Appointment]) -> list[Refusal]:
    """The three administrators are three people, do no business of their own, and serve until ended."""
    refusals = []
    asked = term.post in ADMINISTRATORS
    for other in held:
        label = PostKind(other.post).label
        if asked and other.post in ADMINISTRATORS and other.post != term.post:
            message = f"{term.person}现任{label}；系统管理员、安全管理员、审计管理员须由三人分别担任。"
            refusals.append(Refusal("administrators.apart", message, "7.2"))
        elif asked != (other.post in ADMINISTRATORS):
            message = f"{term.person}现任{other.unit}{label}；管理员与业务岗位不得由同一人兼任。"
            refusals.append(Refusal("administrators.no_business", message, "7.2"))
    if asked and term.valid_until is not None:
        refusals.append(
            Refusal("administrators.open_ended", "管理员任职不设截止日期，卸任时请即时终止。", "7.2")
        )
    return refusals


def _why_not_operator(term: Term, held: Collection[Appointment]) -> list[Refusal]:
    bound = [other for other in held if other.commission is not None and other.commission.outside]
    refusals = []
    if term.commission is not None:
        refusals += _why_not_on_behalf(term, term.commission)
        if term.commission.outside and any(other.commission is None for other in held):
            message = f"{term.person}已任本区岗位，不能同时作为外部承办人员。"
            refusals.append(Refusal("operator.only_edits", message, "2.5"))
    elif bound:
        message = f"{term.person}为外部承办人员（{bound[0].commission}），除信息员外不得担任其他岗位。"
        refusals.append(Refusal("operator.only_edits", message, "2.5"))
    return refusals


def _why_not_on_behalf(term: Term, commission: Commission) -> list[Refusal]:
    refusals = []
    if term.post != PostKind.EDITOR:
        message = "承办人员只能担任信息员（编辑），审核、校对和管理由主办单位负责。"
        refusals.append(Refusal("operator.only_edits", message, "2.5"))
    if commission.host_id != term.unit.pk:
        refusals.append(
            Refusal("operator.other_host", f"该委托的主办单位为{commission.host}，不是{term.unit}。", "2.5")
        )
    if commission.ended_at is not None:
        refusals.append(Refusal("commission.ended", "该承办委托已终止。", "2.5"))
    within = commission.valid_from <= term.valid_from and term.valid_until is not None
    if not within or (term.valid_until is not None and term.valid_until > commission.valid_until):
        span = f"{commission.valid_from.isoformat()}至{commission.valid_until.isoformat()}"
        refusals.append(
            Refusal("operator.beyond_commission", f"承办人员任职不得超出委托期限（{span}）。", "2.5")
        )
    return refusals


def review_posts(stage: int, *, principal_signs: bool = False) -> frozenset[PostKind]:
    """Posts that may sign the review of a stage (1, 2, 3): the third is the deputy in charge, or the principal where
    the unit's table says so (clauses 5.2, 5.3)."""
    if stage == 3:
        return (
            frozenset({PostKind.PRINCIPAL})
            if principal_signs
            else frozenset({PostKind.REVIEWER_3, PostKind.DEPUTY})
        )
    return frozenset({REVIEWERS[stage - 1]})


def proofreading_posts(
    stage: int, *, separate: bool = False, principal_signs: bool = False
) -> frozenset[PostKind]:
    """Posts that may sign the proofreading of a stage: its proofreader, and its reviewer unless the unit keeps them apart."""
    own = frozenset({PROOFREADERS[stage - 1]})
    if separate:
        return own
    return own | review_posts(stage, principal_signs=principal_signs) | review_posts(stage)


def principal_signs(table: ReviewTable, content_kind: str) -> bool:
    return content_kind in table.principal_signs


def why_not_review_table(signs: Iterable[str]) -> list[Refusal]:
    unknown = sorted(set(signs) - set(ContentKind.values))
    return [Refusal("content.unknown", f"没有“{kind}”这一内容类别。", "5.2") for kind in unknown]


def why_not_request_relaxation(
    unit: Unit, reason: str, valid_until: date, today: date, *, waiting: bool
) -> list[Refusal]:
    """`waiting`: the unit already has an undecided request of the kind."""
    refusals = []
    if unit.is_office:
        refusals.append(Refusal("relaxation.office", "区政府办公室为主管单位，不适用放宽。", "5.2"))
    if not reason.strip():
        refusals.append(Refusal("relaxation.no_reason", "请填写申请理由。", "5.2"))
    if valid_until < today:
        refusals.append(Refusal("relaxation.past", "申请期限已过，请填写今日或以后的日期。", "5.2"))
    if waiting:
        refusals.append(Refusal("relaxation.waiting", f"{unit}已有同类申请待审批。", "5.2"))
    return refusals


def why_not_decide(relaxation: Relaxation, reason: str, today: date, *, approve: bool) -> list[Refusal]:
    refusals = []
    if relaxation.approved is not None:
        refusals.append(Refusal("relaxation.decided", "该申请已审批。", "5.2"))
    if not reason.strip():
        refusals.append(Refusal("relaxation.no_decision_reason", "请填写审批理由。", "5.2"))
    if approve and relaxation.valid_until < today:
        refusals.append(Refusal("relaxation.past", "申请期限已过，不能同意，请由申请单位重新提出。", "5.2"))
    return refusals


def why_not_commission(commission: Commission, units_of_columns: Iterable[int], today: date) -> list[Refusal]:
    """Everything against a commission; `units_of_columns`: the responsible unit of each column it names."""
    refusals = why_not_dates(commission.valid_from, commission.valid_until, "2.5")
    named = (commission.operator is not None) + bool(commission.agency)
    if named != 1:
        refusals.append(Refusal("operator.one", "承办单位与承办机构请填写且只填写一项。", "2.5"))
    if commission.operator is not None and commission.outside:
        refusals.append(Refusal("operator.outside_unit", "本区单位不是外部机构，请核对。", "2.5"))
    if commission.operator is not None and commission.operator.pk == commission.host.pk:
        refusals.append(Refusal("operator.itself", "主办单位不必委托自己承办。", "2.5"))
    if not commission.reference:
        refusals.append(Refusal("operator.no_reference", "请填写合同或委托书编号。", "2.5"))
    if commission.valid_until < today:
        refusals.append(Refusal("operator.past", "委托期限已过，请核对截止日期。", "2.5"))
    if any(unit != commission.host.pk for unit in units_of_columns):
        refusals.append(Refusal("operator.foreign_column", "只能委托本单位负责的栏目。", "2.5"))
    return refusals


def why_not_column(unit: Unit, person_units: Collection[int] | None, clause: str = "2.4") -> list[Refusal]:
    """`person_units`: where the named person holds a post now; None when nobody is named."""
    refusals = []
    if unit.valid_until is not None:
        refusals.append(Refusal("unit.closed", f"{unit}已撤销，不能承担责任栏目。", clause))
    if person_units is not None and unit.pk not in person_units:
        refusals.append(Refusal("column.stranger", f"责任人须为{unit}在岗人员。", clause))
    return refusals


def why_not_written_system(version: str, adopted_on: date, today: date, *, has_file: bool) -> list[Refusal]:
    refusals = []
    if not version.strip():
        refusals.append(Refusal("written_system.no_version", "请填写版本。", "2.4"))
    if adopted_on > today:
        refusals.append(Refusal("written_system.future", "印发日期晚于今日，请在印发后登记。", "2.4"))
    if not has_file:
        refusals.append(Refusal("written_system.no_file", "请上传制度文件。", "2.4"))
    return refusals


def why_not_close_unit(unit: Unit, reason: str, open_columns: Collection[str]) -> list[Refusal]:
    refusals = []
    if unit.valid_until is not None:
        refusals.append(Refusal("unit.closed", f"{unit}已撤销。", "2.1"))
    if not reason.strip():
        refusals.append(Refusal("reason.missing", "请填写撤销原因。", "2.1"))
    if unit.is_office:
        refusals.append(Refusal("unit.office", "区政府办公室为主管单位，不能撤销。", "2.1"))
    if open_columns:
        names = "、".join(sorted(open_columns)[:5]) + ("等" if len(open_columns) > 5 else "")
        message = f"{unit}仍负责{len(open_columns)}个责任栏目（{names}），请先移交或撤销。"
        refusals.append(Refusal("unit.has_columns", message, "2.4"))
    return refusals
