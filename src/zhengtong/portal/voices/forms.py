"""The two forms: what each asks, in which order, and what it makes of what was typed (5.7)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from zhengtong.interaction.models import LETTERS, CorrectionKind, MessageKind
from zhengtong.interaction.rules import Said
from zhengtong.interaction.rules.reception import FILE_BYTES, FILES
from zhengtong.portal.voices.entrance import Passage, Sent
from zhengtong.portal.voices.pages import Choice, Field, Group
from zhengtong.portal.voices.places import CORRECTION, LETTER, Standing, is_own, own_path, title_of

Texts = Mapping[str, str]
Faults = Mapping[str, str]
YES = "yes"
LETTER_NOTES = {
    MessageKind.ENQUIRY: "想了解政策、条件、材料、办理流程",
    MessageKind.SUGGESTION: "对政府工作、公共服务有意见和建议",
    MessageKind.COMPLAINT: "反映服务、作风、管理等方面的问题",
    MessageKind.REQUEST: "遇到困难，需要政府帮助解决",
}
CORRECTION_NOTES = {
    CorrectionKind.UNREACHABLE: "页面、链接、附件打不开",
    CorrectionKind.STALE: "内容过时、长期没有更新",
    CorrectionKind.INACCURATE: "与事实、政策不符，前后不一致",
    CorrectionKind.UNANSWERED: "留言没有人答复",
    CorrectionKind.TYPO: "错字、漏字、标点和格式错误",
    CorrectionKind.FORGED: "冒充政府的网站、账号、信息",
    CorrectionKind.OTHER: "",
}
PAGE_KNOWN = "已填好您来时所在的页面，可以修改。"
PAGE_UNKNOWN = "请填写网址；不清楚网址的，请写明页面的标题。"
FILES_HINT = (
    f"最多{FILES}个，每个不超过{FILE_BYTES // 1024 // 1024}MB。可以是图片、PDF、Word、Excel、文本文件。"
)


@dataclass(frozen=True)
class Form:
    """`purpose` binds the token; `groups` are drawn from texts and faults; `said` is what goes into the tray."""

    purpose: str
    what: str
    path: str
    title: str
    lead: str
    groups: Callable[[Texts, Faults], tuple[Group, ...]]
    said: Callable[[Any, Sent, Standing], Said]
    suggests: bool = False


def _field(name: str, label: str, typed: Texts, faults: Faults, **more: Any) -> Field:
    return Field(name=name, label=label, value=typed.get(name, ""), error=faults.get(name, ""), **more)


def _choices(labels: Any, notes: Mapping[Any, str]) -> tuple[Choice, ...]:
    return tuple(Choice(kind.value, kind.label, notes.get(kind, "")) for kind in labels)


def _files(faults: Faults) -> Field:
    return Field(
        name="files",
        label="图片或者文件",
        kind="files",
        hint=FILES_HINT,
        optional=True,
        error=faults.get("files", ""),
    )


def _sender(typed: Texts, faults: Faults) -> Group:
    hint = "可以全部不填。不填的，请凭查询码查看答复。联系方式只供承办单位核实情况，不会公开。"
    return Group(
        title="您的联系方式（选填）",
        hint=hint,
        fields=(
            _field("sender_name", "姓名或者称呼", typed, faults, complete="name"),
            _field("sender_phone", "联系电话", typed, faults, complete="tel", mode="tel"),
            _field("sender_email", "电子邮箱", typed, faults, complete="email", mode="email"),
        ),
    )


# ---- 我要找错 ---------------------------------------------------------------------------------------------


def correction_groups(typed: Texts, faults: Faults) -> tuple[Group, ...]:
    first = (
        _field("page", "有误页面的网址", typed, faults, mode="url",
               hint=PAGE_KNOWN if typed.get("page") else PAGE_UNKNOWN),
        _field("words", "有误的文字", typed, faults, kind="area", rows=3, optional=True,
               hint="请把有误的那几个字或者那一句抄在这里。页面打不开的，可以不填。"),
        _field("correction_kind", "错误类型", typed, faults, kind="choices",
               options=_choices(CorrectionKind, CORRECTION_NOTES)),
        _field("body", "说明", typed, faults, kind="area", rows=5,
               hint="哪里不对，您认为应当怎样改。填写了有误的文字、已经说清楚的，可以不填。"),
        _files(faults),
    )  # fmt: skip
    return (Group(fields=first), _sender(typed, faults))


def correction_said(request: Any, came: Sent, where: Standing) -> Said:
    """The page as a path of our own where it is one, with the column that answers for it."""
    page = own_path(came["page"], request, where.site)
    place = where.column_at(page) if is_own(page) else None
    texts = {name: came[name] for name in ("correction_kind", "body", "words", *SENDER)}
    return Said.of(
        texts
        | {"kind": MessageKind.CORRECTION.value, "page": page, "column": place.code if place else ""}
        | {"page_title": title_of(page, where)[:300] if is_own(page) else ""}
    )


# ---- 我要写信 ---------------------------------------------------------------------------------------------


def letter_groups(typed: Texts, faults: Faults) -> tuple[Group, ...]:
    kinds = [kind for kind in MessageKind if kind in LETTERS]
    first = (
        _field("kind", "信件类别", typed, faults, kind="choices", options=_choices(kinds, LETTER_NOTES)),
        _field("title", "标题", typed, faults, hint="一句话说明是什么事，最多100个字。"),
        _field("body", "内容", typed, faults, kind="area", rows=10,
               hint="请写明时间、地点、经过和您的要求，最多5000个字。请不要写身份证号、银行卡号等与办理无关的个人信息。"),
        _files(faults),
    )  # fmt: skip
    agrees = _field("may_publish", "同意公开", typed, faults, kind="check",
                    hint="答复后，您的来信和答复可能在“公开答复”中公开。公开前由工作人员隐去姓名、电话、住址等个人信息。",
                    options=(Choice(YES, "我同意公开这封信的内容和答复"),))  # fmt: skip
    return (Group(fields=first), _sender(typed, faults), Group(fields=(agrees,), title="是否同意公开"))


def letter_said(request: Any, came: Sent, where: Standing) -> Said:
    texts = {name: came[name] for name in ("kind", "title", "body", *SENDER)}
    return Said.of(texts, may_publish=came["may_publish"] == YES)


SENDER = ("sender_name", "sender_phone", "sender_email")
CORRECT = Form(
    "correction", "纠错意见", CORRECTION.href, CORRECTION.text,
    "网页打不开、内容有错、信息过时，请告诉我们。不用登录，提交后会得到一个查询码。",
    correction_groups, correction_said,
)  # fmt: skip
WRITE = Form(
    "letter", "来信", LETTER.href, LETTER.text,
    "咨询、建议、投诉、求助，请写在这里。不用登录，提交后会得到一个查询码。",
    letter_groups, letter_said, suggests=True,
)  # fmt: skip


def question(passage: Passage) -> Group:
    """The question that is asked of whoever sends very much."""
    return Group(
        fields=(
            Field(name="answer", label=passage.question, error=passage.wrong, mode="text",
                  hint="短时间内提交较多，请回答这个问题，以确认不是程序自动提交。"),
        )
    )  # fmt: skip
