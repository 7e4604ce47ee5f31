"""Somebody who may enter the console and nothing more: these pages ask for no post."""

from typing import Any

from django.contrib.auth.backends import ModelBackend


class ReaderBackend(ModelBackend):
    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return {"wagtailadmin.access_admin"}

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm == "wagtailadmin.access_admin"

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return app_label == "wagtailadmin"
