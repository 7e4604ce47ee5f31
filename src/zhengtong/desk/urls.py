"""The first page stands where the base would have its dashboard; the other pages come through `wagtail_hooks`."""

from django.urls import path

from zhengtong.desk.views import MyWork

app_name = "desk_home"
urlpatterns = [path("console/", MyWork.as_view(), name="work")]
