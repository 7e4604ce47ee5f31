"""Topics as pure functions (3.1, 3.2)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from zhengtong.duties.models import PORTAL
from zhengtong.engine.refusals import Refusal

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?")
LONGEST_NAME, LONGEST_SUMMARY = 80, 200  # as the fields of `ResponsibleColumn` and `ColumnPage`


@dataclass(frozen=True)
class NewTopic:
    """What somebody wants to open. `lead` and `joint` are codes of units, `closed` those of them that are no more."""

    title: str
    summary: str
    slug: str
    site: str
    lead: str
    joint: tuple[str, ...]
    closed: Collection[str]
    ends_on: date | None
    reason: str


def why_not_open_topic(topic: NewTopic, today: date, *, has_portal: bool) -> list[Refusal]:
    """Every reason against a topic: several units join on the portal or on the lead unit's sub-site, one unit likewise (3.2)."""
    title, summary = topic.title.strip(), topic.summary.strip()
    checks = [
        (not has_portal, "topic.no_portal", "门户网站尚未设立，不能开设专题。"),
        (not title, "topic.no_title", "请填写专题名称。"),
        (len(title) > LONGEST_NAME, "topic.long_title", f"专题名称过长，请缩短至{LONGEST_NAME}字以内。"),
        (not summary, "topic.no_summary", "请填写专题简介。"),
        (
            len(summary) > LONGEST_SUMMARY,
            "topic.long_summary",
            f"专题简介过长，请缩短至{LONGEST_SUMMARY}字以内。",
        ),
        (not topic.reason.strip(), "topic.no_reason", "请写明设置专题的事由。"),
        (
            not SLUG.fullmatch(topic.slug),
            "topic.bad_address",
            "专题网址名只能用小写字母、数字和连字符，首尾不用连字符，不超过30个字符。",
        ),
        (
            topic.site not in (PORTAL, topic.lead),
            "topic.wrong_site",
            "专题须设在门户网站或牵头单位的子站，不能设在其他单位的子站。",
        ),
        (topic.lead in topic.joint, "topic.lead_joins", "牵头单位不能同时列为联办单位。"),
        (bool(topic.closed), "topic.closed_unit", "参与单位中有已撤销的单位，请核对。"),
        (
            topic.ends_on is not None and topic.ends_on < today,
            "topic.ends_in_the_past",
            "计划截止日期已过，请核对。",
        ),
    ]
    return [Refusal(code, message, "3.2") for stands, code, message in checks if stands]


def why_not_close_topic(closed_on: date | None, reason: str) -> list[Refusal]:
    refusals = []
    if closed_on is not None:
        refusals.append(Refusal("topic.closed", "该专题已归档，无须重复办理。", "3.2"))
    if not reason.strip():
        refusals.append(Refusal("topic.no_closing_reason", "请写明归档原因。", "3.2"))
    return refusals
