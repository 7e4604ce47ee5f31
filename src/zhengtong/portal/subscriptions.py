"""What the portal listens to: items that come and go, places that are opened, and the register that headers and footers show."""

from zhengtong.duties.verbs import COLUMN_ASSIGNED, COLUMN_CLOSED, UNIT_CHANGED, UNIT_CLOSED
from zhengtong.engine.ledger.registry import subscribe
from zhengtong.publishing.verbs import PLACE_OPENED, PUBLISHED, TAKEN_DOWN
from zhengtong.registry.verbs import (
    ADMITTED,
    CORRECTED,
    IDENTIFIER_ENDED,
    IDENTIFIER_SET,
    REGISTERED,
    STATE_CHANGED,
)

OF_THE_SITE = (
    PLACE_OPENED, COLUMN_ASSIGNED, COLUMN_CLOSED, UNIT_CHANGED, UNIT_CLOSED, REGISTERED, ADMITTED, CORRECTED, STATE_CHANGED,
    IDENTIFIER_SET, IDENTIFIER_ENDED,
)  # fmt: skip

for listened in (PUBLISHED, TAKEN_DOWN):
    subscribe(listened, "portal.build_item")
for listened in OF_THE_SITE:
    subscribe(listened, "portal.build_site")
