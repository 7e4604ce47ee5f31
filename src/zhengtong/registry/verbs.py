from zhengtong.engine.ledger.registry import verb

REGISTERED = verb("channel.registered", "登记阵地", clause="1.2")
ADMITTED = verb("channel.admitted", "核定入册", clause="1.2")
CORRECTED = verb("channel.corrected", "更正登记", clause="1.2")
CHANGED = verb("channel.changed", "按程序变更登记", clause="3.13")
STATE_CHANGED = verb("channel.state_changed", "变更运行状态", clause="1.2")
IDENTIFIER_SET = verb("channel.identifier_set", "登记标识", clause="3.6")
IDENTIFIER_ENDED = verb("channel.identifier_ended", "终止标识", clause="3.6")
LIST_READ = verb("register.list_read", "上传台账清单", clause="1.2")
LIST_CONFIRMED = verb("register.list_confirmed", "确认导入台账", clause="1.2")
LIST_ENTERED = verb("register.list_entered", "完成导入台账", clause="1.2")
LIST_DROPPED = verb("register.list_dropped", "放弃导入台账", clause="1.2")
