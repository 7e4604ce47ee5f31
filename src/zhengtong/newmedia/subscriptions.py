"""What chapter 4 listens to."""

from zhengtong.duties.verbs import UNIT_CLOSED
from zhengtong.engine.ledger.registry import subscribe
from zhengtong.registry.verbs import ADMITTED, CHANGED, REGISTERED, STATE_CHANGED

for changed in (REGISTERED, ADMITTED, CHANGED, STATE_CHANGED):
    subscribe(changed, "newmedia.keep_clock")
subscribe(UNIT_CLOSED, "newmedia.unit_closed")
