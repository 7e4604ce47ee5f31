"""What the database refuses of accounts: a recheck is done once and stays, a notice belongs to its case for good."""

from zhengtong.engine.ledger.guards import refuse_when

RECHECK, NOTICE = "newmedia_recheck", "newmedia_notice"

refuse_when(
    "a_recheck_that_is_done_is_not_rewritten", table=RECHECK, event="update",
    condition="OLD.done_at IS NOT NULL OR NEW.channel_id <> OLD.channel_id OR NEW.planned_on <> OLD.planned_on",
)  # fmt: skip
refuse_when("rechecks_are_never_deleted", table=RECHECK, event="delete", condition="1 = 1")
refuse_when(
    "a_notice_belongs_to_its_case", table=NOTICE, event="update",
    condition="NEW.case_id <> OLD.case_id OR NEW.article_id <> OLD.article_id OR OLD.dropped_at IS NOT NULL",
)  # fmt: skip
refuse_when("account_notices_are_never_deleted", table=NOTICE, event="delete", condition="1 = 1")
