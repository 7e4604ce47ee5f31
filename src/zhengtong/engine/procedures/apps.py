from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules


class ProceduresConfig(AppConfig):
    name = "zhengtong.engine.procedures"
    label = "procedures"
    verbose_name = "办理程序"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhengtong.engine.procedures import access
        from zhengtong.engine.procedures.checks import check_procedures

        # Each room declares its procedures, and defines the words they use, in a drawer named `procedures`.
        autodiscover_modules("procedures")
        checks.register(check_procedures)
        access.let_see()
