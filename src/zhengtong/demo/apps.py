from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "zhengtong.demo"
    label = "demo"
    verbose_name = "示例区"
    default_auto_field = "django.db.models.BigAutoField"
