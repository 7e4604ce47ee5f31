"""Notices as pure functions: kept public up to a day (3.9), drafted by procedures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhengtong.engine.clocks.rules import last_day
from zhengtong.engine.refusals import Refusal


@dataclass(frozen=True)
class Held:
    """A hold that is not lifted: up to which moment the text must be public, why, by which clause."""

    kept_until: datetime
    reason: str
    clause: str


def why_not_hold(until: date, reason: str, clause: str, today: date, *, is_public: bool) -> list[Refusal]:
    """Every reason against keeping a text public up to the end of a day (3.9)."""
    checks = [
        (not is_public, "hold.not_public", "本稿尚未公开，不能设置保留期限。请在公开后设置。"),
        (until < today, "hold.past", "保留截止日期已过，请核对日期。"),
        (not reason.strip(), "hold.no_reason", "请写明保留事由。"),
        (not clause.strip(), "hold.no_clause", "请写明依据条款。"),
    ]
    return [Refusal(code, message, "3.9") for stands, code, message in checks if stands]


def why_not_end(holds: Iterable[Held], at: datetime) -> list[Refusal]:
    """A notice that must stay public is not taken down before its last day is over; the longest hold counts (3.9)."""
    standing = [hold for hold in holds if hold.kept_until > at]
    if not standing:
        return []
    longest = max(standing, key=lambda hold: hold.kept_until)
    return [
        Refusal(
            "takedown.held",
            f"公告须保留至{last_day(longest.kept_until):%Y-%m-%d}（{longest.reason}），期满前不能撤稿。"
            "内容有误的，请修改后重新送审，通过三审三校后以新文本替换；确须提前撤下的，请先由区政府办公室解除保留。",
            longest.clause,
        )
    ]


def why_not_lift(
    kept_until: datetime, lifted_at: datetime | None, reason: str, at: datetime
) -> list[Refusal]:
    """Every reason against lifting a hold, who may set aside (3.9)."""
    checks = [
        (lifted_at is not None, "hold.lifted", "该保留期限已解除，无须重复办理。"),
        (kept_until <= at, "hold.over", "保留期限已满，无须解除。"),
        (not reason.strip(), "hold.no_lifting_reason", "请写明解除保留的原因。"),
    ]
    return [Refusal(code, message, "3.9") for stands, code, message in checks if stands]


LONGEST_TITLE, LONGEST_SOURCE = 255, 100  # as the fields of `Article`


def why_not_draft_notice(title: str, paragraphs: Sequence[str], content_source: str) -> list[Refusal]:
    """What is wrong with the words a procedure wants to make a notice of."""
    checks = [
        (not title.strip(), "notice.no_title", "请填写公告标题。"),
        (
            len(title.strip()) > LONGEST_TITLE,
            "notice.long_title",
            f"公告标题过长，请缩短至{LONGEST_TITLE}字以内。",
        ),
        (not paragraphs, "notice.no_text", "公告正文为空，请补充正文。"),
        (
            len(content_source.strip()) > LONGEST_SOURCE,
            "notice.long_source",
            f"信息来源过长，请缩短至{LONGEST_SOURCE}字以内。",
        ),
    ]
    return [Refusal(code, message, "5.2") for stands, code, message in checks if stands]
