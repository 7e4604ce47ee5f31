"""The addresses of taking part, under the portal's own."""

from django.urls import path

from zhengtong.portal.participation import views

urlpatterns = [
    path("hdjl/dc/", views.survey_list, name="surveys"),
    path("hdjl/dc/<int:pk>/", views.survey, name="survey"),
    path("hdjl/zj/", views.consultation_list, name="consultations"),
    path("hdjl/zj/<int:pk>/", views.consultation, name="consultation"),
    path("hdjl/ft/", views.interview_list, name="interviews"),
    path("hdjl/ft/<int:pk>/", views.interview, name="interview"),
    path("hdjl/<slug:kind>/<int:pk>/fj/<int:number>/", views.attachment, name="round_attachment"),
]
