"""The small vocabularies of publishing, and the named sets of their members."""

from zhengtong.engine.choices import IntegerChoices, TextChoices


class Validity(TextChoices):
    VALID = "valid", "有效"
    REPEALED = "repealed", "废止"
    EXPIRED = "expired", "失效"


class Stage(IntegerChoices):
    """Stage 0 is the seat of those who wrote or changed the text; the other three review (5.2)."""

    AUTHOR = 0, "拟稿"
    FIRST = 1, "一审一校"
    SECOND = 2, "二审二校"
    THIRD = 3, "三审三校"


STAGES = (Stage.FIRST, Stage.SECOND, Stage.THIRD)


class Act(TextChoices):
    REVIEW = "review", "审核"
    PROOFREADING = "proofreading", "校对"


class Gate(TextChoices):
    """The six gates of clause 5.2."""

    POLITICS = "politics", "政治关"
    LAW = "law", "法律关"
    POLICY = "policy", "政策关"
    SECRECY = "secrecy", "保密关"
    WORDING = "wording", "文字关"
    OPINION = "opinion", "舆情关"


class SubmissionState(TextChoices):
    IN_REVIEW = "in_review", "审校中"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"
    VOIDED = "voided", "因改动失效"
    APPROVED = "approved", "已通过，待发布"
    PUBLISHED = "published", "已发布"


OPEN_STATES = (SubmissionState.IN_REVIEW, SubmissionState.APPROVED)


class TakedownReason(TextChoices):
    """Why a public item was taken down; a table, so that it can be counted."""

    ERROR = "error", "内容有误"
    OUTDATED = "outdated", "内容过时或已调整"
    SECRECY = "secrecy", "涉及国家秘密、工作秘密"
    PRIVACY = "privacy", "涉及个人隐私、商业秘密"
    OPINION = "opinion", "引发舆情风险"
    ORDERED = "ordered", "上级要求"
    DUPLICATE = "duplicate", "重复发布"


class ImportState(TextChoices):
    """Where an uploaded document stands on its way to a draft."""

    WAITING = "waiting", "正在识别"
    READY = "ready", "待核对"
    REFUSED = "refused", "不能导入"
    USED = "used", "已存为草稿"
