"""What the database refuses of publishing, whoever writes to it (5.2)."""

from zhengtong.engine.ledger.guards import refuse_when

# Three stages with two acts each, all bound to the text that is being published.
refuse_when(
    "nothing_is_public_without_six_signatures",
    table="publishing_publication",
    event="insert",
    condition=(
        "(SELECT COUNT(*) FROM publishing_signature s WHERE s.submission_id = NEW.submission_id"
        " AND s.content_hash = NEW.content_hash AND s.act IN ('review', 'proofreading') AND s.stage IN (1, 2, 3)) < 6"
    ),
)
refuse_when(
    "a_publication_keeps_its_text",
    table="publishing_publication",
    event="update",
    condition=(
        "NEW.content <> OLD.content OR NEW.content_hash <> OLD.content_hash"
        " OR NEW.submission_id <> OLD.submission_id OR NEW.article_id <> OLD.article_id"
    ),
)
refuse_when(
    "a_submission_keeps_its_text",
    table="publishing_submission",
    event="update",
    condition="NEW.content <> OLD.content OR NEW.content_hash <> OLD.content_hash OR NEW.article_id <> OLD.article_id",
)
refuse_when(
    "a_publication_shows_what_was_handed_in",
    table="publishing_publication",
    event="insert",
    condition=(
        "NOT EXISTS (SELECT 1 FROM publishing_submission b WHERE b.id = NEW.submission_id"
        " AND b.article_id = NEW.article_id AND b.content_hash = NEW.content_hash AND b.content = NEW.content)"
    ),
)
# The seat is what keeps authors and earlier stages out, so a signature must come from a seat that is really the signer's.
refuse_when(
    "a_signature_is_given_from_the_own_seat",
    table="publishing_signature",
    event="insert",
    condition=(
        "NOT EXISTS (SELECT 1 FROM publishing_seat t WHERE t.id = NEW.seat_id"
        " AND t.submission_id = NEW.submission_id AND t.person_id = NEW.person_id AND t.stage = NEW.stage)"
    ),
)
LIVE_WITHOUT_PUBLICATION = (
    "NEW.live AND EXISTS (SELECT 1 FROM publishing_article a WHERE a.page_ptr_id = NEW.id)"
    " AND NOT EXISTS (SELECT 1 FROM publishing_publication p WHERE p.article_id = NEW.id AND p.ended_at IS NULL)"
)
refuse_when(
    "no_article_is_live_without_its_publication",
    table="wagtailcore_page",
    event="update",
    of="live",
    condition=LIVE_WITHOUT_PUBLICATION,
)
refuse_when(
    "no_article_is_born_live",
    table="publishing_article",
    event="insert",
    condition="EXISTS (SELECT 1 FROM wagtailcore_page p WHERE p.id = NEW.page_ptr_id AND p.live)",
)
# The CMS's own expiry works on the bare page and never meets the article's methods.
refuse_when(
    "no_public_article_is_hidden_without_the_verb",
    table="wagtailcore_page",
    event="update",
    of="live",
    condition=(
        "OLD.live AND NOT NEW.live AND EXISTS (SELECT 1 FROM publishing_publication p"
        " WHERE p.article_id = NEW.id AND p.ended_at IS NULL)"
    ),
)

# A notice that must be kept (3.9) goes only when a signed text is about to take its place: then its submission is approved.
refuse_when(
    "a_notice_that_must_be_kept_stays_public",
    table="publishing_publication",
    event="update",
    condition=(
        "OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM publishing_hold h WHERE h.article_id = NEW.article_id"
        " AND h.lifted_at IS NULL AND h.kept_until > NEW.ended_at)"
        " AND (NEW.takedown <> '' OR NOT EXISTS (SELECT 1 FROM publishing_submission b"
        " WHERE b.article_id = NEW.article_id AND b.state = 'approved'))"
    ),
)
refuse_when(
    "a_notice_that_must_be_kept_keeps_its_record",
    table="publishing_publication",
    event="delete",
    condition=(
        "EXISTS (SELECT 1 FROM publishing_hold h WHERE h.article_id = OLD.article_id AND h.lifted_at IS NULL)"
    ),
)
refuse_when(
    "a_hold_is_only_ever_lifted",
    table="publishing_hold",
    event="update",
    condition=(
        "OLD.lifted_at IS NOT NULL OR NEW.lifted_at IS NULL OR NEW.article_id <> OLD.article_id"
        " OR NEW.kept_until <> OLD.kept_until OR NEW.reason <> OLD.reason OR NEW.clause <> OLD.clause"
        " OR NEW.placed_at <> OLD.placed_at OR COALESCE(NEW.placed_by_id, 0) <> COALESCE(OLD.placed_by_id, 0)"
    ),
)
refuse_when("a_hold_is_never_deleted", table="publishing_hold", event="delete", condition="1 = 1")

# Several units join on the portal or on the lead unit's sub-site, nowhere else (3.2).
refuse_when(
    "a_topic_stands_on_the_portal_or_on_its_leads_subsite",
    table="publishing_topic",
    event="insert",
    condition=(
        "NOT EXISTS (SELECT 1 FROM duties_responsiblecolumn c JOIN duties_unit u ON u.id = c.unit_id"
        " WHERE c.id = NEW.column_id AND (c.site = 'portal' OR c.site = u.code))"
    ),
)
refuse_when(
    "a_notice_belongs_to_its_case", table="publishing_casenotice", event="update",
    condition="NEW.case_id <> OLD.case_id OR NEW.article_id <> OLD.article_id OR OLD.dropped_at IS NOT NULL",
)  # fmt: skip
refuse_when(
    "notices_of_cases_are_never_deleted", table="publishing_casenotice", event="delete", condition="1 = 1"
)
