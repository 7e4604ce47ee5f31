"""Which clauses the desk serves."""

from zhengtong.regulation.services import serves

serves(
    "2.1",
    what="全区总览：各单位在途审校、逾期、栏目、制度、发布、放宽和阵地情况，可逐项查看、可导出",
    where="desk:overview",
    code="zhengtong.desk.overview.rows",
)
serves(
    "2.1",
    what="待审批的放宽申请、待核的台账列入经办人的我的工作",
    where="wagtailadmin_home",
    code="zhengtong.desk.lines.desk_of",
)
serves(
    "2.2",
    what="协同监管单位可以查看全区总览",
    where="desk:overview",
    code="zhengtong.desk.access.looks_over_district",
)
serves(
    "2.3",
    what="单位负责人和管理员查看本单位总览，其他单位的不可见",
    where="desk:own_unit",
    code="zhengtong.desk.access.units_for",
)
serves(
    "5.3",
    what="分管负责人、主要负责人看到本单位在途和逾期事项",
    where="wagtailadmin_home",
    code="zhengtong.desk.work.clocks.pressing",
)
