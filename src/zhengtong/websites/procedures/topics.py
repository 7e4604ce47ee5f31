"""Topics instead of websites (3.1, 3.2): the words of the procedure that opens one."""

from datetime import date
from typing import Any

from zhengtong.duties.models import PORTAL, Unit
from zhengtong.duties.rules import business_date
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.registry import Doing, Inquiry
from zhengtong.engine.refusals import Refusal
from zhengtong.publishing import rules
from zhengtong.publishing.actions import open_topic
from zhengtong.publishing.models import PortalHome, Topic


def _wanted(asked: Any, lead: str) -> rules.NewTopic:
    joint = tuple(asked.get("joint") or ())
    closed = Unit.objects.filter(code__in=[lead, *joint], valid_until__isnull=False)
    return rules.NewTopic(
        title=str(asked.get("name", "")), summary=str(asked.get("summary", "")), slug=str(asked.get("slug", "")),
        site=lead if asked.get("place") == "own" else PORTAL, lead=lead, joint=joint,
        closed=list(closed.values_list("code", flat=True)), ends_on=_day(asked.get("ends_on")),
        reason=str(asked.get("reason", "")),
    )  # fmt: skip


def _day(said: Any) -> date | None:
    try:
        return date.fromisoformat(str(said)) if said else None
    except ValueError:
        return None


@registry.check("websites.topic_place", "开设位置和参与单位符合规定，网址未被使用")
def topic_place(inquiry: Inquiry) -> list[Refusal]:
    """The same reasons before the application as at the opening; answers left open are told by the form itself."""
    wanted = _wanted(inquiry.asked, inquiry.party)
    if not (wanted.title and wanted.slug and wanted.reason and wanted.summary):
        return []
    found = rules.why_not_open_topic(
        wanted, business_date(inquiry.at), has_portal=PortalHome.objects.exists()
    )
    taken = Topic.objects.filter(column__site=wanted.site, column__name=wanted.title.strip())
    if taken.exists():
        found.append(Refusal("topic.name_taken", f"专题“{wanted.title}”已开设，请使用现有专题。", "3.2"))
    return found


@registry.effect("websites.open_topic", "开设专题页面，参与单位可在其中拟稿")
def open_it(doing: Doing) -> None:
    wanted = _wanted(doing.asked, doing.case.party)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[wanted.lead, *wanted.joint])}
    open_topic(
        title=wanted.title, summary=wanted.summary, lead=units[wanted.lead], slug=wanted.slug, reason=wanted.reason,
        joint=[units[code] for code in wanted.joint], site=wanted.site, ends_on=wanted.ends_on, by=doing.by, at=doing.at,
    )  # fmt: skip
