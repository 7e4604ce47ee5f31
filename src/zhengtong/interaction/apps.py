from django.apps import AppConfig


class InteractionConfig(AppConfig):
    name = "zhengtong.interaction"
    label = "interaction"
    verbose_name = "互动"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhengtong.interaction.access import let_see

        let_see()
        from zhengtong.interaction import participation

        participation.furnish()
