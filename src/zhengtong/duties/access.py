"""Who may do what in chapter 2. Every function returns the refusals; `by=None` is the installation itself (command line)."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.utils import timezone

from zhengtong.duties.models import (
    Commission,
    Person,
    PostKind,
    Relaxation,
    ResponsibleColumn,
    Unit,
    WrittenSystem,
)
from zhengtong.duties.models.kinds import APPOINTED_BY_UNIT, LEADERS, OFFICE_ONLY, REGISTERED_BY_OFFICE
from zhengtong.duties.queries import holds, matching_posts, units_of, units_seen_by
from zhengtong.duties.rules import clause_of_post
from zhengtong.engine.evidence import access as evidence_access
from zhengtong.engine.refusals import Refusal


def is_office_clerk(by: Any, at: datetime) -> bool:
    return holds(by, None, {PostKind.OFFICE_CLERK}, at)


def manages(by: Any, unit: Unit, at: datetime) -> bool:
    """Whether the person is the unit's site manager."""
    return holds(by, unit, {PostKind.SITE_MANAGER}, at)


def leads_office(by: Any, at: datetime) -> bool:
    return any(post.unit.is_office for post in matching_posts(by, None, LEADERS, at))


def may_appoint(
    by: Any, unit: Unit, post: str, at: datetime, *, person: Person | None = None
) -> list[Refusal]:
    """The Office registers leaders and site managers, a site manager appoints the unit's own staff, the Office's leaders
    give the Office's posts and those of the administrators; nobody appoints himself."""
    if by is None:
        return []
    refusals = []
    clause = clause_of_post(post)
    if person is not None and person.pk == by.pk:
        refusals.append(
            Refusal("nobody.appoints_himself", "不得为本人指派岗位，请由有权的其他人员办理。", clause)
        )
    if not _gives(by, unit, post, at):
        message = f"{PostKind(post).label}由{giver_of(unit, post)}指派，您现无此权限。"
        refusals.append(Refusal("post.not_yours_to_give", message, clause))
    return refusals


def _gives(by: Any, unit: Unit, post: str, at: datetime) -> bool:
    if post in OFFICE_ONLY:
        return leads_office(by, at)
    if post in REGISTERED_BY_OFFICE:
        return is_office_clerk(by, at)
    return post in APPOINTED_BY_UNIT and manages(by, unit, at)


def giver_of(unit: Unit, post: str) -> str:
    """Who gives a post, in words for a refusal."""
    if post in OFFICE_ONLY:
        return "区政府办公室负责同志"
    return "区政府办公室主管单位经办" if post in REGISTERED_BY_OFFICE else f"{unit}网站（新媒体）管理员"


def posts_to_give(by: Any, unit: Unit, at: datetime) -> list[PostKind]:
    """What the person may give in this unit, for the form."""
    return [kind for kind in PostKind if not may_appoint(by, unit, kind, at)]


def may_end_appointment(by: Any, unit: Unit, post: str, at: datetime) -> list[Refusal]:
    """Whoever gives a post ends it; the Office, which supervises, ends any post of business at once."""
    if by is None or _gives(by, unit, post, at):
        return []
    if post not in OFFICE_ONLY and is_office_clerk(by, at):
        return []
    message = f"{PostKind(post).label}由{giver_of(unit, post)}终止，您现无此权限。"
    return [Refusal("post.not_yours_to_end", message, clause_of_post(post))]


def may_keep_accounts(by: Any, at: datetime) -> list[Refusal]:
    """The system administrator opens and closes accounts; an account alone gives no right."""
    return _only(by, at, {PostKind.SYSTEM_ADMIN}, "账号由系统管理员建立和停用，您现无此权限。", "7.2")


def may_unlock(by: Any, at: datetime) -> list[Refusal]:
    return _only(
        by, at, {PostKind.SECURITY_ADMIN}, "解锁账号、重置第二验证由安全管理员办理，您现无此权限。", "7.2"
    )


def may_read_ledger(by: Any, at: datetime) -> list[Refusal]:
    return _only(by, at, {PostKind.AUDIT_ADMIN}, "全部留痕由审计管理员查阅，您现无此权限。", "7.2")


def may_manage_jobs(by: Any, at: datetime) -> list[Refusal]:
    return _only(by, at, {PostKind.SYSTEM_ADMIN}, "后台任务由系统管理员管理，您现无此权限。", "7.2")


def may_keep_units(by: Any, at: datetime) -> list[Refusal]:
    return _only(by, at, {PostKind.OFFICE_CLERK}, "单位由区政府办公室主管单位经办登记，您现无此权限。", "2.1")


def _only(by: Any, at: datetime, kinds: Collection[str], message: str, clause: str) -> list[Refusal]:
    if by is None or holds(by, None, kinds, at):
        return []
    return [Refusal("post.missing", message, clause)]


def may_manage_unit(by: Any, unit: Unit, at: datetime, what: str, clause: str) -> list[Refusal]:
    """What a unit keeps for itself: its written systems, its review table, its requests, its operators."""
    if by is None or manages(by, unit, at):
        return []
    message = f"{what}由{unit}网站（新媒体）管理员办理，您现无此权限。"
    return [Refusal("unit.not_yours", message, clause)]


def may_commission(by: Any, host: Unit, at: datetime) -> list[Refusal]:
    return may_manage_unit(by, host, at, "承办委托", "2.5")


def may_end_commission(by: Any, commission: Commission, at: datetime) -> list[Refusal]:
    return [] if is_office_clerk(by, at) else may_commission(by, commission.host, at)


def may_set_written_system(by: Any, unit: Unit, at: datetime) -> list[Refusal]:
    return may_manage_unit(by, unit, at, "三项制度", "2.4")


def may_change_review_table(by: Any, unit: Unit, at: datetime) -> list[Refusal]:
    return may_manage_unit(by, unit, at, "审核分工", "5.2")


def may_request_relaxation(by: Any, unit: Unit, at: datetime) -> list[Refusal]:
    return may_manage_unit(by, unit, at, "放宽申请", "5.2")


def may_decide_relaxation(by: Any, relaxation: Relaxation, at: datetime) -> list[Refusal]:
    """The Office decides, and nobody who holds any post in the unit that asks."""
    if by is None:
        return [Refusal("relaxation.by_a_person", "放宽须由区政府办公室经办人审批。", "5.2")]
    refusals = []
    if not is_office_clerk(by, at):
        refusals.append(
            Refusal("relaxation.not_office", "放宽由区政府办公室主管单位经办审批，您现无此权限。", "5.2")
        )
    if by.pk == relaxation.requested_by_id or relaxation.unit in units_of(by, at):
        refusals.append(
            Refusal("relaxation.own_unit", "申请人及申请单位人员不得审批本单位的放宽申请。", "5.2")
        )
    return refusals


def may_keep_columns(by: Any, site: str, unit: Unit, at: datetime) -> list[Refusal]:
    """The Office hands out the portal's columns; a unit those of its own sub-site (2.3)."""
    if by is None or is_office_clerk(by, at) or (site == unit.code and manages(by, unit, at)):
        return []
    message = "门户网站责任栏目由区政府办公室分解，子站栏目由本单位管理员设置，您现无此权限。"
    return [Refusal("column.not_yours", message, "2.3")]


def may_assign_column(by: Any, column: ResponsibleColumn, unit: Unit, at: datetime) -> list[Refusal]:
    """Within the responsible unit its site manager names the person; another unit is for who hands columns out."""
    if column.unit_id == unit.pk and by is not None and manages(by, unit, at):
        return []
    return may_keep_columns(by, column.site, unit, at)


def let_see() -> None:
    """Evidence and clocks of this room are seen by who sees the unit they belong to."""
    evidence_access.let(WrittenSystem._meta.label_lower, _sees(WrittenSystem))
    evidence_access.let(ResponsibleColumn._meta.label_lower, _sees(ResponsibleColumn))


def _sees(model: Any) -> Callable[[Any, str], bool]:
    def may_see(person: Any, pk: str) -> bool:
        return model.objects.filter(pk=pk, unit__in=units_seen_by(person, timezone.now())).exists()

    return may_see
