"""What of clause 5.7 (citizens' messages) works where."""

from zhengtong.regulation.services import serves

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
