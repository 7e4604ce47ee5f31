from django.apps import AppConfig


class WebsitesConfig(AppConfig):
    name = "zhengtong.websites"
    label = "websites"
    verbose_name = "政府网站"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhengtong.websites import access

        access.let_see()
