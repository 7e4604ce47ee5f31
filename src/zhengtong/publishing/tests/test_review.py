from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from zhengtong.duties.models import Appointment, PostKind, Relaxation, ReviewTable
from zhengtong.engine.jobs.actions import work_off
from zhengtong.engine.ledger import guards
from zhengtong.engine.ledger.queries import broken, story_of
from zhengtong.engine.refusals import Refused
from zhengtong.publishing.actions import send_back, sign, submit, take_down, withdraw
from zhengtong.publishing.kinds import Act, Gate, SubmissionState, TakedownReason
from zhengtong.publishing.models import Article, Hand, Publication, Seat, Signature
from zhengtong.publishing.queries import forged, live_without_signatures, waiting_for
from zhengtong.publishing.tests.conftest import BOTH, PASSED, appointed, give

pytestmark = pytest.mark.django_db


def signed_by(submission, at, *people):
    for person in people:
        sign(submission, by=person, at=at, acts=BOTH, gates=PASSED)
    submission.refresh_from_db()
    return submission


def codes(call, *args, **kwargs) -> set[str]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.codes


def edited(article, person, text="<p>改过的正文。</p>"):
    page = article.specific.get_latest_revision_as_object()
    page.body = [("paragraph", text)]
    page.save_revision(user=person)
    return page


def test_story__a_text_goes_through_three_reviewers_and_is_public(district, draft, at):
    submission = submit(draft, by=district.editor, at=at)
    assert [waiting for waiting, _ in waiting_for(district.first, at)] == [submission]
    signed_by(submission, at, district.first, district.second, district.third)
    assert submission.state == SubmissionState.PUBLISHED
    page = Article.objects.get(pk=draft.pk)
    publication = Publication.objects.get()
    assert page.live
    assert publication.content["title"] == "关于开展读网演练的通知"
    assert publication.path == f"/tzgg/202611/t20261123_{draft.pk}.html"
    verbs = [line.verb.removeprefix("article.") for line in story_of(page)]
    assert verbs == ["drafted", "submitted", "signed", "signed", "signed", "approved", "published"]
    assert live_without_signatures() == []
    assert broken() == []


def test_story__six_hands_where_the_unit_wants_separate_proofreaders(district, draft, at):
    ReviewTable.objects.create(unit=district.education, separate_proofreaders=True)
    submission = submit(draft, by=district.editor, at=at)
    cast = district
    for reviewer, proofreader in (
        (cast.first, cast.proof1),
        (cast.second, cast.proof2),
        (cast.third, cast.proof3),
    ):
        sign(submission, by=reviewer, at=at, acts=[Act.REVIEW], gates=PASSED)
        sign(submission, by=proofreader, at=at, acts=[Act.PROOFREADING], opinion="已核对")
    assert Signature.objects.values("person").distinct().count() == 6
    assert Publication.objects.count() == 1


def test_signature__refused_when_the_person_wrote_the_text(district, draft, at):
    give(district.editor, district.education, PostKind.REVIEWER_1)
    submission = submit(draft, by=district.editor, at=at)
    assert codes(sign, submission, by=district.editor, at=at, acts=BOTH, gates=PASSED) == {"review.author"}


def test_signature__refused_when_the_person_changed_the_text_in_any_earlier_round(district, draft, at):
    give(district.colleague, district.education, PostKind.REVIEWER_2)
    edited(draft, district.colleague)
    edited(draft, district.editor, "<p>再改。</p>")
    submission = signed_by(submit(draft, by=district.editor, at=at), at, district.first)
    assert "review.author" in codes(sign, submission, by=district.colleague, at=at, acts=BOTH, gates=PASSED)


def test_signature__refused_when_the_person_signed_another_stage(district, draft, at):
    give(district.first, district.education, PostKind.REVIEWER_2)
    submission = signed_by(submit(draft, by=district.editor, at=at), at, district.first)
    assert codes(sign, submission, by=district.first, at=at, acts=BOTH, gates=PASSED) == {"review.two_stages"}


def test_signature__allowed_in_two_stages_under_a_relaxation_and_marked(district, draft, at):
    relaxation = Relaxation.objects.create(
        unit=district.education, reason="人员不足", valid_until="2026-12-31", requested_by=district.editor,
        requested_at=at, approved=True, decided_by=district.clerk, decided_at=at, decision_reason="同意",
    )  # fmt: skip
    give(district.first, district.education, PostKind.REVIEWER_2)
    submission = submit(draft, by=district.editor, at=at)
    signed_by(submission, at, district.first, district.first, district.third)
    assert Seat.objects.filter(relaxation=relaxation).count() == 1
    assert Publication.objects.count() == 1


def test_signature__refused_of_a_reviewer_of_another_unit(district, draft, at):
    submission = submit(draft, by=district.editor, at=at)
    refused = codes(sign, submission, by=district.stranger, at=at, acts=BOTH, gates=PASSED)
    assert refused == {"review.wrong_post.review", "review.wrong_post.proofreading"}


def test_signature__refused_the_moment_a_post_has_ended(district, draft, at):
    submission = submit(draft, by=district.editor, at=at)
    Appointment.objects.filter(person=district.first).update(
        ended_at=at, ended_by=district.clerk, ended_reason="调离", valid_until=at.date()
    )
    refused = codes(
        sign, submission, by=district.first, at=at + timedelta(seconds=1), acts=BOTH, gates=PASSED
    )
    assert "review.wrong_post.review" in refused


def test_signature__refused_out_of_turn(district, draft, at):
    submission = submit(draft, by=district.editor, at=at)
    refused = codes(sign, submission, by=district.second, at=at, acts=BOTH, gates=PASSED)
    assert "review.wrong_post.review" in refused


def test_signature__refused_twice_for_one_act(district, draft, at):
    submission = submit(draft, by=district.editor, at=at)
    sign(submission, by=district.first, at=at, acts=[Act.REVIEW], gates=PASSED)
    refused = codes(sign, submission, by=district.first, at=at, acts=[Act.REVIEW], gates=PASSED)
    assert refused == {"review.done_already.review"}


def test_signature__refused_of_one_person_for_both_acts_where_proofreaders_are_separate(district, draft, at):
    ReviewTable.objects.create(unit=district.education, separate_proofreaders=True)
    both = appointed("both", district.education, PostKind.REVIEWER_1, PostKind.PROOFREADER_1)
    submission = submit(draft, by=district.editor, at=at)
    assert codes(sign, submission, by=both, at=at, acts=BOTH, gates=PASSED) == {"review.separate_proofreader"}


def test_signature__refused_with_a_gate_unanswered_or_a_remark_without_words(district, draft, at):
    submission = submit(draft, by=district.editor, at=at)
    some = {Gate.POLITICS.value: "note"}
    refused = codes(sign, submission, by=district.first, at=at, acts=BOTH, gates=some)
    assert refused == {"review.gates_missing", "review.note_without_words"}


def test_change_after_a_signature__sends_the_item_back(district, draft, at):
    submission = signed_by(submit(draft, by=district.editor, at=at), at, district.first)
    edited(draft, district.colleague)
    submission.refresh_from_db()
    assert submission.state == SubmissionState.VOIDED
    assert codes(sign, submission, by=district.second, at=at, acts=BOTH, gates=PASSED) == {"review.not_open"}


def test_saving_the_same_text_again__changes_nothing(district, draft, at):
    submission = signed_by(submit(draft, by=district.editor, at=at), at, district.first)
    draft.specific.get_latest_revision_as_object().save_revision(user=district.editor)
    submission.refresh_from_db()
    assert (submission.state, Hand.objects.count()) == (SubmissionState.IN_REVIEW, 1)


def test_change_without_a_name__is_refused(district, draft):
    assert codes(edited, draft, None) == {"article.nameless_change"}


def test_return__unlocks_the_draft_and_needs_reasons(district, draft, at):
    submission = submit(draft, by=district.editor, at=at)
    assert draft.get_lock() is not None
    assert codes(send_back, submission, by=district.first, at=at, reasons=" ") == {
        "review.return_without_reasons"
    }
    send_back(submission, by=district.first, at=at, reasons="第二段日期有误")
    assert draft.get_lock() is None
    assert submit(draft, by=district.editor, at=at).number == 2


def test_return__refused_to_a_stranger(district, draft, at):
    submission = submit(draft, by=district.editor, at=at)
    assert codes(send_back, submission, by=district.stranger, at=at, reasons="不妥") == {
        "review.wrong_post.review"
    }


def test_withdrawal__by_the_submitter_only_while_open(district, draft, at):
    submission = submit(draft, by=district.editor, at=at)
    assert codes(withdraw, submission, by=district.stranger, at=at, why="改") == {"review.not_submitter"}
    withdraw(submission, by=district.editor, at=at, why="补充附件")
    assert codes(withdraw, submission, by=district.editor, at=at, why="补充附件") == {"review.not_open"}


def test_submission__names_everything_that_is_missing(district, at):
    from zhengtong.publishing.actions import create_draft

    empty = create_draft(district.column, by=district.editor, at=at, title="空", content_source="")
    refused = codes(submit, empty, by=district.stranger, at=at)
    assert refused == {
        "submission.not_editor", "submission.no_body", "submission.no_source", "submission.no_secrecy_check",
    }  # fmt: skip


def test_later_edit__stays_a_draft_beside_the_public_text_until_signed_again(district, draft, at):
    signed_by(submit(draft, by=district.editor, at=at), at, district.first, district.second, district.third)
    edited(draft, district.editor)
    assert "通知如下" in Publication.objects.get().content["body"][0]["value"]
    later = at + timedelta(days=1)
    again = submit(draft, by=district.editor, at=later)
    signed_by(again, later, district.first, district.second, district.third)
    current = Publication.objects.get(ended_at__isnull=True)
    assert "改过的正文" in current.content["body"][0]["value"]
    assert (current.first_published_at, current.published_at) == (at, later)
    assert Publication.objects.count() == 2


def test_scheduled_publication__waits_for_its_moment_and_is_done_by_the_worker(district, draft, at):
    moment = at + timedelta(hours=2)
    submission = submit(draft, by=district.editor, at=at, publish_at=moment)
    signed_by(submission, at, district.first, district.second, district.third)
    assert submission.state == SubmissionState.APPROVED
    work_off(moment - timedelta(seconds=1))
    assert not Publication.objects.exists()
    work_off(moment)
    assert Publication.objects.get().published_at == moment


def test_takedown__needs_a_leader_and_keeps_the_record(district, draft, at):
    signed_by(submit(draft, by=district.editor, at=at), at, district.first, district.second, district.third)
    refused = codes(take_down, draft, by=district.editor, at=at, reason=TakedownReason.ERROR, note="")
    assert refused == {"takedown.wrong_hand", "takedown.no_note"}
    take_down(draft, by=district.third, at=at, reason=TakedownReason.ERROR, note="数据有误")
    assert not Article.objects.get(pk=draft.pk).live
    assert Publication.objects.get().takedown == "error"


def refused_by_database(rule: str, write) -> None:
    with pytest.raises(DatabaseError, match=rule), transaction.atomic():
        write()


def test_database__refuses_an_author_and_a_second_stage_for_one_person(district, draft, at):
    submission = signed_by(submit(draft, by=district.editor, at=at), at, district.first)
    for person in (district.editor, district.first):
        refused_by_database(
            "authors_review_nothing|submission_id",
            lambda person=person: submission.seats.create(person=person, stage=2),
        )


def test_database__refuses_a_publication_with_five_signatures(district, draft, at):
    submission = signed_by(submit(draft, by=district.editor, at=at), at, district.first, district.second)
    sign(submission, by=district.third, at=at, acts=[Act.REVIEW], gates=PASSED)
    refused_by_database(
        "nothing_is_public_without_six_signatures",
        lambda: Publication.objects.create(
            article=draft, submission=submission, content=submission.content, content_hash=submission.content_hash, path="/x",
            first_published_at=at, published_at=at,
        ),
    )  # fmt: skip


def test_database__refuses_a_signature_from_somebody_elses_seat(district, draft, at):
    submission = signed_by(submit(draft, by=district.editor, at=at), at, district.first)
    seat = submission.seats.get(stage=1)
    for person, stage in ((district.second, 1), (district.first, 2)):
        refused_by_database(
            "a_signature_is_given_from_the_own_seat",
            lambda person=person, stage=stage: Signature.objects.create(
                submission=submission, seat=seat, person=person, stage=stage, act=Act.REVIEW,
                content_hash=submission.content_hash, acting_as="", at=at,
            ),
        )  # fmt: skip


@pytest.mark.parametrize("table", ["publishing_publication", "publishing_submission"])
def test_database__refuses_to_swap_a_signed_text(district, draft, at, table):
    signed_by(submit(draft, by=district.editor, at=at), at, district.first, district.second, district.third)

    def write():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET content = %s", ['{"title": "伪造"}'])

    refused_by_database("keeps_its_text", write)


def test_nightly_check__names_a_public_text_that_no_longer_has_its_hash(district, draft, at):
    signed_by(submit(draft, by=district.editor, at=at), at, district.first, district.second, district.third)
    assert forged() == []
    guards.remove_all(connection)
    Publication.objects.update(content={"title": "伪造"})
    guards.install_all(connection)
    assert [publication.article_id for publication in forged()] == [draft.pk]


def test_database__refuses_a_live_page_without_its_publication(district, draft):
    def write():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE wagtailcore_page SET live = %s WHERE id = %s", [True, draft.pk])

    refused_by_database("no_article_is_live_without_its_publication", write)


@pytest.mark.parametrize("table", ["publishing_signature", "publishing_seat", "publishing_hand"])
def test_database__refuses_to_rewrite_who_did_what(district, draft, at, table):
    signed_by(submit(draft, by=district.editor, at=at), at, district.first)
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute(f"DELETE FROM {table}")
