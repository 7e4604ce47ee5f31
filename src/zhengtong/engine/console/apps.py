from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "zhengtong.engine.console"
    label = "console"
    verbose_name = "工作台"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhengtong.engine.console import checks  # noqa: F401
