"""What the database refuses of channels: no second way to change a state, no leap past the steps of an opening."""

from zhengtong.engine.ledger.guards import refuse_when

CHANNEL = "registry_channel"
OF_CASE = (
    "EXISTS (SELECT 1 FROM procedures_case c WHERE c.id = NEW.moved_by_id AND c.subject_type = 'registry.channel' "
    "AND c.subject_id = CAST(NEW.id AS TEXT) AND c.state = 'open')"
)

refuse_when(
    "a_channels_state_changes_only_by_an_open_case_about_it", table=CHANNEL, event="update",
    condition=f"NEW.channel_state <> OLD.channel_state AND (NEW.moved_by_id IS NULL OR NOT {OF_CASE})",
)  # fmt: skip
# What an applied-for channel still lacks is a step of its case that is not over: all but the one at work, which opens it.
refuse_when(
    "a_channel_does_not_go_live_before_its_steps_are_done", table=CHANNEL, event="update",
    condition="OLD.channel_state = 'applied' AND NEW.channel_state = 'normal' AND EXISTS (SELECT 1 FROM procedures_casestep s "
    "WHERE s.case_id = NEW.moved_by_id AND s.state IN ('waiting', 'open'))",
)  # fmt: skip
refuse_when("channels_are_never_deleted", table=CHANNEL, event="delete", condition="1 = 1")
refuse_when(
    "a_channel_keeps_its_number_and_kind", table=CHANNEL, event="update",
    condition="NEW.code <> OLD.code OR NEW.kind <> OLD.kind",
)  # fmt: skip
