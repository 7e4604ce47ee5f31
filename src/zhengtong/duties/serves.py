"""Where chapter 2 works."""

from zhengtong.regulation.services import serves

QUERIES, RULES, ACTIONS = "zhengtong.duties.queries", "zhengtong.duties.rules", "zhengtong.duties.actions"
UNITS, POSTS = "duties_units:index", "duties_appointments:index"

serves(
    "2.1",
    what="主管单位登记单位、负责人和管理员，查看全区分工",
    where=UNITS,
    code="zhengtong.duties.access.may_keep_units",
)
serves("2.2", what="协同监管单位设联络员，可查看全区", where=POSTS, code=f"{QUERIES}.sees_district")
serves(
    "2.3",
    what="门户网站责任栏目分解到单位，各单位只见本单位",
    where="duties_columns:index",
    code=f"{QUERIES}.units_seen_by",
)
serves("2.4", what="三项制度登记版本、日期和文件，缺项提示", where=UNITS, code=f"{QUERIES}.missing_systems")
serves(
    "2.4",
    what="栏目内容分解到单位和人员，按更新周期计时",
    where="duties_columns:index",
    code=f"{ACTIONS}.assign_column",
)
serves(
    "2.5",
    what="承办单位限权、限期，到期自动终止",
    where="duties_commissions:index",
    code=f"{RULES}.why_not_commission",
)
serves("5.3", what="登记第一责任人和直接责任人，可查任一时点", where=UNITS, code=f"{QUERIES}.responsible")
serves(
    "5.2",
    what="各单位审核分工表与放宽审批",
    where="duties_relaxations:index",
    code=f"{ACTIONS}.decide_relaxation",
)
serves("7.2", what="系统、安全、审计管理员三员分设", where=POSTS, code=f"{RULES}.why_not_appoint")
serves("7.4", what="停用账号时全部任职即时终止", where="duties_people:index", code=f"{ACTIONS}.close_account")
serves("8.2", what="按问题发生时点查明责任人", where=UNITS, code=f"{QUERIES}.responsible")
