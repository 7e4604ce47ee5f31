"""Wagtail asks permission policies; ours grant only to look. State changes in verbs, never through a model's permissions."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

LOOKING = frozenset({"view"})


class ByVerbs(BasePermissionPolicy):
    """Grants "view" to whoever reached a guarded view (which row, the view's scope decides) and nothing else to anybody."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in LOOKING and user.is_active and user.is_authenticated

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        people = get_user_model()._default_manager.all()
        return people.filter(is_active=True) if LOOKING & set(actions) else people.none()
