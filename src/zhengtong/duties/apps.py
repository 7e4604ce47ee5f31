from django.apps import AppConfig
from django.core.signals import request_finished, request_started


class DutiesConfig(AppConfig):
    name = "zhengtong.duties"
    label = "duties"
    verbose_name = "职责分工"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhengtong.duties import access, queries
        from zhengtong.engine.console.capabilities import define
        from zhengtong.engine.notify.audiences import resolve_with

        request_started.connect(queries.begin_remembering, dispatch_uid="duties.begin_remembering")
        request_finished.connect(queries.stop_remembering, dispatch_uid="duties.stop_remembering")
        resolve_with(queries.people_in, queries.audiences_of)
        define("ledger.read", access.may_read_ledger)
        define("jobs.manage", access.may_manage_jobs)
        access.let_see()
