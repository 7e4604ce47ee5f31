"""What the database itself refuses of messages: what a citizen wrote stays as it was written, and nothing is deleted."""

from zhengtong.engine.ledger.guards import refuse_when

MESSAGE = "interaction_citizenmessage"
WRITTEN = (
    "title", "body", "page", "words", "correction_kind", "sender_name", "sender_phone", "sender_email", "received_at", "source",
    "source_number", "code_mark", "may_publish", "received_note",
)  # fmt: skip

refuse_when(
    "what_a_citizen_wrote_is_not_rewritten", table=MESSAGE, event="update",
    condition=" OR ".join(f"NEW.{name} <> OLD.{name}" for name in WRITTEN),
)  # fmt: skip
refuse_when("messages_are_never_deleted", table=MESSAGE, event="delete", condition="1 = 1")
refuse_when(
    "an_answer_that_went_out_is_not_rewritten", table="interaction_answer", event="update",
    condition="OLD.state = 'sent' AND (NEW.text <> OLD.text OR NEW.state <> OLD.state OR NEW.sent_at <> OLD.sent_at "
    "OR NEW.quoted_before <> OLD.quoted_before OR NEW.quoted_after <> OLD.quoted_after)",
)  # fmt: skip
# Only an answer that a list tells of has no reviewer of this house (5.3).
for event in ("insert", "update"):
    refuse_when(
        f"an_answer_of_this_house_is_reviewed_{event}", table="interaction_answer", event=event,
        condition="NEW.state = 'sent' AND NEW.reviewed_by_id IS NULL AND (SELECT source FROM interaction_citizenmessage "
        "WHERE id = NEW.message_id) NOT IN ('archive', 'hotline')",
    )  # fmt: skip
refuse_when(
    "answers_that_went_out_are_never_deleted", table="interaction_answer", event="delete", condition="OLD.state = 'sent'",
)  # fmt: skip
refuse_when(
    "forwardings_are_never_deleted", table="interaction_forwarding", event="delete", condition="1 = 1"
)
refuse_when("pauses_are_never_deleted", table="interaction_pause", event="delete", condition="1 = 1")
refuse_when(
    "what_was_public_is_not_rewritten", table="interaction_publicversion", event="update",
    condition="NEW.title <> OLD.title OR NEW.question <> OLD.question OR NEW.reply <> OLD.reply "
    "OR NEW.message_id <> OLD.message_id OR OLD.ended_at IS NOT NULL",
)  # fmt: skip
refuse_when(
    "public_versions_are_never_deleted", table="interaction_publicversion", event="delete", condition="1 = 1"
)
