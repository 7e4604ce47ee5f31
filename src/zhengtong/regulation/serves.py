"""Which clauses this room serves."""

from .services import serves

serves(
    "1.1",
    what="办法及上级文件以数据收入系统，逐条列明在何处落实",
    where="regulation:clauses",
    code="zhengtong.regulation.services.served",
)
serves(
    "1.1",
    what="条款引用核对：代码引用不存在的条款时测试不通过",
    code="zhengtong.regulation.citations.citations_in",
)
serves(
    "9.1",
    what="数值带有效期、来源和把握程度，由数据包替换，无需改动程序",
    where="regulation:clauses",
    code="zhengtong.regulation.loading.load",
)
serves(
    "9.2",
    what="过去的事项按当时有效的数据包判断",
    where="regulation:clauses",
    code="zhengtong.regulation.parameter",
)
