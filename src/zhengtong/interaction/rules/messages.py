"""What stands against each step of a message (5.7): pure, every reason at once, each saying what to do."""

from datetime import date, datetime

from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.models.kinds import LETTERS, OPEN, AnswerState, MessageKind, MessageState

CLAUSE = "5.7"
Check = tuple[bool, str, str]


def _standing(*checks: Check) -> list[Refusal]:
    return [Refusal(code, message, CLAUSE) for stands, code, message in checks if stands]


def _closed(state: str) -> Check:
    said = f"该留言{MessageState(state).label}，不再办理；网民不满意的可以申请重新办理。"
    return state not in OPEN, "message.closed", said


def _not_handled(state: str) -> Check:
    return state == MessageState.RECEIVED, "message.not_forwarded", "留言尚未转办，请由区政府办公室先行转办。"


def why_not_forward(
    state: str, *, same_unit: bool, unit_is_open: bool, person_is_of_unit: bool
) -> list[Refusal]:
    return _standing(
        _closed(state),
        (same_unit and state == MessageState.HANDLING, "forward.same", "留言已在该单位办理，无须再次转办。"),
        (not unit_is_open, "forward.unit_closed", "该单位已撤销，请选择承接其职责的单位。"),
        (not person_is_of_unit, "forward.person", "所选责任人不在该单位任职，请另选责任人，或者只选单位。"),
    )


def why_not_acknowledge(state: str, *, taken: bool) -> list[Refusal]:
    return _standing(
        _closed(state), _not_handled(state), (taken, "acknowledge.twice", "该转办件已签收，无须重复签收。")
    )


def why_not_send_back(
    state: str,
    why: str,
    *,
    forwarded_at: datetime | None,
    at: datetime,
    until: datetime | None,
    same_unit: bool,
    answering: bool,
) -> list[Refusal]:
    return _standing(
        _closed(state),
        _not_handled(state),
        (not why.strip(), "return.why", "请写明退回理由。"),
        (same_unit, "return.same", "应办单位不能是本单位；不清楚应由谁办理的，可以不选。"),
        (
            forwarded_at is not None and until is not None and at > until,
            "return.late",
            "已超过退回时限，请继续办理；确属其他单位职责的，请联系区政府办公室改派。",
        ),
        (answering, "return.answering", "答复已送审，不能退回转办件；请先退回答复。"),
    )


def why_not_ask_joint(state: str, *, is_lead: bool, asked: bool) -> list[Refusal]:
    return _standing(
        _closed(state),
        _not_handled(state),
        (is_lead, "joint.lead", "主办单位不能同时作为协办单位，请另选单位。"),
        (asked, "joint.twice", "该单位已在协办，请等待其提出意见。"),
    )


def why_not_give_opinion(state: str, text: str, *, given: bool, ended: bool) -> list[Refusal]:
    return _standing(
        _closed(state),
        (not text.strip(), "opinion.empty", "请填写协办意见。"),
        (given, "opinion.twice", "本单位已提出意见。需要补充的，请直接联系主办单位。"),
        (ended and not given, "opinion.ended", "该协办事项已终止，无须提出意见。"),
    )


def why_not_sort(state: str, was: str, now: str, *, paused: bool) -> list[Refusal]:
    return _standing(
        _closed(state),
        (
            was == MessageKind.CORRECTION or now == MessageKind.CORRECTION,
            "sort.correction",
            "纠错意见与来信不能互相调整类别。",
        ),
        (now not in LETTERS, "sort.kind", "请选择类别。"),
        (was == now, "sort.same", "类别没有变化，无须调整。"),
        (paused, "sort.paused", "暂停计时期间不能调整类别，请先恢复计时。"),
    )


def why_not_find_complex(
    state: str, kind: str, why: str, *, known: bool, paused: bool, late: bool
) -> list[Refusal]:
    return _standing(
        _closed(state),
        (kind == MessageKind.CORRECTION, "complex.correction", "纠错意见没有更长的期限，请按期办理。"),
        (not why.strip(), "complex.why", "请写明情况复杂的理由。"),
        (known, "complex.twice", "已认定情况复杂，无须再次认定。"),
        (paused, "complex.paused", "暂停计时期间不能认定，请先恢复计时。"),
        (late, "complex.late", "该留言已逾期，不能再认定情况复杂，请尽快答复。"),
    )


def why_not_ask_pause(
    state: str, why: str, until: date | None, *, today: date, latest: date, asked: bool, late: bool
) -> list[Refusal]:
    return _standing(
        _closed(state),
        _not_handled(state),
        (not why.strip(), "pause.why", "请写明暂停计时的理由，例如须现场检测、待上级答复。"),
        (until is None, "pause.until", "请填写最迟恢复计时的日期。"),
        (until is not None and until <= today, "pause.past", "最迟恢复日期应晚于今日。"),
        (
            until is not None and until > latest,
            "pause.long",
            f"一次暂停最迟至{latest:%Y-%m-%d}，请改为不晚于该日的日期。",
        ),
        (asked, "pause.twice", "已有一项暂停计时申请或者正在暂停，不能重复申请。"),
        (late, "pause.late", "该留言已逾期，不能申请暂停计时，请尽快答复。"),
    )


def why_not_decide_pause(
    state: str, *, decided: bool, ended: bool, own: bool, late: bool, allow: bool
) -> list[Refusal]:
    return _standing(
        _closed(state),
        (decided or ended, "pause.decided", "该申请已审批，无须重复审批。"),
        (own, "pause.own", "不能审批本人提出的申请。"),
        (late and allow, "pause.late", "该留言已逾期，不能再暂停计时，请不予同意。"),
    )


def why_not_resume(*, running: bool) -> list[Refusal]:
    return _standing((not running, "pause.none", "该留言未在暂停计时，无须恢复。"))


def why_not_draft(
    state: str, text: str, *, answering: str, quoted_before: str, quoted_after: str
) -> list[Refusal]:
    """`answering` is the state of the answer that is being written, empty where there is none."""
    return _standing(
        _closed(state),
        _not_handled(state),
        (not text.strip(), "answer.empty", "请填写答复内容。"),
        (len(text) > 10_000, "answer.long", "答复内容不超过10000个字。"),
        (
            answering == AnswerState.SUBMITTED,
            "answer.in_review",
            "答复正在审核，不能修改；需要修改的，请审核人退回。",
        ),
        (
            bool(quoted_after.strip()) and not quoted_before.strip(),
            "answer.quote",
            "填写了“更正为”的，请同时填写“原文”。",
        ),
    )


def why_not_submit(state: str, *, answering: str, paused: bool, unfinished_fix: bool) -> list[Refusal]:
    return _standing(
        _closed(state),
        (not answering, "answer.none", "尚未拟写答复，请先填写答复内容。"),
        (answering == AnswerState.SUBMITTED, "answer.in_review", "答复已送审，无须重复送审。"),
        (paused, "answer.paused", "该留言暂停计时，请先恢复计时。"),
        (
            unfinished_fix,
            "answer.fix_pending",
            "改正稿件尚未发布，请待其通过审校、发布后再送审答复，以免答复与页面不一致。",
        ),
    )


def why_not_return_answer(state: str, why: str, *, answering: str) -> list[Refusal]:
    return _standing(
        _closed(state),
        (answering != AnswerState.SUBMITTED, "answer.not_in_review", "没有待审核的答复。"),
        (not why.strip(), "answer.why", "请写明退回理由，便于拟稿人修改。"),
    )


def why_not_send(
    state: str, *, answering: str, own: bool, paused: bool, joint_missing: list[str]
) -> list[Refusal]:
    return _standing(
        _closed(state),
        (answering != AnswerState.SUBMITTED, "answer.not_in_review", "没有待审核的答复。"),
        (own, "answer.own", "不能审核本人拟写的答复，请由本单位其他审核人员审核。"),
        (paused, "answer.paused", "该留言暂停计时，请先恢复计时。"),
        (
            bool(joint_missing),
            "answer.joint",
            f"协办单位尚未提出意见：{'、'.join(joint_missing)}。请催办，或者由区政府办公室终止协办。",
        ),
    )


def why_not_decline(state: str, why: str) -> list[Refusal]:
    return _standing(
        _closed(state), (not why.strip(), "decline.why", "请写明不予办理的理由，网民查询时将看到该理由。")
    )


def why_not_merge(
    state: str, *, into_state: str, itself: bool, into_merged: bool, lead_answering: bool
) -> list[Refusal]:
    return _standing(
        _closed(state),
        (itself, "merge.itself", "不能并入自身，请选择另一件留言。"),
        (into_merged, "merge.chain", "所选留言已并入其他留言，请直接选择该留言。"),
        (
            into_state not in (*OPEN, MessageState.ANSWERED),
            "merge.closed",
            "所选留言不再办理，请选择办理中或者已答复的留言。",
        ),
        (lead_answering, "merge.answering", "本件答复已送审，不能并件；请先退回答复。"),
    )


def why_not_remind(state: str, *, reminded_today: bool) -> list[Refusal]:
    return _standing(
        (state not in OPEN, "remind.closed", "该留言已办结，无须催办。"),
        (reminded_today, "remind.today", "您今天已催办过，承办单位已收到提醒。"),
    )


def why_not_rate(state: str, satisfaction: str, *, rated: bool, known: bool) -> list[Refusal]:
    return _standing(
        (state != MessageState.ANSWERED, "rate.not_answered", "留言尚未答复，答复后可以评价。"),
        (not known, "rate.choice", "请选择满意、基本满意或者不满意。"),
        (rated, "rate.twice", "您已对本次答复作出评价。"),
    )


def why_not_reopen(
    state: str,
    why: str,
    *,
    answered_on: date | None,
    today: date,
    last_day: date | None,
    count: int,
    most: int,
) -> list[Refusal]:
    return _standing(
        (state != MessageState.ANSWERED, "reopen.not_answered", "留言尚未答复，不能申请重新办理。"),
        (not why.strip(), "reopen.why", "请写明哪里没有解决。"),
        (
            last_day is not None and today > last_day,
            "reopen.late",
            f"答复已超过可申请重新办理的期限（{last_day}），请另行提交留言。",
        ),
        (count >= most, "reopen.count", f"已重新办理{count}次，不能再次申请；仍有问题的请另行提交留言。"),
    )


def why_not_publish(
    state: str, title: str, question: str, reply: str, *, agreed: bool, public: bool, left: list[str]
) -> list[Refusal]:
    """`left` names what still looks like somebody's personal data and was not confirmed by the person who decides."""
    return _standing(
        (state != MessageState.ANSWERED, "public.not_answered", "留言尚未答复，不能公开。"),
        (
            not agreed,
            "public.not_agreed",
            "留言人未同意公开，不能公开；可以整理为问答知识库条目，不含个人信息。",
        ),
        (public, "public.twice", "该留言已公开。需要修改的，请先停止公开再重新审定。"),
        (
            not (title.strip() and question.strip() and reply.strip()),
            "public.empty",
            "公开标题、来信和答复均不能为空。",
        ),
        (
            bool(left),
            "public.personal",
            f"文中仍有疑似个人信息：{'、'.join(left[:5])}。请隐去，或者核对后勾选“已核对，不属于个人信息”。",
        ),
    )


def why_not_end_public(*, public: bool, why: str) -> list[Refusal]:
    return _standing(
        (not public, "public.none", "该留言未公开，无须停止公开。"),
        (not why.strip(), "public.why", "请写明停止公开的原因。"),
    )


def why_not_learn(question: str, answer: str, *, known: bool, personal: list[str]) -> list[Refusal]:
    return _standing(
        (not question.strip() or not answer.strip(), "known.empty", "问题和解答均不能为空。"),
        (known, "known.twice", "知识库中已有相同问题，请停用原条目后再录入，或者修改问题。"),
        (
            bool(personal),
            "known.personal",
            f"文中有疑似个人信息：{'、'.join(personal[:5])}。知识库条目不得含个人信息，请改写。",
        ),
    )


def why_not_fix(state: str, *, running: bool) -> list[Refusal]:
    return _standing(
        _closed(state),
        _not_handled(state),
        (running, "fix.twice", "已有一项更正正在审校，请待其发布，或者先放弃该项更正。"),
    )


def why_not_give_up_fix(why: str, *, running: bool) -> list[Refusal]:
    return _standing(
        (not running, "fix.none", "没有正在审校的更正。"),
        (not why.strip(), "fix.why", "请写明放弃更正的原因。"),
    )
