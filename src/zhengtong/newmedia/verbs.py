"""What can happen to accounts beside what the register and the procedures write."""

from zhengtong.engine.ledger.registry import verb

UPDATE_NOTED = verb("account.update_noted", "登记账号更新", clause="4.8")
RECHECK_PLANNED = verb("account.recheck_planned", "安排注销复查", clause="4.8")
RECHECKED = verb("account.rechecked", "复查注销账号", clause="4.8")
