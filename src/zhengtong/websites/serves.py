"""Which clauses this room serves."""

from zhengtong.regulation.services import serves

CASES = "cases:index"
WORDS = "zhengtong.websites.procedures"

serves(
    "3.1",
    what="申请开设网站须先说明责任栏目、子站不能满足的理由",
    where=CASES,
    code="zhengtong.websites.rules.why_not_a_site",
)
serves(
    "3.2",
    what="专项网站不予开设，引导申请专栏专题；已开设的按关停迁移整合",
    where=CASES,
    code="zhengtong.websites.rules.why_not_a_site",
)
serves("3.3", what="政府网站开设程序", where=CASES, code=f"{WORDS}.apply")
serves(
    "3.4",
    what="主要负责同志同意、区政府办公室审核、市政府办公厅批准逐级办理",
    where=CASES,
    code=f"{WORDS}.apply",
)
serves(
    "3.5",
    what="申请材料四项齐全方可提交",
    where=CASES,
    code="zhengtong.engine.procedures.rules.why_not_files",
)
serves(
    "3.6",
    what="开通前六项程序逐项登记证明、编号和日期，未全部办结不能开通",
    where=CASES,
    code="zhengtong.registry.procedures.go_live",
)
serves(
    "3.6(5)",
    what="生成开通公告草稿，经三审三校发布",
    where=CASES,
    code="zhengtong.publishing.procedures.draft_portal_notice",
)
serves(
    "3.6(6)", what="区委网信办在线签收备案", where=CASES, code="zhengtong.engine.procedures.actions.perform"
)
serves("3.7", what="开通时核查徽标，宣传语须写明理由", where=CASES, code=f"{WORDS}.logo")
serves(
    "3.8",
    what="关停迁移程序，逐条核对原有内容去向",
    where=CASES,
    code="zhengtong.websites.actions.account_for_content",
)
serves(
    "3.9",
    what="公告保留期内不得撤下，期满方可继续办理",
    where=CASES,
    code="zhengtong.publishing.procedures.keep_notice",
)
serves(
    "3.10",
    what="注销标识、备案和域名，全部办结方可关停；监看原域名",
    where="websites_watches:index",
    code="zhengtong.websites.actions.look",
)
serves(
    "3.11",
    what="临时下线每年1次、每次30天，超出不予受理；到期前提醒，逾期自动立案",
    where=CASES,
    code="zhengtong.websites.rules.why_not_offline",
)
serves("3.12", what="紧急下线快速报备，生成书面报告，不计次数", where=CASES, code=f"{WORDS}.outage")
serves("3.13", what="信息变更只办理所涉及的程序，域名变更须在原网站公告", where=CASES, code=f"{WORDS}.change")
serves(
    "8.2(2)",
    what="擅自开设、关停可由台账和办件比对查明",
    where=CASES,
    code="zhengtong.registry.actions.set_state",
)
