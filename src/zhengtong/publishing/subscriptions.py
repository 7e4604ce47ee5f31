"""What publishing listens to."""

from zhengtong.duties.verbs import COLUMN_ADDED
from zhengtong.engine.ledger.registry import subscribe
from zhengtong.publishing.verbs import DISCARDED, PUBLISHED, TAKEN_DOWN

subscribe(COLUMN_ADDED, "publishing.open_place")
# A notice that a case waits for: public, thrown away as a draft, or taken down again.
subscribe(PUBLISHED, "publishing.tell_case_of_notice")
subscribe(DISCARDED, "publishing.ask_for_notice_again")
subscribe(TAKEN_DOWN, "publishing.ask_for_notice_again")
