from django.apps import AppConfig


class NewmediaConfig(AppConfig):
    name = "zhengtong.newmedia"
    label = "newmedia"
    verbose_name = "新媒体"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhengtong.newmedia.access import let_see

        let_see()
