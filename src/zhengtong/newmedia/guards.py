"""What the database refuses of accounts: a recheck is done once and stays."""

from zhengtong.engine.ledger.guards import refuse_when

RECHECK = "newmedia_recheck"

refuse_when(
    "a_recheck_that_is_done_is_not_rewritten", table=RECHECK, event="update",
    condition="OLD.done_at IS NOT NULL OR NEW.channel_id <> OLD.channel_id OR NEW.planned_on <> OLD.planned_on",
)  # fmt: skip
refuse_when("rechecks_are_never_deleted", table=RECHECK, event="delete", condition="1 = 1")
