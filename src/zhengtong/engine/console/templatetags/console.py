"""Template bits of the staff console: `{% load console %}`."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import Model
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString

from zhengtong.engine.console import clauses, deadlines, stories
from zhengtong.engine.console.items import TONES
from zhengtong.engine.refusals import Refusal

register = template.Library()
NOTHING = "—"


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> str:
    """The text of a template block a second time, without its markup: the window's title repeats the page's heading."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return " ".join(strip_tags(block.render(context)).split()) if block else ""


@register.inclusion_tag("console/clause.html")
def clause(number: str) -> dict[str, str]:
    """A small tag naming a clause; a link to its text where the regulation can show it."""
    return {"clause": number, "url": clauses.address(number), "text": clauses.description(number)}


@register.inclusion_tag("console/refusals.html")
def refusals(refused: Iterable[Refusal]) -> dict[str, Any]:
    """All reasons, each with its clause."""
    return {"refusals": list(refused)}


@register.inclusion_tag("console/due.html", takes_context=True)
def due(context: Context, clock: Any, bare: bool = False) -> dict[str, Any]:
    """How much time is left, and, opened, how the date was computed; `bare` leaves out what the limit is for."""
    at = context.get("at") or timezone.now()
    return {"clock": clock, "bare": bare} | deadlines.told(clock, at)


@register.inclusion_tag("console/story.html")
def story(*subjects: Model) -> dict[str, Any]:
    """Who did what when to these things, newest first, with the evidence."""
    return {"story": stories.story(subjects), "exhibits": stories.exhibits(subjects)}


@register.simple_tag
def state_tag(text: str, tone: str = "plain") -> SafeString:
    """A state in words; the tone (plain, wait, good, warn, bad) never says more than the words."""
    return format_html(
        '<span class="zt-state zt-state--{}">{}</span>', tone if tone in TONES else "plain", text
    )


@register.simple_tag
def when(moment: datetime.datetime | datetime.date | None) -> SafeString | str:
    """YYYY-MM-DD HH:MM in Shanghai; a date as it is."""
    if moment is None:
        return NOTHING
    if not isinstance(moment, datetime.datetime):
        return moment.isoformat()
    local = timezone.localtime(moment)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), local.strftime("%Y-%m-%d %H:%M"))


@register.simple_tag
def shown(value: Any) -> SafeString | str:
    """Any value as people read it: dates, 是/否, a dash for nothing."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (datetime.datetime, datetime.date)):
        return when(value)
    return conditional_escape(value)


@register.simple_tag
def exhibit_link(exhibit: Any) -> SafeString:
    """The name of a piece of evidence, linked where it may be fetched."""
    name = f"{exhibit.label}（{exhibit.filename}）"
    return format_html('<a href="{}">{}</a>', reverse("evidence_download", args=[exhibit.evidence_id]), name)
