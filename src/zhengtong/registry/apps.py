from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "zhengtong.registry"
    label = "registry"
    verbose_name = "阵地台账"
    default_auto_field = "django.db.models.BigAutoField"
