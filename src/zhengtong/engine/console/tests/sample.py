"""A register of background jobs in which everybody sees their own (the part of the key before the colon)."""

import itertools

from django import forms
from django.urls import include, path

from zhengtong import urls as project
from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.acts import ActForm, ActView
from zhengtong.engine.console.items import Fact, ItemView, Tag
from zhengtong.engine.console.listing import ListView, MomentColumn, Show, TagColumn
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.jobs.models import Job
from zhengtong.engine.refusals import Refusal, Refused, refuse

TWO_REASONS = [
    Refusal("test.first", "尚未填写意见，请先填写。", "5.2"),
    Refusal("test.second", "撰稿人不得审核。", "5.2"),
]


def forbidden_when_failed(person, job, at):
    return TWO_REASONS if job.state == "failed" else []


class NoteForm(forms.Form):
    note = forms.CharField(label="说明")


class Note(ActView):
    label = "补充说明"
    form_class = NoteForm
    access = forbidden_when_failed
    primary = True

    def perform(self, note):
        if note == "错":
            raise Refused(TWO_REASONS)
        changed = Job.objects.filter(pk=self.object.pk, note="").update(note=note)
        refuse(None if changed else Refusal("test.done", "已补充过说明，无需重复办理。"))


class Finish(ActView):
    label = "办结"
    access = everyone

    @classmethod
    def offered(cls, person, subject, at):
        return subject.state == "running"


class Page(ItemView):
    def state(self):
        return Tag("待办", "wait")

    def facts(self):
        return [Fact("编号", self.object.pk), Fact("结束时间", None)]


class New(ActForm):
    label = "新建"
    access = everyone
    form_class = NoteForm

    def perform(self, note):
        return None


class Own(ScopedModelViewSet):
    model = Job
    name = "own"
    item_view = Page
    acts = {"note": Note, "finish": Finish}
    new = New
    search_fields = ("task",)
    list_export = ("task", "note", "created_at")
    list_filter = ("state",)

    def access(self, person, subject, at):
        return TWO_REASONS if person.username == "outcast" else []

    def scope(self, queryset, person, at):
        return queryset.filter(key__startswith=f"{person.username}:")

    @property
    def list_display(self):
        return [
            "task",
            TagColumn("state", label="状态", accessor=lambda job: Tag("待办", "wait")),
            MomentColumn("run_at", label="时间"),
        ]


class FilterForm(forms.Form):
    task = forms.CharField(label="任务", required=False)


class OwnList(ListView):
    title = "我的任务"
    model = Job
    access = everyone
    filter_form = FilterForm
    columns = [
        Show("任务", lambda job: job.task, link=lambda job: f"/j/{job.pk}/"),
        Show("次数", lambda job: job.attempts, number=True),
    ]
    empty = "没有任务。"
    per_page = 10

    @staticmethod
    def scope(queryset, person, at):
        return queryset.filter(key__startswith=f"{person.username}:").order_by("pk")

    def narrowed(self, rows, asked):
        return rows.filter(task__contains=asked["task"])


own = Own()
urlpatterns = [
    path("own/", include((own.get_urlpatterns(), "own"), namespace="own")),
    path("own-list/", OwnList.as_view(), name="own-list"),
    *project.urlpatterns,
]
numbers = itertools.count()


def job_of(person, at, **fields):
    given = {"task": "test.task", "key": f"{person.username}:{next(numbers)}", "run_at": at, "created_at": at}
    return Job.objects.create(**(given | fields))
