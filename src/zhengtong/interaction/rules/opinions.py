"""Opinions of a consultation, questions to an interview, and what is said in one (5.7). Pure."""

import re
from collections.abc import Collection
from datetime import date

from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.models.consultations import Decision
from zhengtong.interaction.models.interviews import Asked, EntryState, Speaker
from zhengtong.interaction.models.rounds import RoundState

CLAUSE, REVIEW = "5.7", "5.3"
OPINION, NAME, PHONE, SUMMARY, REASON = 5000, 50, 40, 300, 500
VISITOR, PUT, ENTRY, SPEAKER = 500, 500, 5000, 60
_PHONE = re.compile(r"\+?[0-9][0-9\-\s()]{5,}[0-9]")
Fault = tuple[str, Refusal]


def _at(checks: Collection[tuple[bool, str, str]], what: str) -> list[Fault]:
    return [(name, Refusal(f"{what}.{name}", message, CLAUSE)) for stands, name, message in checks if stands]


def why_not_opine(text: str, name: str, phone: str, paragraph: int | None, paragraphs: int) -> list[Fault]:
    """Faults of an opinion, each with its field."""
    return _at(
        [
            (not text, "text", "请填写意见内容。"),
            (len(text) > OPINION, "text", f"意见内容最多{OPINION}个字，现有{len(text)}个字，请删减。"),
            (len(name) > NAME, "sender_name", f"姓名或单位最多{NAME}个字。"),
            (
                bool(phone) and (len(phone) > PHONE or not _PHONE.fullmatch(phone)), "sender_phone",
                "联系电话请填写数字，例如区号加号码或者手机号码；不愿留电话的可以不填。",
            ),
            (paragraph is not None and not 1 <= paragraph <= paragraphs, "paragraph", "请从列表中选择所指段落。"),
        ],
        "opinion",
    )  # fmt: skip


def why_not_question(text: str, name: str) -> list[Fault]:
    """Faults of a visitor's question, each with its field."""
    return _at(
        [
            (not text, "text", "请填写问题。"),
            (len(text) > VISITOR, "text", f"问题最多{VISITOR}个字，现有{len(text)}个字，请删减。"),
            (len(name) > NAME, "sender_name", f"称呼最多{NAME}个字。"),
        ],
        "question",
    )


def _plain(checks: Collection[tuple[bool, str, str]], clause: str = CLAUSE) -> list[Refusal]:
    return [Refusal(code, message, clause) for stands, code, message in checks if stands]


def why_not_group(state: str, chosen: int, summary: str) -> list[Refusal]:
    return _plain(
        [
            (state not in {RoundState.OPEN, RoundState.CLOSED}, "group.state", "结果已公布，不能再归纳。"),
            (not chosen, "group.nothing", "请勾选要归纳的意见。"),
            (not summary.strip(), "group.no_summary", "请选择已有的归纳，或者填写新的意见归纳。"),
            (len(summary) > SUMMARY, "group.long", f"意见归纳不得超过{SUMMARY}字。"),
        ]
    )


def why_not_decide(state: str, decision: str, reason: str) -> list[Refusal]:
    """Taken, partly, not, unrelated: never without why."""
    return _plain(
        [
            (state not in {RoundState.OPEN, RoundState.CLOSED}, "decision.state", "结果已公布，不能再改。"),
            (decision not in Decision.values, "decision.none", "请选择采纳情况。"),
            (not reason.strip(), "decision.no_reason", "请填写采纳情况的理由。"),
            (len(reason) > REASON, "decision.long", f"理由不得超过{REASON}字。"),
        ]
    )


def why_not_sift(round_state: str, state: str, decision: str, said: str) -> list[Refusal]:
    """A question is put as it is worded here, or declined for a reason; once."""
    put = decision == Asked.PUT
    return _plain(
        [
            (round_state == RoundState.FINISHED, "sift.finished", "访谈已办结，不能再筛选。"),
            (state != Asked.WAITING, "sift.done", "该提问已由他人筛选，请刷新页面。"),
            (decision not in (Asked.PUT, Asked.DECLINED), "sift.none", "请选择采用或者不采用。"),
            (not said.strip(), "sift.no_words", "请填写采用文字。" if put else "请填写未采用的理由。"),
            (len(said) > (PUT if put else 300), "sift.long", f"采用文字不得超过{PUT}字，理由不得超过300字。"),
        ]
    )


def why_not_begin(state: str, held_on: date, today: date) -> list[Refusal]:
    return _plain(
        [
            (state not in {RoundState.OPEN, RoundState.CLOSED}, "interview.state", "访谈尚未公开预告，或者已经开始。"),
            (today < held_on, "interview.early", f"访谈定于{held_on}举行，请届时开始。"),
        ]
    )  # fmt: skip


def why_not_write(state: str, speaker: str, name: str, text: str) -> list[Refusal]:
    return _plain(
        [
            (state != RoundState.LIVE, "entry.state", "访谈尚未开始或者已经办结，不能录入。"),
            (speaker not in Speaker.values, "entry.speaker", "请选择发言人。"),
            (speaker == Speaker.GUEST and not name.strip(), "entry.no_name", "请填写发言嘉宾。"),
            (len(name) > SPEAKER, "entry.long_name", f"发言人不得超过{SPEAKER}字。"),
            (not text.strip(), "entry.no_text", "请填写发言内容。"),
            (len(text) > ENTRY, "entry.long", f"发言内容不得超过{ENTRY}字，请分条录入。"),
        ]
    )


def why_not_let_out(state: str, *, own: bool, returning: bool, reason: str) -> list[Refusal]:
    """The second person at an entry: not the one who wrote it (5.3)."""
    return _plain(
        [
            (state != EntryState.WAITING, "entry.reviewed", "该条已由他人审核，请刷新页面。"),
            (own, "entry.own", "录入人不得审核本人录入的内容，请由另一人审核。"),
            (returning and not reason.strip(), "entry.no_reason", "退回请填写理由。"),
        ],
        REVIEW,
    )


def why_not_correct(state: str, *, corrected: bool) -> list[Refusal]:
    return _plain(
        [
            (state != EntryState.PUBLIC, "entry.not_public", "尚未公开的内容请退回后重新录入，无须更正。"),
            (corrected, "entry.corrected", "该条已有更正，请对更正后的内容再作更正。"),
        ]
    )
