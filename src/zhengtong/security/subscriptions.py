"""What ends a custody's custodian: posts, commissions, accounts, units (7.4)."""

from zhengtong.duties.verbs import APPOINTMENT_ENDED, COMMISSION_ENDED, PERSON_CLOSED, UNIT_CLOSED
from zhengtong.engine.ledger.registry import subscribe

for ending in (APPOINTMENT_ENDED, COMMISSION_ENDED, PERSON_CLOSED, UNIT_CLOSED):
    subscribe(ending, "security.custodian_left")
