"""Who may put in pictures and attachments, and whose they may take: rights from posts instead of Wagtail's group tables."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import Collection
from wagtail.permission_policies.base import BasePermissionPolicy

from zhengtong.duties.models import Appointment, Person, Unit
from zhengtong.duties.models.kinds import WRITERS
from zhengtong.duties.queries import appointments_at, units_of

ACTIONS = frozenset({"add", "choose"})


def put_in_by(rows: QuerySet[Any], units: Iterable[Unit] | QuerySet[Unit]) -> QuerySet[Any]:
    """Pictures or attachments that people put in on a day when they held a post in one of these units.

    Somebody who has moved to another unit brings nothing along.
    """
    day = F("created_at__date")
    held = Q(valid_until__isnull=True) | Q(valid_until__gte=OuterRef("day"))
    posts = Appointment.objects.filter(held, person=OuterRef("uploaded_by_user"), unit__in=units)
    return rows.annotate(day=day).filter(Exists(posts.filter(valid_from__lte=OuterRef("day"))))


class UploadPolicy(BasePermissionPolicy):
    """Writers add; they choose from what people of their own units put in (2.3). Nobody changes or deletes."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        meta = self.model._meta
        return action in ACTIONS and user.has_perm(f"{meta.app_label}.{action}_{meta.model_name}")

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Person]:
        writers = appointments_at(timezone.now()).filter(post__in=sorted(WRITERS))
        people = Person.objects.filter(is_active=True, pk__in=writers.values("person"))
        return people if ACTIONS & set(actions) else people.none()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.instances_user_has_any_permission_for(user, [action]).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        if "choose" not in set(actions) or not self.user_has_permission(user, "choose"):
            return rows.none()
        units = units_of(user, timezone.now(), WRITERS)
        return put_in_by(rows, units)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Any
    ) -> QuerySet[Person]:
        return self.users_with_any_permission(actions)

    def collections_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Collection]:
        allowed = any(self.user_has_permission(user, action) for action in actions)
        return Collection.objects.all() if allowed else Collection.objects.none()

    def collections_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Collection]:
        return self.collections_user_has_any_permission_for(user, [action])
