"""What the database refuses of websites."""

from zhengtong.engine.ledger.guards import refuse_when

refuse_when(
    "a_suspension_keeps_its_terms", table="websites_suspension", event="update",
    condition="NEW.channel_id <> OLD.channel_id OR NEW.year <> OLD.year OR NEW.counted <> OLD.counted "
    "OR NEW.down_on <> OLD.down_on OR COALESCE(NEW.latest_back, '2000-01-01') <> COALESCE(OLD.latest_back, '2000-01-01') "
    "OR OLD.back_on IS NOT NULL",
)  # fmt: skip
refuse_when("suspensions_are_never_deleted", table="websites_suspension", event="delete", condition="1 = 1")
