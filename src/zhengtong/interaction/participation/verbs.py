"""What can happen to surveys, consultations and interviews, as the ledger knows it (5.7)."""

from zhengtong.engine.ledger.registry import verb

CLAUSE = "5.7"
DRAFTED = verb("round.drafted", "拟定征集互动", clause=CLAUSE)
REVISED = verb("round.revised", "修改征集互动", clause=CLAUSE)
QUESTION_ADDED = verb("round.question_added", "增加调查题目", clause=CLAUSE)
QUESTION_REMOVED = verb("round.question_removed", "删除调查题目", clause=CLAUSE)
ATTACHED = verb("round.attached", "增加附件", clause=CLAUSE)
SUBMITTED = verb("round.submitted", "送审", clause=CLAUSE)
APPROVED = verb("round.approved", "审核通过", clause="5.3")
RETURNED = verb("round.returned", "退回修改", clause="5.3")
DROPPED = verb("round.dropped", "撤回", clause=CLAUSE)
OPENED = verb("round.opened", "开始征集", clause=CLAUSE)
CLOSED = verb("round.closed", "截止征集", clause=CLAUSE)
CONCLUDED = verb("round.concluded", "拟定结果", clause=CLAUSE)
PUBLISHED = verb("round.published", "公布结果", clause=CLAUSE)
# Surveys
REPLIED = verb("survey.replied", "收到答卷", clause=CLAUSE)
REPETITION_DECIDED = verb("survey.repetition_decided", "核定疑似重复答卷", clause=CLAUSE)
WORDS_PICKED = verb("survey.words_picked", "选定公开的填空答案", clause=CLAUSE)
# Consultations
OPINION_RECEIVED = verb("consultation.received", "收到意见", clause=CLAUSE)
OPINIONS_GROUPED = verb("consultation.grouped", "归纳意见", clause=CLAUSE)
OPINIONS_DECIDED = verb("consultation.decided", "答复意见", clause=CLAUSE)
# Interviews
ASKED = verb("interview.asked", "收到网民提问", clause=CLAUSE)
QUESTION_DECIDED = verb("interview.question_decided", "筛选网民提问", clause=CLAUSE)
BEGUN = verb("interview.begun", "开始访谈", clause=CLAUSE)
ENTRY_WRITTEN = verb("interview.entry_written", "录入访谈实录", clause=CLAUSE)
ENTRY_REVIEWED = verb("interview.entry_reviewed", "审核访谈实录", clause="5.3")
