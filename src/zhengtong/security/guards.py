"""What the database refuses about sign-ins: change at any time, deletion while they have to be kept (clause 7.1)."""

from zhengtong.engine.ledger.guards import refuse_when

refuse_when("sign_in_is_never_changed", table="security_signin", event="update", condition="1 = 1")
refuse_when(
    "sign_in_is_kept_as_long_as_the_law_asks",
    table="security_signin", event="delete", condition="OLD.keep_until > CURRENT_TIMESTAMP",
)  # fmt: skip
