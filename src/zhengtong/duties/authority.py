"""What a signed-in person may do in the console follows from current posts; groups and per-user permissions are never read."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from zhengtong.duties.models import Person
from zhengtong.duties.models.kinds import WRITERS
from zhengtong.duties.queries import posts_of

CONSOLE = frozenset({"wagtailadmin.access_admin"})
UPLOADS = frozenset(
    f"{app}.{verb}_{model}" for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
    for verb in ("add", "choose")
)  # fmt: skip


def permissions_of(kinds: Iterable[str]) -> frozenset[str]:
    """The permissions that posts of these kinds give: the console to everybody with a post, uploads to who writes."""
    held = frozenset(kinds)
    if not held:
        return frozenset()
    return CONSOLE | UPLOADS if held & WRITERS else CONSOLE


class PostBackend(ModelBackend):
    """Sign-in by password; permissions computed afresh from the posts held at this moment, never stored."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if obj is not None or not isinstance(user_obj, Person) or not user_obj.is_active:
            return set()
        return set(permissions_of(post.kind for post in posts_of(user_obj, timezone.now())))

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return self.get_all_permissions(user_obj, obj)

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(perm.partition(".")[0] == app_label for perm in self.get_all_permissions(user_obj))
