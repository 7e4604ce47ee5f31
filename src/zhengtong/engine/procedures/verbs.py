from zhengtong.engine.ledger.registry import verb

BEGUN = verb("case.begun", "提出申请")
STEP_DONE = verb("case.step_done", "办理环节")
STEP_RETURNED = verb("case.step_returned", "退回补正")
REFUSED = verb("case.refused", "不予同意")
DONE = verb("case.done", "办结")
WITHDRAWN = verb("case.withdrawn", "撤回申请")
STOPPED = verb("case.stopped", "终止办理")
HANDED_OVER = verb("case.handed_over", "变更办理单位")
REOPENED = verb("case.reopened", "重新办理环节")
