"""What the register listens to."""

from zhengtong.duties.verbs import UNIT_CLOSED
from zhengtong.engine.ledger.registry import subscribe

subscribe(UNIT_CLOSED, "registry.tell_of_orphans")
