"""Which clauses this room serves."""

from zhengtong.regulation.services import serves

LIST = "articles:index"
RULES = "zhengtong.publishing.rules"

serves(
    "5.2",
    what="三审三校：逐环节核对岗位、回避和六关意见，拒签时列明全部理由",
    where=LIST,
    code=f"{RULES}.why_not_sign",
)
serves("5.2", what="未经六次签署的文本不能公开，数据库同时拒绝", where=LIST, code=f"{RULES}.why_not_publish")
serves(
    "5.2", what="送审前核对来源、保密审查、必填要素", where="publishing:write", code=f"{RULES}.why_not_submit"
)
serves("5.3", what="按单位分工表确定三审由分管负责人或主要负责人签发", where=LIST, code=f"{RULES}.posts_for")
serves(
    "5.3",
    what="审校单载明第一责任人、直接责任人和每一次签署",
    where=LIST,
    code="zhengtong.publishing.sheet.sheet_of",
)
serves("5.5", what="撤稿须写明原因，公开记录保留", where=LIST, code="zhengtong.publishing.actions.take_down")
serves(
    "3.2",
    what="专栏专题代替专项网站：只能设在门户网站或牵头单位子站，各参与单位分别拟稿、审校，数据库同时拒绝越界设置",
    where="topics:index",
    code="zhengtong.publishing.rules.why_not_open_topic",
)
serves(
    "3.9",
    what="公告在保留期限内不能撤稿，数据库同时拒绝；只有区政府办公室写明原因后可以解除",
    where=LIST,
    code="zhengtong.publishing.actions.keep_public",
)
serves("5.6", what="转载须注明来源和原文地址", where="publishing:write", code=f"{RULES}.why_not_submit")
serves(
    "2.3", what="单位只能在本单位责任栏目拟稿、看稿", where=LIST, code="zhengtong.publishing.queries.seen_by"
)
serves(
    "2.5",
    what="承办人员只能在受托栏目拟稿",
    where="publishing:write",
    code="zhengtong.publishing.policy.columns_written_by",
)
