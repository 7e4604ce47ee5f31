"""Which clauses this half of the room serves."""

from zhengtong.regulation.services import serves

SURVEYS, CONSULTATIONS, INTERVIEWS = (
    "interaction_surveys:index",
    "interaction_consultations:index",
    "interaction_interviews:index",
)

serves(
    "5.7",
    what="在线调查：审核后按期开始和截止，结果以图表公布；疑似重复答卷由人核定是否计入",
    where=SURVEYS,
    code="zhengtong.interaction.actions.surveys.reply",
)
serves(
    "5.7",
    what="意见征集：逐类写明采纳情况和理由，结果未公布不能办结",
    where=CONSULTATIONS,
    code="zhengtong.interaction.rules.rounds.why_not_publish",
)
serves(
    "5.7",
    what="在线访谈：会前征集提问，实录逐条经另一人审核后公开，更正留痕",
    where=INTERVIEWS,
    code="zhengtong.interaction.actions.interviews.review_entry",
)
serves(
    "5.3",
    what="调查、征集、访谈和结果由拟稿人以外的审核人员或负责人审核后公开",
    where=CONSULTATIONS,
    code="zhengtong.interaction.actions.rounds.approve",
)
