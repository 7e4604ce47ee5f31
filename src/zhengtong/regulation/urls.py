from django.urls import path

from . import views

app_name = "regulation"
urlpatterns = [
    path("", views.clauses, name="clauses"),
    path("glossary/", views.glossary, name="glossary"),
    path("<str:clause_id>/", views.clause, name="clause"),
]
