"""The words of chapter 2: kinds of units, posts, contents and written systems, with the sets the rules speak of."""

from zhengtong.engine.choices import TextChoices


class UnitKind(TextChoices):
    OFFICE = "office", "区政府办公室"
    CYBERSPACE = "cyberspace", "区委网信办"
    ESTABLISHMENT = "establishment", "区委编办"
    PROPAGANDA = "propaganda", "区委宣传部"
    POLICE = "police", "区公安分局"
    DEPARTMENT = "department", "区级部门"
    STREET = "street", "街道"
    TOWN = "town", "镇"
    OTHER = "other", "其他单位"


# How tables of the district group its units, in their order.
UNIT_GROUPS: tuple[tuple[str, frozenset[UnitKind]], ...] = (
    (
        "主管和协同监管单位",
        frozenset(
            {
                UnitKind.OFFICE,
                UnitKind.CYBERSPACE,
                UnitKind.ESTABLISHMENT,
                UnitKind.PROPAGANDA,
                UnitKind.POLICE,
            }
        ),
    ),
    ("区级部门", frozenset({UnitKind.DEPARTMENT})),
    ("街道", frozenset({UnitKind.STREET})),
    ("镇", frozenset({UnitKind.TOWN})),
    ("其他单位", frozenset({UnitKind.OTHER})),
)

# 2.2 names three that supervise jointly, 2.6 two that guide; each needs somebody whom the platform can reach.
SUPERVISING_KINDS = frozenset(
    {UnitKind.CYBERSPACE, UnitKind.ESTABLISHMENT, UnitKind.POLICE, UnitKind.PROPAGANDA}
)
# There is one of each of these in a district.
SINGLE_KINDS = frozenset({UnitKind.OFFICE, *SUPERVISING_KINDS})


class PostKind(TextChoices):
    PRINCIPAL = "principal", "主要负责人"
    DEPUTY = "deputy", "分管负责人"
    SITE_MANAGER = "site_manager", "网站（新媒体）管理员"
    EDITOR = "editor", "信息员（编辑）"
    REVIEWER_1 = "reviewer_1", "一审"
    REVIEWER_2 = "reviewer_2", "二审"
    REVIEWER_3 = "reviewer_3", "三审"
    PROOFREADER_1 = "proofreader_1", "一校"
    PROOFREADER_2 = "proofreader_2", "二校"
    PROOFREADER_3 = "proofreader_3", "三校"
    WATCH_OFFICER = "watch_officer", "值班读网员"
    SECURITY_OFFICER = "security_officer", "安全责任人"
    CO_SUPERVISOR = "co_supervisor", "协同监管联络员"
    OFFICE_CLERK = "office_clerk", "主管单位经办"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


LEADERS = frozenset({PostKind.PRINCIPAL, PostKind.DEPUTY})
REVIEWERS = (PostKind.REVIEWER_1, PostKind.REVIEWER_2, PostKind.REVIEWER_3)
PROOFREADERS = (PostKind.PROOFREADER_1, PostKind.PROOFREADER_2, PostKind.PROOFREADER_3)
ADMINISTRATORS = frozenset({PostKind.SYSTEM_ADMIN, PostKind.SECURITY_ADMIN, PostKind.AUDIT_ADMIN})
# Whom the Office registers for every unit, and whom a unit appoints for itself.
REGISTERED_BY_OFFICE = frozenset({*LEADERS, PostKind.SITE_MANAGER, PostKind.CO_SUPERVISOR})
APPOINTED_BY_UNIT = frozenset(
    {PostKind.EDITOR, *REVIEWERS, *PROOFREADERS, PostKind.WATCH_OFFICER, PostKind.SECURITY_OFFICER}
)
# Posts of the Office alone: its own leaders give them, nobody else.
OFFICE_ONLY = frozenset({PostKind.OFFICE_CLERK, *ADMINISTRATORS})
# Who writes and therefore puts in pictures and attachments.
WRITERS = frozenset({PostKind.EDITOR, PostKind.SITE_MANAGER})


class ContentKind(TextChoices):
    """What a responsible column holds; an article is of the same kinds."""

    POLICY = "policy", "政策文件"
    NOTICE = "notice", "通知公告"
    NEWS = "news", "动态信息"
    GUIDE = "guide", "办事指南"
    OTHER = "other", "其他"


class SystemKind(TextChoices):
    """The three systems each unit writes down (2.4)."""

    COLUMN_DUTY = "column_duty", "栏目内容分解保障制度"
    PUBLICATION_REVIEW = "publication_review", "内容发布审核制度"
    WATCH_EMERGENCY = "watch_emergency", "值班巡查应急处置制度"


class RelaxationKind(TextChoices):
    ONE_PERSON_TWO_STAGES = "one_person_two_stages", "一人承担两个审级"
