"""What the database refuses of rounds and of what the public sends in (5.7)."""

from zhengtong.engine.ledger.guards import refuse_when

ROUND, QUESTION, REPLY, WORDS = (
    "interaction_round",
    "interaction_question",
    "interaction_reply",
    "interaction_words",
)
OPINION, GROUP = "interaction_opinion", "interaction_opiniongroup"
ASKED, ENTRY = "interaction_visitorquestion", "interaction_liveentry"


STATE = "(SELECT state FROM interaction_round WHERE interaction_round.id = NEW.round_id)"
STATE_WAS = "(SELECT state FROM interaction_round WHERE interaction_round.id = OLD.round_id)"

refuse_when(
    "a_round_that_was_handed_in_keeps_its_text", table=ROUND, event="update",
    condition="OLD.state <> 'draft' AND (NEW.title <> OLD.title OR NEW.introduction <> OLD.introduction "
    "OR NEW.text <> OLD.text OR NEW.guests <> OLD.guests OR NEW.opens_on <> OLD.opens_on "
    "OR NEW.closes_on <> OLD.closes_on OR NEW.contact <> OLD.contact)",
)  # fmt: skip
refuse_when(
    "a_round_stays_what_it_is", table=ROUND, event="update",
    condition="NEW.kind <> OLD.kind OR NEW.unit_id <> OLD.unit_id",
)  # fmt: skip
refuse_when(
    "a_finished_round_is_not_opened_again", table=ROUND, event="update",
    condition="OLD.state IN ('finished', 'dropped') AND NEW.state <> OLD.state",
)  # fmt: skip
refuse_when("rounds_are_never_deleted", table=ROUND, event="delete", condition="1 = 1")
# 5.7: a consultation is not closed before its result is published; its conclusion is demanded by a constraint.
refuse_when(
    "a_consultation_is_finished_when_every_opinion_is_decided", table=ROUND, event="update",
    condition="NEW.kind = 'consultation' AND NEW.state = 'finished' AND OLD.state <> 'finished' AND EXISTS "
    "(SELECT 1 FROM interaction_opinion o LEFT JOIN interaction_opiniongroup g ON g.id = o.group_id "
    "WHERE o.round_id = NEW.id AND (g.id IS NULL OR g.decision = ''))",
)  # fmt: skip
refuse_when(
    "a_survey_is_finished_when_repetitions_are_decided", table=ROUND, event="update",
    condition="NEW.kind = 'survey' AND NEW.state = 'finished' AND OLD.state <> 'finished' AND EXISTS "
    "(SELECT 1 FROM interaction_reply r WHERE r.round_id = NEW.id AND r.standing = 'suspected')",
)  # fmt: skip
refuse_when(
    "an_interview_is_finished_when_every_entry_is_reviewed", table=ROUND, event="update",
    condition="NEW.kind = 'interview' AND NEW.state = 'finished' AND OLD.state <> 'finished' AND EXISTS "
    "(SELECT 1 FROM interaction_liveentry e WHERE e.round_id = NEW.id AND e.state = 'waiting')",
)  # fmt: skip
for event in ("insert", "update"):
    refuse_when(
        f"a_question_is_settled_before_it_is_asked_{event}", table=QUESTION, event=event,
        condition=STATE + " <> 'draft'",
    )  # fmt: skip
refuse_when(
    "a_question_that_is_asked_is_not_taken_away", table=QUESTION, event="delete",
    condition=STATE_WAS + " <> 'draft'",
)  # fmt: skip
for table, what in ((REPLY, "replies"), (OPINION, "opinions")):
    refuse_when(
        f"{what}_come_in_while_the_round_is_open", table=table, event="insert", condition=STATE + " <> 'open'"
    )  # fmt: skip
    refuse_when(f"{what}_are_never_deleted", table=table, event="delete", condition="1 = 1")
refuse_when(
    "visitor_questions_come_in_while_they_are_asked_for", table=ASKED, event="insert",
    condition=STATE + " NOT IN ('open', 'live')",
)  # fmt: skip
refuse_when("visitor_questions_are_never_deleted", table=ASKED, event="delete", condition="1 = 1")
refuse_when(
    "a_reply_is_not_rewritten", table=REPLY, event="update",
    condition="NEW.round_id <> OLD.round_id OR NEW.at <> OLD.at OR NEW.mark <> OLD.mark OR NEW.nonce <> OLD.nonce",
)  # fmt: skip
refuse_when(
    "words_are_not_rewritten", table=WORDS, event="update",
    condition="NEW.text <> OLD.text OR NEW.reply_id <> OLD.reply_id OR NEW.question_id <> OLD.question_id",
)  # fmt: skip
refuse_when("words_are_never_deleted", table=WORDS, event="delete", condition="1 = 1")
refuse_when(
    "an_opinion_is_not_rewritten", table=OPINION, event="update",
    condition="NEW.text <> OLD.text OR NEW.round_id <> OLD.round_id OR NEW.at <> OLD.at "
    "OR NEW.sender_name <> OLD.sender_name OR NEW.sender_phone <> OLD.sender_phone",
)  # fmt: skip
refuse_when(
    "a_published_decision_about_opinions_stays", table=GROUP, event="update",
    condition=STATE_WAS + " = 'finished'",
)  # fmt: skip
refuse_when(
    "a_visitor_question_is_not_rewritten", table=ASKED, event="update",
    condition="NEW.text <> OLD.text OR NEW.round_id <> OLD.round_id OR NEW.at <> OLD.at "
    "OR NEW.sender_name <> OLD.sender_name",
)  # fmt: skip
refuse_when(
    "a_live_entry_keeps_its_words", table=ENTRY, event="update",
    condition="NEW.text <> OLD.text OR NEW.speaker <> OLD.speaker OR NEW.name <> OLD.name "
    "OR OLD.state <> 'waiting' AND NEW.state <> OLD.state",
)  # fmt: skip
refuse_when("live_entries_are_never_deleted", table=ENTRY, event="delete", condition="1 = 1")
