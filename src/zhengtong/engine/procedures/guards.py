"""What the database itself refuses of cases, whatever the code says."""

from zhengtong.engine.ledger.guards import refuse_when

STEP, CASE = "procedures_casestep", "procedures_case"
OVER = "('done', 'skipped', 'returned', 'refused', 'void')"

refuse_when(
    "a_step_that_is_over_is_not_rewritten", table=STEP, event="update",
    condition=f"OLD.state IN {OVER} AND NOT (OLD.state = 'done' AND NEW.state = 'void' AND OLD.outcome = NEW.outcome "
    "AND OLD.ended_at = NEW.ended_at AND OLD.opinion = NEW.opinion AND COALESCE(OLD.done_by_id, 0) = COALESCE(NEW.done_by_id, 0))",
)  # fmt: skip
refuse_when("steps_are_never_deleted", table=STEP, event="delete", condition="1 = 1")
refuse_when("cases_are_never_deleted", table=CASE, event="delete", condition="1 = 1")
refuse_when(
    "a_case_is_not_done_before_its_steps", table=CASE, event="update",
    condition="NEW.state = 'done' AND OLD.state <> 'done' AND EXISTS (SELECT 1 FROM procedures_casestep s "
    "WHERE s.case_id = NEW.id AND s.state IN ('waiting', 'open'))",
)  # fmt: skip
refuse_when(
    "a_case_that_has_ended_stays_so", table=CASE, event="update",
    condition="OLD.state <> 'open' AND NEW.state <> OLD.state",
)  # fmt: skip
refuse_when(
    "a_case_keeps_its_procedure", table=CASE, event="update",
    condition="NEW.edition_id <> OLD.edition_id OR NEW.number <> OLD.number OR NEW.procedure <> OLD.procedure",
)  # fmt: skip
