"""The verbs of accounts beside the procedures."""

from zhengtong.newmedia.actions.dissolved import settle_dissolved
from zhengtong.newmedia.actions.rechecks import call_rechecks, note_recheck, plan_recheck
from zhengtong.newmedia.actions.updates import keep_clock, keep_clocks, note_update

__all__ = [
    "call_rechecks", "keep_clock", "keep_clocks", "note_recheck", "note_update", "plan_recheck", "settle_dissolved",
]  # fmt: skip
