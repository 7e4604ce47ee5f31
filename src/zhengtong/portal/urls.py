"""The live part of the public face; everything else is files."""

from django.urls import path

from zhengtong.portal import views
from zhengtong.portal.participation import urls as participation

app_name = "portal"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("gfzd/cx/", views.check, name="check"),
    *participation.urlpatterns,
]
