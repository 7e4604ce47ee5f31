"""Which clauses this room serves."""

from zhengtong.regulation.services import serves

LIST = "registry_channels:index"

serves(
    "1.2",
    what="政府网站、子站、新媒体账号和移动客户端统一登记，含主办单位、标识、状态和历史",
    where=LIST,
    code="zhengtong.registry.actions.register",
)
serves("1.2", what="逐项列出登记缺项", where=LIST, code="zhengtong.registry.queries.completeness")
serves(
    "1.2",
    what="由Excel、CSV清单导入台账：先预演、逐行列明结果和原因，确认后逐行登记、更正",
    where="registry_imports:index",
    code="zhengtong.registry.actions.read_list",
)
serves(
    "1.2",
    what="阵地分布：各单位在各类网站和各平台的阵地数",
    where="registry_channels:map",
    code="zhengtong.registry.distribution.distribution",
)
serves("1.3", what="逐一登记各阵地承担的功能", where=LIST, code="zhengtong.registry.models.Function")
serves(
    "3.1",
    what="提示集约化平台之外的独立域名；子站地址须在门户网站之下",
    code="zhengtong.registry.rules.doubts",
)
serves("3.6(1)", what="登记党政机关网站标识", where=LIST, code="zhengtong.registry.actions.set_identifier")
serves(
    "3.6(2)", what="核对域名和ICP备案编号格式", where=LIST, code="zhengtong.registry.formats.wrong_identifier"
)
serves(
    "3.6(3)", what="核对公安机关备案编号格式", where=LIST, code="zhengtong.registry.formats.wrong_identifier"
)
serves(
    "3.6(4)",
    what="核对网站标识码格式和行政区划前缀",
    where=LIST,
    code="zhengtong.registry.formats.wrong_identifier",
)
serves(
    "3.6(4)",
    what="按全国政府网站信息报送系统的填报次序列出网站信息，可复制、可导出",
    where=LIST,
    code="zhengtong.registry.national.national_record",
)
serves(
    "4.1",
    what="同一单位同一平台的第二个账号不予登记，例外须写明理由",
    where=LIST,
    code="zhengtong.registry.rules.why_not_beside",
)
serves(
    "4.1",
    what="标出同一单位在同一平台的多个账号和例外开设理由",
    where="registry_channels:map",
    code="zhengtong.registry.distribution.distribution",
)
serves(
    "4.2",
    what="按全国政务新媒体信息报送系统的填报次序列出账号信息，可复制、可导出",
    where=LIST,
    code="zhengtong.registry.national.national_record",
)
serves(
    "4.4", what="全区第二个移动客户端不予登记，除非写明批文", code="zhengtong.registry.rules.why_not_beside"
)
serves(
    "4.6", what="核对账号名称、认证主体与主办单位是否一致", where=LIST, code="zhengtong.registry.rules.doubts"
)
serves("4.7", what="登记账号功能，缺项列出", where=LIST, code="zhengtong.registry.queries.completeness")
serves(
    "7.3",
    what="判断一个网址、账号是否登记在册，已关停、注销的如实说明",
    where=LIST,
    code="zhengtong.registry.queries.public_channels",
)
