import itertools
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone

from zhengtong.duties import access, actions, queries
from zhengtong.duties.authority import PostBackend
from zhengtong.duties.models import Person, PostKind
from zhengtong.duties.models.kinds import ADMINISTRATORS
from zhengtong.duties.tests.test_posts import raw, refused
from zhengtong.engine.ledger.queries import story_of

PAIRS = list(itertools.permutations(sorted(ADMINISTRATORS), 2))


@pytest.fixture
def system_admin(someone, office):
    return someone("xitong", office, PostKind.SYSTEM_ADMIN)


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_three_administrators__are_three_people(first, second, office_leader, someone, office, at):
    person = someone("lin", office, first)
    assert refused(actions.appoint, person, office, second, by=office_leader, at=at) == {
        "administrators.apart"
    }


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_database__knows_that_administrators_are_three_people(first, second, someone, office, at):
    person = someone("lin")
    raw(person, office, first, at)
    with pytest.raises(IntegrityError):
        raw(person, office, second, at)


def test_database__knows_no_administrator_by_date(someone, office, at):
    with pytest.raises(IntegrityError, match="administrators_serve_until_ended"):
        raw(someone("lin"), office, PostKind.AUDIT_ADMIN, at, valid_until=(at + timedelta(days=9)).date())


def test_administrator__may_change_office_after_the_first_has_ended(office_leader, someone, office, at):
    person = someone("lin", office, PostKind.SYSTEM_ADMIN)
    actions.end_appointment(person.appointments.get(), reason="轮岗", by=office_leader, at=at)
    actions.appoint(person, office, PostKind.AUDIT_ADMIN, by=office_leader, at=at + timedelta(minutes=1))
    assert [post.kind for post in queries.posts_of(person, at + timedelta(minutes=1))] == [
        PostKind.AUDIT_ADMIN
    ]


def test_administrator__does_no_business(system_admin, manager, office_leader, editor, jw, office, at):
    assert refused(actions.appoint, system_admin, jw, PostKind.EDITOR, by=manager, at=at) == {
        "administrators.no_business"
    }
    codes = refused(actions.appoint, editor, office, PostKind.AUDIT_ADMIN, by=office_leader, at=at)
    assert codes == {"administrators.no_business"}


def test_system_administrator__opens_accounts_and_gives_no_post(system_admin, jw, at):
    person = actions.create_person("chen", "演示·新人", by=system_admin, at=at)
    assert queries.posts_of(person, at) == []
    assert access.posts_to_give(system_admin, jw, at) == []
    assert refused(actions.appoint, person, jw, PostKind.EDITOR, by=system_admin, at=at) == {
        "post.not_yours_to_give"
    }


def test_accounts__are_opened_by_the_system_administrator_only(clerk, manager, at):
    for by in (clerk, manager):
        assert refused(actions.create_person, "chen", "演示·新人", by=by, at=at) == {"post.missing"}


def test_account__is_refused_with_a_taken_or_a_strange_name(system_admin, editor, at):
    assert refused(actions.create_person, "editor", "演示·重名", by=system_admin, at=at) == {"field.username"}
    assert refused(actions.create_person, "陈", "演示·新人", by=system_admin, at=at) == {"field.username"}


def test_duties_of_the_three_administrators__do_not_overlap(someone, office, at):
    people = {post: someone(post.value.replace("_", "-"), office, post) for post in ADMINISTRATORS}
    may = {
        PostKind.SYSTEM_ADMIN: access.may_keep_accounts,
        PostKind.SECURITY_ADMIN: access.may_unlock,
        PostKind.AUDIT_ADMIN: access.may_read_ledger,
    }
    for post, question in may.items():
        assert [other for other in ADMINISTRATORS if not question(people[other], at)] == [post]


def test_closed_account__loses_every_post_at_once(system_admin, editor, jw, at):
    actions.close_account(editor, reason="离职", by=system_admin, at=at)
    editor.refresh_from_db()
    assert queries.posts_of(editor, at) == []
    assert editor.appointments.get().ended_reason == "离职"
    assert queries.holders(jw, PostKind.EDITOR, at) == []
    assert story_of(editor).last().data["posts_ended"] == ["演示·editor 区教委 信息员（编辑）"]


def test_account__is_not_closed_by_its_holder_or_the_wrong_hand(system_admin, clerk, editor, at):
    assert refused(actions.close_account, system_admin, reason="x", by=system_admin, at=at) == {
        "nobody.closes_himself"
    }
    assert refused(actions.close_account, editor, reason="x", by=clerk, at=at) == {"post.missing"}


def test_console__opens_for_who_holds_a_post_and_closes_when_it_ends(manager, someone, jw):
    now = timezone.now()
    person = someone("lin")
    assert not person.has_perm("wagtailadmin.access_admin")
    held = actions.appoint(person, jw, PostKind.REVIEWER_1, by=None, at=now)
    assert person.has_perm("wagtailadmin.access_admin")
    assert not person.has_perm("wagtailimages.add_image")
    actions.end_appointment(held, reason="调离", by=None, at=timezone.now())
    assert not person.has_perm("wagtailadmin.access_admin")


def test_editor__may_put_in_pictures_and_attachments_and_nothing_else(editor):
    assert editor.get_all_permissions() == {
        "wagtailadmin.access_admin", "wagtailimages.add_image", "wagtailimages.choose_image",
        "wagtaildocs.add_document", "wagtaildocs.choose_document",
    }  # fmt: skip


def test_groups_and_personal_permissions__give_nothing(editor):
    from django.contrib.auth.models import Group, Permission

    group = Group.objects.create(name="编外")
    group.permissions.set(Permission.objects.all())
    editor.groups.add(group)
    editor.user_permissions.set(Permission.objects.all())
    assert not editor.has_perm("wagtailcore.publish_page")
    assert not editor.has_perm("wagtailcore.change_page")
    assert not editor.has_module_perms("auth")


def test_sign_in__by_password_for_open_accounts(editor, at):
    editor.set_password("x")
    editor.save()
    request = RequestFactory().post("/")
    assert PostBackend().authenticate(request, username="editor", password="x") == editor
    actions.close_account(editor, reason="离职", by=None, at=at)
    assert PostBackend().authenticate(request, username="editor", password="x") is None
    assert PostBackend().get_user(editor.pk) is None


def test_database__knows_that_nobody_is_superuser(editor):
    with pytest.raises(IntegrityError, match="nobody_is_superuser"), transaction.atomic():
        Person.objects.filter(pk=editor.pk).update(is_superuser=True)
