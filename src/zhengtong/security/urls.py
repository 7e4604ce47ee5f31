"""What must answer before somebody is fully let in, and the own account. Registers come through `wagtail_hooks`."""

from django.urls import path

from zhengtong.security import media
from zhengtong.security.views import entrance, own

app_name = "security"
urlpatterns = [
    path("console/login/", entrance.SignIn.as_view(), name="login"),
    path("console/logout/", entrance.SignOut.as_view(), name="logout"),
    path("console/security/verify/", entrance.Verify.as_view(), name="verify"),
    path("console/security/password/", entrance.Password.as_view(), name="password"),
    path("console/security/second-factor/", entrance.Enrol.as_view(), name="enrol"),
    path("console/security/second-factor/qr.svg", entrance.Picture.as_view(), name="qr"),
    path("console/security/second-factor/codes/", own.RenewCodes.as_view(), name="codes"),
    path(
        "console/security/second-factor/remove/",
        own.RemoveSecondFactor.as_view(),
        name="remove_second_factor",
    ),
    path("console/security/", own.Own.as_view(), name="own"),
    path("console/security/sittings/<int:pk>/end/", own.end_sitting, name="end_sitting"),
    path("console/security/stay/", own.stay, name="stay"),
    path("console-media/<path:name>", media.media, name="media"),
]
