"""What the editor of the CMS lets a person do with pages: computed from posts at each request, never from groups (2.3–2.5)."""

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page
from wagtail.models.pages import PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

from zhengtong.duties.models import Person, ResponsibleColumn, Unit
from zhengtong.duties.models.kinds import WRITERS
from zhengtong.duties.queries import Post, matching_posts
from zhengtong.publishing.access import columns_of, is_writer

if TYPE_CHECKING:
    from zhengtong.publishing.models import ColumnPage

GIVEN = ("add_page", "change_page")
CHANGE_ONLY = ("change_page",)


class PagesByPost(PagePermissionPolicy):
    """A writer may add and change articles in the columns of the own unit (an operator: of the commission), and nothing else.

    Topics are not granted by the tree: there several units write side by side, and each sees its own drafts alone (3.2). The
    testers below decide them page by page.
    """

    def get_all_permissions_for_user(self, user: Any) -> list[SimpleNamespace]:
        if not isinstance(user, Person) or not user.is_active:
            return []
        own = _own_columns(user).filter(column__topic__isnull=True)
        return [
            _grant(page.page_ptr, name) for page in own for name in (GIVEN if _is_open(page) else CHANGE_ONLY)
        ]

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Looking at registers of articles is decided by their scope and access, not here."""
        return "view" in actions or super().user_has_any_permission(user, actions)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return "view" in actions or super().user_has_any_permission_for_instance(user, actions, instance)


def _grant(page: Page, codename: str) -> SimpleNamespace:
    return SimpleNamespace(page=page, page_id=page.pk, permission=SimpleNamespace(codename=codename))


def columns_written_by(person: Person) -> list[Page]:
    """The open columns of the own unit in which the person writes now, topics it leads included."""
    return [page.page_ptr for page in _own_columns(person) if _is_open(page)]


def places_written_by(person: Person) -> list[Page]:
    """Where the person may draft: the own columns, and topics that the own unit joins (3.2)."""
    from zhengtong.publishing.models import ColumnPage

    whole = [post.unit.pk for post in _writing_posts(person) if not columns_of(post.appointment.commission)]
    joined = ColumnPage.objects.filter(
        column__topic__joint_units__in=whole, column__valid_until__isnull=True
    ).select_related("page_ptr")
    own = columns_written_by(person)
    return list({page.pk: page for page in [*own, *(page.page_ptr for page in joined)]}.values())


def _own_columns(person: Person) -> "QuerySet[ColumnPage]":
    """Columns of the units a person writes for, open or not; an operator's people only those of the commission (2.5)."""
    from zhengtong.publishing.models import ColumnPage

    wanted = Q(pk__in=[])
    for post in _writing_posts(person):
        limits = columns_of(post.appointment.commission)
        wanted |= Q(column__unit=post.unit.pk, column__in=limits) if limits else Q(column__unit=post.unit.pk)
    return ColumnPage.objects.filter(wanted).select_related("column", "page_ptr")


def _writing_posts(person: Person) -> list[Post]:
    return matching_posts(person, None, WRITERS, timezone.now())


def _is_open(page: "ColumnPage") -> bool:
    return page.column.valid_until is None


def unit_for(owner: Any, column: ResponsibleColumn) -> Unit:
    """The unit of a page that the editor makes here: the one for which its owner writes."""
    from zhengtong.publishing import topics

    return topics.unit_of_writer(owner, column, timezone.now()) or column.unit


def _drafts_here(user: Any, page: Page) -> bool:
    """Whether the user may put a draft under this page, being a topic."""
    from zhengtong.publishing import topics

    column = getattr(page.specific, "column", None)
    return (
        column is not None
        and hasattr(column, "topic")
        and not topics.why_not_draft(user, column, timezone.now())
    )


def _writes_for_topic(user: Any, page: Page) -> bool:
    """Whether the article stands in a topic, and the user writes for the article's unit."""
    column = getattr(page.get_parent().specific, "column", None)
    unit = getattr(page.specific, "unit", None)
    return hasattr(column, "topic") and unit is not None and is_writer(user, unit, timezone.now(), column)


class PlaceTester(PagePermissionTester):
    """Home, sub-sites and columns are set up by verbs; in the editor they only hold articles."""

    def can_add_subpage(self) -> bool:
        return super().can_add_subpage() or _drafts_here(self.user, self.page)

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

    def can_edit(self) -> bool:
        return super().can_edit() or _writes_for_topic(self.user, self.page)

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
