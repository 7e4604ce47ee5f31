"""The live part of the public face; everything else is files."""

from django.urls import include, path

from zhengtong.portal import views

app_name = "portal"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("gfzd/cx/", views.check, name="check"),
    path("", include("zhengtong.portal.voices.urls")),
    path("", include("zhengtong.portal.participation.urls")),
]
