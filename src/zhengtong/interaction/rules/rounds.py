"""Surveys, consultations, interviews: what stands against drafting, opening, closing and finishing one (5.7, 5.3). Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from zhengtong.engine.clocks.rules import business_date
from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.models.rounds import RoundKind, RoundState

CLAUSE, REVIEW = "5.7", "5.3"
TITLE, INTRODUCTION, CONTACT, TEXT, GUESTS, WHY, CONCLUSION = 100, 5000, 200, 50_000, 1000, 300, 20_000


@dataclass(frozen=True)
class Told:
    """What a draft says. `held_at` is aware; the days are Beijing days."""

    title: str
    introduction: str
    contact: str
    opens_on: date | None
    closes_on: date | None
    text: str = ""
    guests: str = ""
    held_at: datetime | None = None
    short_why: str = ""


Check = tuple[bool, str, str]


def _found(checks: Collection[Check], clause: str = CLAUSE) -> list[Refusal]:
    return [Refusal(code, message, clause) for stands, code, message in checks if stands]


def why_not_draft(kind: str, told: Told, today: date) -> list[Refusal]:
    """What a draft must have whatever it is; the length of a consultation is judged when it is handed in."""
    limits = (
        ("标题", told.title, TITLE), ("说明", told.introduction, INTRODUCTION), ("联系方式", told.contact, CONTACT),
        ("征求意见稿", told.text, TEXT), ("访谈嘉宾", told.guests, GUESTS), ("缩短期限的理由", told.short_why, WHY),
    )  # fmt: skip
    long = [(len(text) > most, "round.long", f"{label}不得超过{most}字。") for label, text, most in limits]
    return _found(
        [
            (not told.title.strip(), "round.no_title", "请填写标题。"),
            (not told.introduction.strip(), "round.no_introduction", "请填写说明，写明事由和参与办法。"),
            (not told.contact.strip(), "round.no_contact", "请填写联系方式（联系人岗位、电话或者邮箱）。"),
            (told.opens_on is None, "round.no_opening", "请填写开始日期。"),
            (told.closes_on is None, "round.no_closing", "请填写截止日期。"),
            *_of_dates(told, today), *_of_kind(kind, told), *long,
        ]
    )  # fmt: skip


def _of_dates(told: Told, today: date) -> list[Check]:
    if told.opens_on is None or told.closes_on is None:
        return []
    return [
        (told.closes_on < told.opens_on, "round.backwards", "截止日期不得早于开始日期。"),
        (told.closes_on < today, "round.over", f"截止日期不得早于今日（{today}）。"),
    ]


def _of_kind(kind: str, told: Told) -> list[Check]:
    if kind == RoundKind.CONSULTATION:
        return [(not told.text.strip(), "round.no_text", "请填写征求意见稿，每行一段。")]
    if kind != RoundKind.INTERVIEW:
        return []
    held = business_date(told.held_at) if told.held_at else None
    return [
        (not told.guests.strip(), "round.no_guests", "请填写访谈嘉宾，每行一人，写明单位和职务。"),
        (held is None, "round.no_time", "请填写访谈时间。"),
        (
            held is not None and told.closes_on is not None and told.closes_on > held,
            "round.questions_after", "征集问题的截止日期不得晚于访谈当日。",
        ),
    ]  # fmt: skip


def why_not_short(
    kind: str, first: date | None, closes_on: date | None, least: int, why: str
) -> list[Refusal]:
    """A consultation is open for at least `least` days after its first, or says why not."""
    if kind != RoundKind.CONSULTATION or first is None or closes_on is None or why.strip():
        return []
    days = (closes_on - first).days
    if days >= least:
        return []
    message = f"征求意见期限为{max(days, 0)}日，不足{least}日。请推迟截止日期，或者填写缩短期限的理由（理由一并公开）。"
    return [Refusal("round.short", message, CLAUSE)]


def why_not_change(state: str) -> list[Refusal]:
    return _in(state, {RoundState.DRAFT}, "只有拟稿状态可以修改；已送审的请先由审核人员退回。")


def why_not_submit(kind: str, state: str, questions: int) -> list[Refusal]:
    found = _in(state, {RoundState.DRAFT}, "已送审或已办理，无须重复送审。")
    if kind == RoundKind.SURVEY and not questions:
        found.append(Refusal("round.no_questions", "调查尚无题目，请先增加题目。", CLAUSE))
    return found


def why_not_review(state: str, *, own: bool) -> list[Refusal]:
    """The second person: whoever drafted it does not approve it (5.3)."""
    found = _in(state, {RoundState.SUBMITTED}, "不在待审核状态，可能已由他人办理，请刷新页面。")
    if own:
        found.append(
            Refusal("round.own", "拟稿人不得审核本人拟定的内容，请由本单位其他审核人员或负责人审核。", REVIEW)
        )
    return found


def why_not_approve(closes_on: date, today: date) -> list[Refusal]:
    checks = [(closes_on < today, "round.over", "截止日期已过，请退回修改起止日期。")]
    return _found(checks)


def why_not_drop(state: str, reason: str) -> list[Refusal]:
    before = {RoundState.DRAFT, RoundState.SUBMITTED, RoundState.APPROVED}
    found = _in(state, before, "已经开始，不能撤回。")
    if not reason.strip():
        found.append(Refusal("round.no_reason", "请填写理由。", CLAUSE))
    return found


def opens_now(state: str, opens_on: date, today: date) -> bool:
    return state == RoundState.APPROVED and opens_on <= today


def closes_now(state: str, closes_on: date, today: date) -> bool:
    return state == RoundState.OPEN and closes_on < today


def why_not_send(kind: str, state: str, opens_on: date, closes_on: date, today: date) -> list[Refusal]:
    """Whether the public may send now: by the day, whether or not the worker has been there yet."""
    if kind == RoundKind.INTERVIEW and state == RoundState.LIVE:
        return []
    if state == RoundState.OPEN and today <= closes_on:
        return []
    if state == RoundState.APPROVED:
        return [Refusal("round.early", f"尚未开始，请于{opens_on}起参与。", CLAUSE)]
    return [Refusal("round.over", f"已于{closes_on}截止，不再接收。感谢您的关注。", CLAUSE)]


def why_not_conclude(kind: str, state: str, text: str) -> list[Refusal]:
    """The result is written after the end: of a survey and a consultation after closing, of an interview when it has been held."""
    wanted = RoundState.LIVE if kind == RoundKind.INTERVIEW else RoundState.CLOSED
    said = "访谈尚未开始或已经办结。" if kind == RoundKind.INTERVIEW else "尚未截止，或结果已经公布。"
    found = _in(state, {wanted}, said)
    if not text.strip():
        found.append(Refusal("round.no_conclusion", "请填写结果说明。", CLAUSE))
    if len(text) > CONCLUSION:
        found.append(Refusal("round.long", f"结果说明不得超过{CONCLUSION}字。", CLAUSE))
    return found


@dataclass(frozen=True)
class Left:
    """What is still undecided: replies that may be repetitions, opinions without a decision, entries without a reviewer."""

    repetitions: int = 0
    opinions: int = 0
    entries: int = 0


def why_not_publish(kind: str, state: str, conclusion: str, left: Left, *, own: bool) -> list[Refusal]:
    """5.7: nothing is finished before its result is published, and no result is published with something undecided."""
    found = why_not_conclude(kind, state, conclusion or "未写")
    if not conclusion.strip():
        found.append(Refusal("round.no_conclusion", "结果说明尚未拟定，请先拟定结果。", CLAUSE))
    if own:
        found.append(
            Refusal(
                "round.own_result",
                "结果拟稿人不得审核本人拟定的结果，请由本单位其他审核人员或负责人审核。",
                REVIEW,
            )
        )
    return found + _found(
        [
            (left.repetitions > 0, "round.repetitions", f"尚有{left.repetitions}份疑似重复答卷未核定，请先核定是否计入。"),
            (
                left.opinions > 0, "round.opinions",
                f"尚有{left.opinions}条意见未答复采纳情况，请先归纳并逐类写明采纳情况和理由。",
            ),
            (left.entries > 0, "round.entries", f"尚有{left.entries}条访谈实录待审核，请先审核。"),
        ]
    )  # fmt: skip


def _in(state: str, wanted: Collection[str], message: str) -> list[Refusal]:
    return [] if state in wanted else [Refusal("round.state", message, CLAUSE)]
