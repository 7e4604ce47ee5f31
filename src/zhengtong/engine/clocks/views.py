"""这个日期怎么算的: one clock, how its date was computed, and what happened to it."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhengtong.engine.clocks import access, actions, rules
from zhengtong.engine.clocks.models import Clock, ClockEvent, EventKind


@require_safe
def clock(request: HttpRequest, pk: int) -> HttpResponse:
    """404 for whoever may not see the thing the clock runs for, as if there were none."""
    now = timezone.now()
    found = get_object_or_404(Clock, pk=pk)
    if not access.may_see(request.user, found, now):
        raise Http404
    context = {
        "clock": found,
        "due": rules.due_zh(found.due_at),
        "standing": found.left_at(now),
        "act_url": actions.url_of(found),
        "events": [(event, told(event)) for event in found.events.select_related("by")],
    }
    return render(request, "clocks/clock.html", context)


def told(event: ClockEvent) -> str:
    """What an event adds to its name, in words."""
    data = event.data
    if event.kind in (EventKind.OPENED, EventKind.MISSED):
        return f"应于{rules.due_zh(event.due_at)}前完成"
    if "was" in data:
        was, now = (rules.due_zh(datetime.fromisoformat(data[name])) for name in ("was", "now"))
        moved = f"到期时间由{was}调整为{now}" if was != now else f"到期时间仍为{now}"
        return moved + ("，仍为暂定" if data["provisional"] else "，已确定")
    if data.get("told") == 0:
        return f"{data['lateness']}；提醒对象无人在岗，未能送达"
    return str(data.get("reason") or data.get("lateness") or "")
