"""A notice that must be kept (3.9): nobody takes it down early, a new signed text may replace it, the Office lifts."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from zhengtong.duties.rules import business_date
from zhengtong.engine.jobs.actions import work_off
from zhengtong.engine.ledger import guards
from zhengtong.engine.ledger.queries import broken, story_of
from zhengtong.engine.refusals import Refused
from zhengtong.publishing.actions import keep_public, release_hold, sign, submit, take_down
from zhengtong.publishing.kinds import TakedownReason
from zhengtong.publishing.models import Article, Hold, Publication
from zhengtong.publishing.queries import held_but_gone, holds_in_force
from zhengtong.publishing.tasks import check_live
from zhengtong.publishing.tests.conftest import BOTH, PASSED
from zhengtong.regulation import parameter

pytestmark = pytest.mark.django_db

WHY = {"reason": "网站迁移公告", "clause": "3.9"}


def signed(district, article, at):
    submission = submit(article, by=district.editor, at=at)
    for person in (district.first, district.second, district.third):
        sign(submission, by=person, at=at, acts=BOTH, gates=PASSED)
    return article


@pytest.fixture
def notice(district, draft, at):
    return signed(district, draft, at)


@pytest.fixture
def days(at):
    return int(parameter("notice.keep.days", on=business_date(at)).number)


@pytest.fixture
def last(at, days):
    return business_date(at) + timedelta(days=days)


@pytest.fixture
def hold(notice, last, at):
    return keep_public(notice, until=last, by=None, at=at, **WHY)


def refused(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value


def take(notice, person, at):
    return take_down(notice, by=person, at=at, reason=TakedownReason.OUTDATED, note="已过时")


def test_takedown__refused_on_day_29_and_on_the_last_day_allowed_on_day_31(
    district, notice, hold, at, days, last
):
    for day in (days - 1, days):
        said = refused(take, notice, district.third, at + timedelta(days=day))
        assert said.codes == {"takedown.held"}
    (reason,) = said.refusals
    assert reason.clause == "3.9"
    for words in (f"{last:%Y-%m-%d}", "网站迁移公告", "重新送审", "解除保留"):
        assert words in reason.message
    assert Article.objects.get(pk=notice.pk).live
    take(notice, district.third, at + timedelta(days=days + 1))
    assert not Article.objects.get(pk=notice.pk).live


def test_takedown__refused_for_a_secret_too_until_the_office_has_lifted(district, notice, hold, at):
    secret = {"reason": TakedownReason.SECRECY, "note": "涉密"}
    assert refused(take_down, notice, by=district.clerk, at=at, **secret).codes == {"takedown.held"}
    release_hold(hold, by=district.clerk, at=at, reason="涉及工作秘密，须立即撤下")
    take_down(notice, by=district.clerk, at=at, **secret)
    assert broken() == []


def test_takedown__all_reasons_at_once(district, notice, hold, at):
    said = refused(take_down, notice, by=district.editor, at=at, reason=TakedownReason.ERROR, note="")
    assert said.codes == {"takedown.wrong_hand", "takedown.no_note", "takedown.held"}


def test_several_holds__the_longest_counts_and_a_shorter_one_takes_nothing_away(
    district, notice, hold, at, last
):
    keep_public(notice, until=last - timedelta(days=20), by=None, at=at, **WHY)
    keep_public(notice, until=last + timedelta(days=5), by=None, at=at, reason="更名公告", clause="4.3")
    (reason,) = refused(take, notice, district.third, at + timedelta(days=25)).refusals
    assert (f"{last + timedelta(days=5)}" in reason.message, reason.clause) == (True, "4.3")
    assert [one.last_day for one in holds_in_force(notice, at + timedelta(days=32))] == [
        last + timedelta(days=5)
    ]


def test_replacement__a_newly_signed_text_takes_the_place_of_a_held_one_and_is_held_as_well(
    district, notice, hold, at
):
    later = at + timedelta(days=3)
    page = notice.specific.get_latest_revision_as_object()
    page.title = "更正后的公告"
    page.save_revision(user=district.editor)
    signed(district, notice, later)
    assert Publication.objects.get(ended_at__isnull=True).content["title"] == "更正后的公告"
    assert refused(take, notice, district.third, later).codes == {"takedown.held"}


def test_hold__refused_on_what_is_not_public_in_the_past_without_reason_or_clause(district, draft, at):
    said = refused(keep_public, draft, until=date(2026, 11, 22), reason=" ", clause="", by=None, at=at)
    assert said.codes == {"hold.not_public", "hold.past", "hold.no_reason", "hold.no_clause"}
    assert not Hold.objects.exists()


def test_hold__placed_by_who_might_take_the_text_down_and_by_nobody_else(district, notice, at, last):
    assert refused(keep_public, notice, until=last, by=district.editor, at=at, **WHY).codes == {
        "hold.wrong_hand"
    }
    assert keep_public(notice, until=last, by=district.third, at=at, **WHY).placed_by == district.third
    assert [line.verb for line in story_of(Article.objects.get(pk=notice.pk))][-1] == "article.held"


def test_lifting__by_the_office_with_a_reason_once_and_only_while_it_holds(district, notice, hold, at, days):
    assert refused(release_hold, hold, by=district.third, at=at, reason=" ").codes == {
        "hold.not_office",
        "hold.no_lifting_reason",
    }
    over = at + timedelta(days=days + 1)
    assert refused(release_hold, hold, by=district.clerk, at=over, reason="不再需要").codes == {"hold.over"}
    release_hold(hold, by=district.clerk, at=at, reason="公告发错")
    assert refused(release_hold, hold, by=district.clerk, at=at, reason="再点一次").codes == {"hold.lifted"}
    kept = Hold.objects.get()
    assert (kept.lifted_at, kept.lifted_by, kept.lifted_reason) == (at, district.clerk, "公告发错")
    line = list(story_of(Article.objects.get(pk=notice.pk)))[-1]
    assert (line.verb, line.data["reason"]) == ("article.hold_lifted", "公告发错")


# ---- around the code --------------------------------------------------------------------------------------


def execute(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("reason", ["error", ""])
def test_database__refuses_to_end_a_held_publication_with_or_without_a_takedown_reason(
    notice, hold, at, days, reason
):
    ending = "UPDATE publishing_publication SET ended_at = %s, takedown = %s WHERE article_id = %s"
    with pytest.raises(DatabaseError, match="a_notice_that_must_be_kept_stays_public"), transaction.atomic():
        execute(ending, at + timedelta(days=days - 1), reason, notice.pk)
    execute(ending, at + timedelta(days=days + 1), reason, notice.pk)


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        ("a_hold_is_never_deleted", "DELETE FROM publishing_hold"),
        ("a_hold_is_only_ever_lifted", "UPDATE publishing_hold SET kept_until = '2026-11-24 00:00:00+00:00'"),
        ("a_hold_is_only_ever_lifted", "UPDATE publishing_hold SET reason = '其他'"),
        ("a_notice_that_must_be_kept_keeps_its_record", "DELETE FROM publishing_publication"),
    ],
)
def test_database__refuses_to_shorten_rewrite_or_delete_a_hold(notice, hold, rule, statement):
    with pytest.raises(DatabaseError, match=rule), transaction.atomic():
        execute(statement)


def test_database__refuses_a_lifting_without_somebody_and_a_reason(district, notice, hold, at):
    for lifting in ({"lifted_by": district.clerk}, {"lifted_reason": "因故"}, {}):
        with pytest.raises(DatabaseError, match="lifted_by_somebody"), transaction.atomic():
            Hold.objects.filter(pk=hold.pk).update(lifted_at=at, **lifting)


def test_database__a_lifted_hold_is_not_lifted_again(district, notice, hold, at):
    release_hold(hold, by=district.clerk, at=at, reason="公告发错")
    with pytest.raises(DatabaseError, match="a_hold_is_only_ever_lifted"), transaction.atomic():
        Hold.objects.update(lifted_reason="改写")


def test_nightly_check__names_a_held_notice_that_is_gone_whatever_way_it_went(notice, hold, at, days):
    assert held_but_gone(at) == []
    check_live(at)
    guards.remove_all(connection)
    Publication.objects.update(ended_at=at + timedelta(days=900))
    guards.install_all(connection)
    assert [article.pk for article in held_but_gone(at)] == [notice.pk]
    with pytest.raises(RuntimeError, match=f"held but not public: \\[{notice.pk}\\]"):
        check_live(at)
    assert held_but_gone(at + timedelta(days=days + 1)) == []


# ---- on screen --------------------------------------------------------------------------------------------


@pytest.fixture
def held_now(district, draft):
    now = timezone.now() - timedelta(minutes=5)
    notice = signed(district, draft, now)
    hold = keep_public(
        notice, until=business_date(now) + timedelta(days=30), reason="<b>网站</b>迁移公告", clause="3.9", by=None, at=now
    )  # fmt: skip
    work_off(now)
    return hold


def test_page__says_how_long_greys_the_takedown_and_offers_lifting_to_the_office(district, held_now, client):
    client.force_login(district.clerk)
    page = client.get(reverse("articles:inspect", args=[held_now.article_id])).content.decode()
    assert f"公告须保留至{held_now.last_day}" in page
    assert "&lt;b&gt;网站&lt;/b&gt;迁移公告" in page
    assert "期满前不能撤稿" in page
    assert reverse("articles:release-hold", args=[held_now.article_id]) in page
    assert client.get(reverse("articles:take-down", args=[held_now.article_id])).status_code == 403


def test_lifting_on_screen__by_the_office_only(district, held_now, client):
    url = reverse("articles:release-hold", args=[held_now.article_id])
    client.force_login(district.third)
    assert client.post(url, {"hold": held_now.pk, "reason": "想撤"}).status_code == 403
    client.force_login(district.clerk)
    assert client.post(url, {"hold": held_now.pk, "reason": ""}).status_code == 409
    assert client.post(url, {"hold": held_now.pk, "reason": "公告发错"}).status_code == 302
    held_now.refresh_from_db()
    assert held_now.lifted_by == district.clerk
