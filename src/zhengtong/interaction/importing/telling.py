"""A judgement as it is kept with its line and shown in the report."""

from typing import Any

from zhengtong.engine.console.listing import as_cell
from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.importing.judging import Judged
from zhengtong.interaction.models import MessageKind

SHOWN = 60


def shortened(text: str, most: int = SHOWN) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def told_of(found: Judged) -> dict[str, Any]:
    """As JSON: what it is, whose, when, every reason against it, what to look at."""
    told = found.told
    return {
        "title": shortened(told.said.title or told.said.body),
        "kind": MessageKind(told.said.kind).label if told.said.kind in MessageKind.values else "",
        "number": shortened(told.number),
        "received": _when(told.received) + ("（日期不详）" if told.undated else ""),
        "answered": _when(told.answered),
        "unit": str(found.unit) if found.unit else "",
        "refusals": [_plain(one) for one in found.refusals],
        "doubts": [_plain(one) for one in found.doubts],
    }


def _when(moment: Any) -> str:
    if moment is None:
        return ""
    return str(as_cell(moment.at)) if moment.timed else moment.day.isoformat()


def _plain(refusal: Refusal) -> dict[str, str]:
    return {"code": refusal.code, "message": shortened(refusal.message, 300), "clause": refusal.clause}
