"""The words of the register: kinds of channels, the two states, functions, kinds of identifiers, and the sets rules speak of."""

from zhengtong.duties.models.kinds import TextChoices


class ChannelKind(TextChoices):
    PORTAL = "portal", "门户网站"
    SUBSITE = "subsite", "子站"
    SITE = "site", "独立域名网站"
    ACCOUNT = "account", "新媒体账号"
    APP = "app", "移动客户端"


class RecordState(TextChoices):
    """How far the entry in the register has come; says nothing about the channel itself."""

    DRAFT = "draft", "待核"
    REGISTERED = "registered", "在册"
    ARCHIVED = "archived", "归档"


class ChannelState(TextChoices):
    """What the channel itself is doing in the world."""

    APPLIED = "applied", "申请中"
    NORMAL = "normal", "正常"
    SUSPENDED = "suspended", "暂时下线"
    CLOSING = "closing", "拟关停"
    CLOSED = "closed", "已关停"
    CANCELLED = "cancelled", "已注销"


class Function(TextChoices):
    """The four functions of 1.3, recorded for each channel (4.7)."""

    PUBLISH = "publish", "信息发布"
    INTERPRET = "interpret", "解读回应"
    SERVICE = "service", "办事服务"
    INTERACTION = "interaction", "互动交流"


class IdentifierKind(TextChoices):
    SITE_CODE = "site_code", "网站标识码"
    ICP = "icp", "ICP备案编号"
    POLICE = "police", "公安机关备案编号"
    DOMAIN = "domain", "域名"
    DOMAIN_CN = "domain_cn", "中文域名"
    MARK = "mark", "党政机关网站标识"
    CERTIFICATION = "certification", "新媒体认证主体"


WEBSITES = frozenset({ChannelKind.PORTAL, ChannelKind.SUBSITE, ChannelKind.SITE})
NEW_MEDIA = frozenset({ChannelKind.ACCOUNT, ChannelKind.APP})
# A site of its own carries identifiers of its own; a sub-site lives under those of the portal.
OWN_DOMAIN = frozenset({ChannelKind.PORTAL, ChannelKind.SITE})

GONE = frozenset({ChannelState.CLOSED, ChannelState.CANCELLED})
STANDING = frozenset(ChannelState) - GONE
KEPT = frozenset({RecordState.DRAFT, RecordState.REGISTERED})

# A site may answer to several domains while one replaces another (3.13); everything else there is one of.
SEVERAL = frozenset({IdentifierKind.DOMAIN})
# What names exactly one thing in the world. An ICP number may cover several sites of one host; so may a certified name.
ONLY_ONE_BEARER = frozenset(
    {
        IdentifierKind.SITE_CODE,
        IdentifierKind.POLICE,
        IdentifierKind.DOMAIN,
        IdentifierKind.DOMAIN_CN,
        IdentifierKind.MARK,
    }
)
IDENTIFIERS_OF: dict[str, tuple[IdentifierKind, ...]] = {
    ChannelKind.PORTAL: tuple(kind for kind in IdentifierKind if kind != IdentifierKind.CERTIFICATION),
    ChannelKind.SITE: tuple(kind for kind in IdentifierKind if kind != IdentifierKind.CERTIFICATION),
    ChannelKind.SUBSITE: (),
    ChannelKind.ACCOUNT: (IdentifierKind.CERTIFICATION,),
    ChannelKind.APP: (IdentifierKind.ICP, IdentifierKind.POLICE, IdentifierKind.CERTIFICATION),
}
