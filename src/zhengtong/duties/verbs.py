"""What can happen in chapter 2."""

from zhengtong.engine.ledger.registry import verb

PERSON_CREATED = verb("person.created", "建立账号", clause="7.2")
PERSON_CLOSED = verb("person.closed", "停用账号", clause="7.4")

UNIT_OPENED = verb("unit.opened", "登记单位", clause="2.1")
UNIT_CHANGED = verb("unit.changed", "变更单位信息", clause="2.1")
UNIT_CLOSED = verb("unit.closed", "撤销单位", clause="2.1")

APPOINTED = verb("post.appointed", "指派岗位", clause="2.4")
APPOINTMENT_ENDED = verb("post.ended", "终止任职", clause="2.4")

COMMISSIONED = verb("operator.commissioned", "委托承办", clause="2.5")
COMMISSION_ENDED = verb("operator.ended", "终止承办", clause="2.5")

COLUMN_ADDED = verb("column.added", "设置责任栏目", clause="2.3")
COLUMN_ASSIGNED = verb("column.assigned", "分解责任栏目", clause="2.4")
COLUMN_CLOSED = verb("column.closed", "撤销责任栏目", clause="5.5")

WRITTEN_SYSTEM_SET = verb("written_system.set", "登记制度", clause="2.4")
REVIEW_TABLE_CHANGED = verb("review_table.changed", "变更审核分工", clause="5.2")
RELAXATION_REQUESTED = verb("relaxation.requested", "申请放宽", clause="5.2")
RELAXATION_DECIDED = verb("relaxation.decided", "审批放宽", clause="5.2")
