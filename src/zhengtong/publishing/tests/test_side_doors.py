"""Every way by which the CMS could make a text public, tried one by one: each ends in the verb, and the verb refuses."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from zhengtong.engine.refusals import Refused
from zhengtong.publishing.actions import create_draft, sign, submit
from zhengtong.publishing.models import Article, Hand, Publication
from zhengtong.publishing.queries import live_without_signatures
from zhengtong.publishing.tests.conftest import BOTH, PASSED, give

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_became_public(draft):
    """Whatever was tried, the draft is not public afterwards."""
    yield
    page = Page.objects.filter(pk=draft.pk).first()
    assert page is None or not page.live
    assert not Publication.objects.filter(article=draft, ended_at__isnull=True).exists()
    assert live_without_signatures() == []


def refused(call, *args, **kwargs) -> set[str]:
    with pytest.raises(Refused) as caught, transaction.atomic():
        call(*args, **kwargs)
    return caught.value.codes


DOOR = {"publication.only_through_review"}


def test_publish_of_a_revision__is_refused(draft, district):
    revision = draft.get_latest_revision()
    assert refused(revision.publish, user=district.editor) == DOOR
    assert refused(draft.publish, revision, skip_permission_checks=True) == DOOR


def test_publish_button_in_the_editor__saves_a_draft_at_most(draft, district, client):
    client.force_login(district.editor)
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[draft.pk]),
        editor_form("改过的标题") | {"action-publish": "action-publish"},
    )
    assert response.status_code in {302, 403, 409}
    draft.refresh_from_db()
    assert draft.draft_title == "改过的标题"


def test_bulk_publish__is_not_open(draft, district, client):
    client.force_login(district.editor)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={draft.pk}"
    assert client.post(url).status_code == 403


def test_scheduled_publish_of_the_cms__is_refused(draft, district):
    page = draft.get_latest_revision_as_object()
    page.go_live_at = timezone.now() - timedelta(hours=1)
    revision = page.save_revision(user=district.editor, approved_go_live_at=page.go_live_at)
    assert revision.approved_go_live_at
    assert refused(call_command, "publish_scheduled") == DOOR


def test_setting_live_and_saving__is_refused(draft):
    draft.live = True
    assert refused(draft.save) == DOOR


def test_update_by_query__is_refused_by_the_database(draft):
    with pytest.raises(DatabaseError, match="no_article_is_live"), transaction.atomic():
        Page.objects.filter(pk=draft.pk).update(live=True)


def test_new_page_given_as_live__is_refused(draft, district):
    page = Article(title="直接公开", slug="direct", unit=district.education, owner=district.editor, live=True)
    assert refused(district.column.add_child, instance=page) == DOOR


def test_new_page_without_a_word_about_live__is_a_draft(draft, district):
    page = district.column.add_child(instance=Article(title="新稿", slug="new", unit=district.education))
    assert not Article.objects.get(pk=page.pk).live


def test_copy__is_a_draft_and_brings_the_original_hands_along(draft, district, at):
    sign_all(draft, district, at)
    published = Article.objects.get(pk=draft.pk)
    give(district.editor, district.education, "reviewer_1")
    copied = published.specific.copy(
        to=district.column,
        user=district.colleague,
        update_attrs={"slug": "copied", "title": "复制"},
        keep_live=True,
    )
    assert not copied.live
    assert {hand.person for hand in Hand.objects.filter(article=copied)} == {
        district.editor,
        district.colleague,
    }
    takedown(draft, district, at)


def test_alias__is_refused(draft, district):
    assert refused(draft.create_alias, parent=district.column, user=district.editor) == {
        "publication.no_alias"
    }


def test_move_to_another_unit__is_refused(draft, district):
    assert refused(draft.move, district.other_column, pos="last-child") == {"publication.no_move_to_others"}


def test_move_of_a_public_item__is_refused(draft, district, at):
    sign_all(draft, district, at)
    assert "publication.no_move_of_public" in refused(
        Article.objects.get(pk=draft.pk).move, district.other_column, pos="last-child"
    )
    takedown(draft, district, at)


def test_move_under_review__is_refused(draft, district, at):
    submit(draft, by=district.editor, at=at)
    assert "publication.no_move_in_review" in refused(draft.move, district.other_column, pos="last-child")


def test_revert_to_a_signed_version__is_a_draft_that_must_be_signed_again(draft, district, at):
    sign_all(draft, district, at)
    takedown(draft, district, at)
    old = draft.revisions.order_by("pk").first()
    reverted = old.as_object()
    revision = reverted.save_revision(user=district.editor, previous_revision=old)
    assert refused(revision.publish, user=district.editor) == DOOR


def test_unpublish_outside_the_verb__is_refused(draft, district, at):
    sign_all(draft, district, at)
    assert refused(Article.objects.get(pk=draft.pk).specific.unpublish, user=district.third) == DOOR
    takedown(draft, district, at)


def test_expiry_of_the_cms__does_not_take_a_public_item_off(draft, district, at):
    sign_all(draft, district, at)
    Page.objects.filter(pk=draft.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(DatabaseError, match="no_public_article_is_hidden"), transaction.atomic():
        call_command("publish_scheduled")
    takedown(draft, district, at)


def test_edit_of_a_text_under_review__is_locked_in_the_editor(draft, district, at, client):
    submission = submit(draft, by=district.editor, at=at)
    client.force_login(district.editor)
    client.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), editor_form("偷改"))
    submission.refresh_from_db()
    assert (submission.state, draft.hands.count()) == ("in_review", 1)


def test_interface_for_machines__is_not_there():
    for name in ("wagtailapi:pages:listing", "api:pages:listing", "wagtailapi_v3:api-root"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_writing_in_another_units_column__is_refused(draft, district, at):
    codes = refused(create_draft, district.other_column, by=district.editor, at=at, title="越界")
    assert codes == {"article.not_writer"}


def test_empty_page_of_the_editor__opens_for_a_writer_and_saves_a_draft(draft, district, client):
    client.force_login(district.editor)
    url = reverse("wagtailadmin_pages:add", args=["publishing", "article", district.column.pk])
    empty = client.get(url)
    assert empty.status_code == 200
    assert "去送审" not in empty.content.decode()
    client.post(url, editor_form("新拟的通知"))
    page = Article.objects.get(draft_title="新拟的通知")
    assert (page.live, page.unit) == (False, district.education)
    assert "去送审" in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def editor_form(title: str) -> dict[str, str]:
    body = streamfield([("paragraph", rich_text("<p>正文。</p>"))])
    fields = {
        "title": title,
        "kind": "notice",
        "content_source": "区教委",
        "secrecy_checked": "on",
        "body": body,
    }
    empty = dict.fromkeys(("repost_url", "reposted_on", "summary", "keywords"), "")
    return nested_form_data(fields | empty)


def sign_all(draft, district, at):
    submission = submit(draft, by=district.editor, at=at)
    for person in (district.first, district.second, district.third):
        sign(submission, by=person, at=at, acts=BOTH, gates=PASSED)


def takedown(draft, district, at):
    from zhengtong.publishing.actions import take_down

    take_down(draft, by=district.third, at=at, reason="error", note="测试后撤下")
