"""Who may do what to accounts: the security administrator unlocks and resets, the system administrator issues passwords.

The two are different people, so that nobody alone can take over an account that has a second factor.

Custodies are kept by the host's site manager or the Office (2.1, 7.2) and pass from the giver to the taker (7.4).
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from zhengtong.duties import access as duties_access
from zhengtong.duties.models import Person, PostKind, Unit
from zhengtong.duties.queries import acting_as, holds
from zhengtong.engine.evidence.access import let
from zhengtong.engine.refusals import Refusal
from zhengtong.security.models import Custody, Handover
from zhengtong.security.queries.custody import custodies, is_orphan, seen_by

ACCOUNT_KEEPERS = {PostKind.SECURITY_ADMIN, PostKind.SYSTEM_ADMIN}
SIGN_IN_READERS = {PostKind.SECURITY_ADMIN, PostKind.AUDIT_ADMIN}


def may_see_accounts(by: Any, at: datetime) -> list[Refusal]:
    if by is None or holds(by, None, ACCOUNT_KEEPERS, at):
        return []
    return [Refusal("post.missing", "账号安全由安全管理员和系统管理员办理，您现无此权限。", "7.2")]


def may_see_sign_ins(by: Any, at: datetime) -> list[Refusal]:
    if by is None or holds(by, None, SIGN_IN_READERS, at):
        return []
    return [Refusal("post.missing", "登录记录由安全管理员、审计管理员查阅，您现无此权限。", "7.2")]


def may_unlock(by: Any, person: Person, at: datetime) -> list[Refusal]:
    return duties_access.may_unlock(by, at)


def may_reset_second_factor(by: Any, person: Person, at: datetime) -> list[Refusal]:
    return duties_access.may_unlock(by, at) + _not_oneself(by, person, "双因素认证")


def may_end_sittings(by: Any, person: Person, at: datetime) -> list[Refusal]:
    return duties_access.may_unlock(by, at)


def may_issue_password(by: Any, person: Person, at: datetime) -> list[Refusal]:
    return duties_access.may_keep_accounts(by, at) + _not_oneself(by, person, "口令")


def _not_oneself(by: Any, person: Person, what: str) -> list[Refusal]:
    if by is None or by.pk != person.pk:
        return []
    message = f"不得为本人重置{what}。本人更换请到“账号安全”办理；无法登录的，请由运行单位在服务器上办理。"
    return [Refusal("nobody.resets_himself", message, "7.2")]


def only_oneself(by: Any, person: Person, at: datetime) -> list[Refusal]:
    if by is not None and by.pk == person.pk:
        return []
    return [Refusal("account.not_yours", "此项只能由账号本人办理。", "7.2")]


def keeps_custodies(by: Any, host: Unit, at: datetime) -> bool:
    """The host's site manager, the Office's clerk, or the installation itself."""
    return (
        by is None
        or holds(by, None, {PostKind.OFFICE_CLERK}, at)
        or holds(by, host, {PostKind.SITE_MANAGER}, at)
    )


def may_keep_custody(by: Any, host: Unit, at: datetime) -> list[Refusal]:
    """Recording, restating and releasing a custody."""
    if keeps_custodies(by, host, at):
        return []
    message = f"账号口令保管由{host}网站（新媒体）管理员或区政府办公室经办人员登记，您现无此权限。"
    return [Refusal("custody.not_yours", message, "7.2")]


def may_hand_over(by: Any, custody: Custody, at: datetime) -> list[Refusal]:
    """The giver while in post; once gone, the site manager or the Office, so that a handover has two sides as long as it can."""
    gone = is_orphan(custody, at)
    if by is None or (gone and keeps_custodies(by, custody.channel.host, at)):
        return []
    if not gone and by.pk == custody.custodian_id:
        return []
    message = "移交由保管人发起；保管人已离岗的，由本单位网站（新媒体）管理员或区政府办公室经办人员发起。"
    return [Refusal("handover.not_yours", message, "7.4")]


def may_confirm(by: Any, going: Handover) -> list[Refusal]:
    if by is not None and by.pk == going.to_id:
        return []
    return [Refusal("handover.by_the_taker", f"该项移交由接收人{going.to}本人确认。", "7.4")]


def may_withdraw(by: Any, custody: Custody, going: Handover | None, at: datetime) -> list[Refusal]:
    """Who began it, who would receive it, and who keeps custodies in the host."""
    host = custody.channel.host
    sides = {going.to_id, going.started_by_id} if going else set()
    if keeps_custodies(by, host, at) or (by.pk in sides and holds(by, host, list(PostKind), at)):
        return []
    return [Refusal("handover.not_yours", "撤回移交由发起人、接收人或本单位管理员办理。", "7.4")]


def may_note_change(by: Any, custody: Custody, at: datetime) -> list[Refusal]:
    """Whoever may have changed it: the custodian, the one who resets, who keeps custodies in the host."""
    host = custody.channel.host
    hand = by is not None and by.pk in {custody.custodian_id, custody.resetter_id}
    if keeps_custodies(by, host, at) or (hand and holds(by, host, list(PostKind), at)):
        return []
    return [Refusal("custody.not_yours", "口令更换由保管人、重置人或本单位管理员登记。", "7.2")]


def capacity(by: Any, host: Unit, at: datetime) -> str:
    """How the ledger names the hand: the Office's clerk, the host's site manager, else any post in the host."""
    if by is None:
        return ""
    return (
        acting_as(by, None, {PostKind.OFFICE_CLERK}, at)
        or acting_as(by, host, {PostKind.SITE_MANAGER}, at)
        or acting_as(by, host, list(PostKind), at)
    )


def _sees_custody(person: Any, custody_id: str) -> bool:
    rows = custodies().filter(pk=int(custody_id)) if custody_id.isdigit() else custodies().none()
    return seen_by(rows, person, timezone.now()).exists()


let("security.custody", _sees_custody)
