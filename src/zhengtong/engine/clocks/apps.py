from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules


class ClocksConfig(AppConfig):
    name = "zhengtong.engine.clocks"
    label = "clocks"
    verbose_name = "期限"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhengtong.engine.clocks.calendars import check_calendars

        # Each room declares what has a time limit in a drawer named `clocks`.
        autodiscover_modules("clocks")
        checks.register(check_calendars)
