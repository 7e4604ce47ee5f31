"""Which clauses the messages' half of the room serves."""

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
