from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "zhengtong.publishing"
    label = "publishing"
    verbose_name = "政务公开"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhengtong.publishing.panels import set_forms
        from zhengtong.publishing.queries import let_see

        set_forms()
        let_see()
