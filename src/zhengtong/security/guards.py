"""What the database refuses: changed sign-ins, and deleted ones that have to be kept (7.1); rewritten custodies, and credentials
that pass from hand to hand without the taker's confirmation and a changed password (7.4)."""

from zhengtong.engine.ledger.guards import refuse_when

refuse_when("sign_in_is_never_changed", table="security_signin", event="update", condition="1 = 1")
refuse_when(
    "sign_in_is_kept_as_long_as_the_law_asks",
    table="security_signin", event="delete", condition="OLD.keep_until > CURRENT_TIMESTAMP",
)  # fmt: skip

refuse_when("custody_is_never_deleted", table="security_custody", event="delete", condition="1 = 1")
refuse_when(
    "custody_that_ended_stays_as_it_was",
    table="security_custody", event="update", condition="OLD.ended_at IS NOT NULL",
)  # fmt: skip
refuse_when(
    "custody_is_ended_and_begun_anew_never_rewritten",
    table="security_custody",
    event="update",
    condition=(
        "NEW.channel_id <> OLD.channel_id OR NEW.what <> OLD.what OR NEW.custodian_id <> OLD.custodian_id"
        " OR COALESCE(NEW.resetter_id, 0) <> COALESCE(OLD.resetter_id, 0) OR NEW.resetter_named <> OLD.resetter_named"
        " OR NEW.bound_to <> OLD.bound_to OR NEW.method <> OLD.method OR NEW.second_factor <> OLD.second_factor"
        " OR NEW.since <> OLD.since OR NEW.recorded_at <> OLD.recorded_at"
        " OR COALESCE(NEW.follows_id, 0) <> COALESCE(OLD.follows_id, 0)"
        " OR NEW.password_changed_on < OLD.password_changed_on"
    ),
)
refuse_when(
    "custody_follows_one_of_the_same_credential_that_ended",
    table="security_custody",
    event="insert",
    condition=(
        "NEW.follows_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM security_custody c WHERE c.id = NEW.follows_id"
        " AND c.ended_at IS NOT NULL AND c.channel_id = NEW.channel_id AND c.what = NEW.what)"
    ),
)
# 7.4: another person comes in only by a confirmed handover, with the day on which the password was changed.
refuse_when(
    "custody_changes_hands_with_a_changed_password",
    table="security_custody",
    event="insert",
    condition=(
        "NEW.follows_id IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM security_custody c WHERE c.id = NEW.follows_id AND c.custodian_id <> NEW.custodian_id)"
        " AND NOT EXISTS (SELECT 1 FROM security_handover h WHERE h.custody_id = NEW.follows_id"
        " AND h.outcome = 'confirmed' AND h.to_id = NEW.custodian_id AND h.password_changed_on = NEW.password_changed_on)"
    ),
)
refuse_when("handover_is_never_deleted", table="security_handover", event="delete", condition="1 = 1")
refuse_when(
    "handover_is_never_rewritten",
    table="security_handover",
    event="update",
    condition=(
        "OLD.outcome <> '' OR NEW.custody_id <> OLD.custody_id OR NEW.to_id <> OLD.to_id"
        " OR NEW.started_at <> OLD.started_at OR NEW.reason <> OLD.reason"
        " OR COALESCE(NEW.started_by_id, 0) <> COALESCE(OLD.started_by_id, 0)"
    ),
)
