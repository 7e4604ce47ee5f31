from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "zhengtong.engine.evidence"
    label = "evidence"
    verbose_name = "证据"
    default_auto_field = "django.db.models.BigAutoField"
