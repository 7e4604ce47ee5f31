from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import autodiscover_modules


class RegulationConfig(AppConfig):
    name = "zhengtong.regulation"
    verbose_name = "办法"

    def ready(self) -> None:
        """Nothing starts on a wrong pack: a number of the law that is half loaded is worse than none."""
        from zhengtong.engine.console.clauses import describe_with

        from . import checks  # noqa: F401 (registers)
        from .in_force import regulation_in_force
        from .loading import PackError

        try:
            regulation_in_force()
        except PackError as error:
            raise ImproperlyConfigured(str(error)) from None
        describe_with(lambda clause_id: regulation_in_force().clause(clause_id).summary)
        autodiscover_modules("serves")
