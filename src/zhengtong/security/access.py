"""Who may do what to accounts: the security administrator unlocks and resets, the system administrator issues passwords.

The two are different people, so that nobody alone can take over an account that has a second factor.
"""

from datetime import datetime
from typing import Any

from zhengtong.duties import access as duties_access
from zhengtong.duties.models import Person, PostKind
from zhengtong.duties.queries import holds
from zhengtong.engine.refusals import Refusal

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
