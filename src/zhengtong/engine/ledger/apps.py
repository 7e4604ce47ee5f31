from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class LedgerConfig(AppConfig):
    name = "zhengtong.engine.ledger"
    label = "ledger"
    verbose_name = "留痕"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Each room declares what it can do in `verbs`, what it listens to in `subscriptions`,
        # and what its tables refuse in `guards`.
        autodiscover_modules("verbs", "subscriptions", "guards")
        post_migrate.connect(put_guards_in_place, sender=self)


def put_guards_in_place(using: str, **_: Any) -> None:
    from zhengtong.engine.ledger.guards import install_all

    install_all(connections[using])
