"""What the editor of the CMS lets a person do with pages: computed from posts at each request, never from groups (2.3–2.5)."""

from types import SimpleNamespace
from typing import Any

from django.utils import timezone
from wagtail.models import Page
from wagtail.models.pages import PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

from zhengtong.duties.models import Person
from zhengtong.duties.models.kinds import WRITERS
from zhengtong.duties.queries import matching_posts

GIVEN = ("add_page", "change_page")


class PagesByPost(PagePermissionPolicy):
    """A writer may add and change articles in the columns of the own unit (an operator: of the commission), and nothing else."""

    def get_all_permissions_for_user(self, user: Any) -> list[SimpleNamespace]:
        if not isinstance(user, Person) or not user.is_active:
            return []
        return [_grant(page, codename) for page in columns_written_by(user) for codename in GIVEN]

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Looking at registers of articles is decided by their scope and access, not here."""
        return "view" in actions or super().user_has_any_permission(user, actions)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return "view" in actions or super().user_has_any_permission_for_instance(user, actions, instance)


def _grant(page: Page, codename: str) -> SimpleNamespace:
    return SimpleNamespace(page=page, page_id=page.pk, permission=SimpleNamespace(codename=codename))


def columns_written_by(person: Person) -> list[Page]:
    """The column pages in which the person writes now, in two or three queries."""
    from zhengtong.publishing.models import ColumnPage

    posts = matching_posts(person, None, WRITERS, timezone.now())
    pages = ColumnPage.objects.filter(column__unit__in={post.unit.pk for post in posts}).select_related(
        "column"
    )
    scopes = {post: _scope(post.appointment.commission) for post in posts}
    return [
        page.page_ptr
        for page in pages.select_related("page_ptr")
        if any(
            post.unit.pk == page.column.unit_id and _within(scopes[post], page.column_id) for post in posts
        )
    ]


def _scope(commission: Any) -> frozenset[int]:
    return frozenset(commission.columns.values_list("pk", flat=True)) if commission else frozenset()


def _within(scope: frozenset[int], column: int) -> bool:
    return not scope or column in scope


class PlaceTester(PagePermissionTester):
    """Home, sub-sites and columns are set up by verbs; in the editor they only hold articles."""

    def can_edit(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False


class ArticleTester(PagePermissionTester):
    """Articles are written and changed in the editor; everything else is a verb."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_lock(self) -> bool:
        return False

    def can_unlock(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return False
