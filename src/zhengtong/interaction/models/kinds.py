"""The words of clause 5.7, with the sets the rules speak of."""

from zhengtong.engine.choices import TextChoices


class MessageKind(TextChoices):
    CORRECTION = "correction", "纠错"
    ENQUIRY = "enquiry", "咨询"
    SUGGESTION = "suggestion", "建议"
    COMPLAINT = "complaint", "投诉"
    REQUEST = "request", "求助"


# A letter is every message that is not a correction.
LETTERS = frozenset({MessageKind.ENQUIRY, MessageKind.SUGGESTION, MessageKind.COMPLAINT, MessageKind.REQUEST})


class CorrectionKind(TextChoices):
    """The kinds of the national correction box (figures.md, section 6; remembered, not read)."""

    UNREACHABLE = "unreachable", "内容无法访问"
    STALE = "stale", "信息不更新"
    INACCURATE = "inaccurate", "内容不准确"
    UNANSWERED = "unanswered", "咨询留言不回复"
    TYPO = "typo", "错别字"
    FORGED = "forged", "虚假伪造"
    OTHER = "other", "其他"


class Source(TextChoices):
    WEB = "web", "网站"
    PHONE = "phone", "来电登记"
    HOTLINE = "hotline", "12345热线转办"
    NATIONAL = "national", "全国找错平台"
    ARCHIVE = "archive", "历史导入"


class MessageState(TextChoices):
    RECEIVED = "received", "待转办"
    HANDLING = "handling", "办理中"
    ANSWERED = "answered", "已答复"
    DECLINED = "declined", "不予办理"
    MERGED = "merged", "已并件"


OPEN = frozenset({MessageState.RECEIVED, MessageState.HANDLING})
CLOSED = frozenset({MessageState.ANSWERED, MessageState.DECLINED, MessageState.MERGED})


class Role(TextChoices):
    LEAD = "lead", "主办"
    JOINT = "joint", "协办"


class AnswerState(TextChoices):
    DRAFT = "draft", "拟稿"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "退回修改"
    SENT = "sent", "已答复"


# Of one message there is one answer at a time that is not sent.
WRITING = frozenset({AnswerState.DRAFT, AnswerState.SUBMITTED, AnswerState.RETURNED})


class Satisfaction(TextChoices):
    GOOD = "good", "满意"
    FAIR = "fair", "基本满意"
    POOR = "poor", "不满意"
