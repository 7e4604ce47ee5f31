"""What can happen to accounts in the console's own safety and to the custody of channels' credentials (clauses 7.2, 7.4).

No line ever holds a password, a code or a secret."""

from zhengtong.engine.ledger.registry import verb

ACCOUNT_LOCKED = verb("account.locked", "账号锁定", clause="7.2")
ACCOUNT_UNLOCKED = verb("account.unlocked", "解锁账号", clause="7.2")
SITTINGS_ENDED = verb("account.sittings_ended", "强制退出", clause="7.2")

PASSWORD_CHANGED = verb("password.changed", "更换口令", clause="7.2")
PASSWORD_ISSUED = verb("password.issued", "重置口令", clause="7.2")

SECOND_FACTOR_ENROLLED = verb("second_factor.enrolled", "启用双因素认证", clause="7.2")
SECOND_FACTOR_REMOVED = verb("second_factor.removed", "停用双因素认证", clause="7.2")
SECOND_FACTOR_RESET = verb("second_factor.reset", "重置双因素认证", clause="7.2")
RECOVERY_CODES_RENEWED = verb("second_factor.codes_renewed", "重新生成恢复码", clause="7.2")
RECOVERY_CODE_USED = verb("second_factor.code_used", "使用恢复码", clause="7.2")

CUSTODY_TAKEN = verb("custody.taken", "登记账号口令保管", clause="7.2")
CUSTODY_RESTATED = verb("custody.restated", "更改保管方式", clause="7.2")
CUSTODY_PASSWORD_CHANGED = verb("custody.password_changed", "登记口令更换", clause="7.2")
CUSTODY_RELEASED = verb("custody.released", "终止保管", clause="7.2")
CUSTODY_ORPHANED = verb("custody.orphaned", "保管人离岗，待移交", clause="7.4")
HANDOVER_STARTED = verb("custody.handover_started", "发起移交", clause="7.4")
HANDOVER_CONFIRMED = verb("custody.handed_over", "确认接收", clause="7.4")
HANDOVER_WITHDRAWN = verb("custody.handover_withdrawn", "撤回移交", clause="7.4")
