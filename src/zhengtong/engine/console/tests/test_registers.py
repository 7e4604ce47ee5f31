import csv
import io

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, reverse
from openpyxl import load_workbook
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet

from zhengtong.duties.models import Person
from zhengtong.engine.console.checks import is_stock, registers_are_scoped
from zhengtong.engine.console.policies import ByVerbs
from zhengtong.engine.console.tests.sample import job_of, own
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.jobs.models import Job

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zhengtong.engine.console.tests.sample")]


def exported(response):
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def sheet(response):
    return list(load_workbook(io.BytesIO(response.getvalue())).active.values)


def test_register__does_not_start_without_a_scope():
    class Open(ScopedModelViewSet):
        model = Job

        def access(self, person, subject, at):
            return []

    with pytest.raises(ImproperlyConfigured, match="scope"):
        Open()


def test_check__names_a_register_that_is_not_scoped(monkeypatch):
    class Loose(ModelViewSet):
        model = Job
        name = "loose"
        form_fields = ["note"]

    assert registers_are_scoped(None) == []
    monkeypatch.setattr(viewsets, "viewsets", [*viewsets.viewsets, Loose()])
    assert [error.id for error in registers_are_scoped(None)] == ["console.E001"]


def test_registers__all_that_are_ours_are_scoped():
    ours = [
        viewset
        for viewset in viewsets.viewsets
        if isinstance(viewset, ModelViewSet) and not is_stock(viewset)
    ]
    assert ours
    assert all(isinstance(viewset, ScopedModelViewSet) for viewset in ours)


def test_list__shows_own_rows_and_no_others(clerk, stranger, signed_in, at):
    job_of(clerk, at, task="mine")
    job_of(stranger, at, task="theirs")
    for name in ("own:index", "own:index_results"):
        text = signed_in(clerk).get(reverse(name)).content.decode()
        assert "mine" in text
        assert "theirs" not in text


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_export__holds_own_rows_and_no_others(clerk, stranger, signed_in, at, format_):
    job_of(clerk, at, task="mine")
    job_of(stranger, at, task="theirs")
    response = signed_in(clerk).get(reverse("own:index") + f"?export={format_}")
    rows = exported(response) if format_ == "csv" else sheet(response)
    assert [row[0] for row in rows[1:]] == ["mine"]
    assert rows[1][2] == "2026-11-23 12:00"


def test_export__turns_no_text_into_a_formula(clerk, signed_in, at):
    job_of(clerk, at, note="=1+1")
    rows = exported(signed_in(clerk).get(reverse("own:index") + "?export=csv"))
    assert rows[1][1] == "'=1+1"


def addresses_with_a_row(viewset):
    return [p.name for p in viewset.get_urlpatterns() if isinstance(p, URLPattern) and "pk" in str(p.pattern)]


@pytest.mark.parametrize("name", addresses_with_a_row(own))
@pytest.mark.parametrize("method", ["get", "post"])
def test_foreign_row__is_not_found_at_every_address(clerk, stranger, signed_in, at, name, method):
    job = job_of(stranger, at)
    response = getattr(signed_in(clerk), method)(reverse(f"own:{name}", args=[job.pk]), {"note": "改"})
    assert response.status_code == 404
    job.refresh_from_db()
    assert job.note == ""


@pytest.mark.parametrize("view", ["edit_view", "delete_view", "history_view", "usage_view", "copy_view"])
def test_foreign_row__is_not_found_by_the_base_s_own_views_either(clerk, stranger, signed_in, at, rf, view):
    from django.http import Http404

    request = rf.get("/")
    request.user = clerk
    with pytest.raises(Http404):
        getattr(type(own)(form_fields=["note"]), view)(request, pk=job_of(stranger, at).pk)


def test_own_row__cannot_be_edited_or_deleted_around_the_verbs(clerk):
    policy = ByVerbs(Job)
    assert policy.user_has_permission(clerk, "view")
    assert not policy.user_has_any_permission(clerk, ["add", "change", "delete", "publish"])
    clerk.is_superuser = True
    assert not policy.user_has_permission(clerk, "change")


def test_register__says_why_not_to_whom_it_is_closed(signed_in, at):
    outcast = Person.objects.create_user("outcast", name="演示·无关人员")
    job = job_of(outcast, at)
    for address in (reverse("own:index"), reverse("own:inspect", args=[job.pk])):
        response = signed_in(outcast).get(address)
        assert response.status_code == 403
        assert "尚未填写意见" in response.content.decode()
        assert "撰稿人不得审核" in response.content.decode()


def test_list__asks_the_same_number_of_questions_for_one_row_and_for_thirty(clerk, signed_in, at, questions):
    job_of(clerk, at)
    one = questions(signed_in(clerk), reverse("own:index"))
    for _ in range(29):
        job_of(clerk, at)
    assert questions(signed_in(clerk), reverse("own:index")) == one
