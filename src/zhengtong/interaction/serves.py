"""Which clauses the messages' half of the room serves: from the form to the answer, and lists in and out."""

from zhengtong.regulation.services import serves

MESSAGES, BOARD, TOPICS = "interaction_messages:index", "interaction_board", "interaction_topics"

serves(
    "5.7",
    what="纠错意见一跳直达栏目责任人，原文定位、按小幅更正送审，答复写明更正前后文字",
    where=MESSAGES,
    code="zhengtong.interaction.actions.fixing.begin_fix",
)
serves(
    "5.7",
    what="来信按类计时、转办建议由人确定、协办、暂停须经审批、答复经另一人审定后发出",
    where=MESSAGES,
    code="zhengtong.interaction.actions.answering.send_answer",
)
serves(
    "5.7",
    what="相似来信归并、答复雷同提示、问答知识库随答复积累并定期复核",
    where=TOPICS,
    code="zhengtong.interaction.actions.closing.merge_all",
)
serves(
    "5.7",
    what="各单位在办、将到期、逾期、平均天数、满意率一表可见，逐数可查",
    where=BOARD,
    code="zhengtong.interaction.queries.board.counts",
)
serves(
    "5.3",
    what="答复由拟稿人以外的审核人员或者负责人审定",
    where=MESSAGES,
    code="zhengtong.interaction.rules.messages.why_not_send",
)

serves(
    "5.7", what="导入12345热线、全国找错平台和旧系统的留言，先预演、逐行说明，同一件不重复登记", where="interaction_imports:index",
    code="zhengtong.interaction.actions.imports.read_list",
)  # fmt: skip
serves(
    "5.7", what="历史答复按清单所载时间办结，无审核人的如实标为历史答复", where="interaction_imports:index",
    code="zhengtong.interaction.actions.past.record_past_answer",
)  # fmt: skip
serves(
    "5.7", what="按来源平台的栏目次序导出办理回执，新办结的只报一次", where="interaction_receipts:index",
    code="zhengtong.interaction.actions.receipts.make_receipts",
)  # fmt: skip
serves(
    "5.7", what="逾期清单：哪些留言逾期、逾期几个工作日、期限怎样算出", where="interaction_overdue",
    code="zhengtong.interaction.queries.overdue.overdue",
)  # fmt: skip
