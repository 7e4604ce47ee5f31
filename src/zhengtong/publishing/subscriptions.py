"""What publishing listens to."""

from zhengtong.duties.verbs import COLUMN_ADDED
from zhengtong.engine.ledger.registry import subscribe

subscribe(COLUMN_ADDED, "publishing.open_place")
