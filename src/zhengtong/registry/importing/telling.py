"""A judgement as it is kept with its line and shown in the report."""

from typing import Any

from zhengtong.engine.refusals import Refusal
from zhengtong.registry.importing.judging import Judged, shortened
from zhengtong.registry.platforms import kind_label


def told_of(found: Judged) -> dict[str, Any]:
    """As JSON: what it is, whose, what changes, every reason against it, what to look at."""
    told, channel = found.told, found.known.channel if found.known and not found.known.line else None
    return {
        "code": channel.code if channel else "",
        "name": shortened(told.name if told and told.name else channel.name if channel else ""),
        "what": _what(found),
        "host": shortened(str(found.host.name)) if found.host else "",
        "opens": found.opens if not found.refusals else "",
        "changes": [
            {**one, "old": shortened(one["old"]), "new": shortened(one["new"])} for one in found.changes
        ],
        "refusals": [_plain(one) for one in found.refusals],
        "doubts": [_plain(one) for one in found.doubts],
    }


def _what(found: Judged) -> str:
    if found.known is not None:
        return kind_label(found.known.channel.kind, found.known.channel.platform)
    if found.told is None or not found.told.kind:
        return ""
    return kind_label(found.told.kind, found.told.platform)


def _plain(refusal: Refusal) -> dict[str, str]:
    return {"code": refusal.code, "message": shortened(refusal.message), "clause": refusal.clause}
