"""The screens of chapter 4, its place in the menu, and how its ledger lines are told."""

from datetime import datetime
from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks

from zhengtong.engine.console import menu
from zhengtong.engine.console.stories import tell_with
from zhengtong.engine.ledger.models import Entry
from zhengtong.newmedia import access, verbs
from zhengtong.newmedia.models import Finding
from zhengtong.newmedia.screens.accounts import Accounts, NoteUpdate
from zhengtong.newmedia.screens.candidates import Candidates
from zhengtong.newmedia.screens.rechecks import RecheckRegister


def anybody(person: Any, at: datetime) -> bool:
    return True


def sees_candidates(person: Any, at: datetime) -> bool:
    return not access.why_not_see_candidates(person, None, at)


def update_told(entry: Entry) -> str:
    followers = entry.data.get("followers")
    told = f"更新日期{entry.data.get('on', '')}"
    return told if followers is None else f"{told}，关注用户{followers}人"


def recheck_told(entry: Entry) -> str:
    finding = entry.data.get("finding", "")
    label = Finding(finding).label if finding in Finding.values else ""
    return "\n".join(part for part in (label, entry.data.get("note", "")) if part)


tell_with(verbs.UPDATE_NOTED, update_told)
tell_with(verbs.RECHECK_PLANNED, lambda entry: f"复查日期{entry.data.get('on', '')}")
tell_with(verbs.RECHECKED, recheck_told)

menu.add(
    "newmedia", "新媒体办理事项", "cases_section", args=["newmedia"], may=anybody, order=10, icon="tasks"
)
menu.add("newmedia", "更新登记", "newmedia_accounts", may=anybody, order=20, icon="history")
menu.add("newmedia", "关停整合建议", "newmedia_candidates", may=sees_candidates, order=30, icon="list-ul")


@hooks.register("insert_global_admin_css")
def newmedia_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("newmedia/newmedia.css"))


@hooks.register("register_admin_viewset")
def registers() -> list[Any]:
    return [RecheckRegister()]


@hooks.register("register_admin_urls")
def console_urls() -> list[URLPattern]:
    return [
        path("newmedia/accounts/", Accounts.as_view(), name="newmedia_accounts"),
        path("newmedia/accounts/<int:pk>/update/", NoteUpdate.as_view(), name="newmedia_note_update"),
        path("newmedia/candidates/", Candidates.as_view(), name="newmedia_candidates"),
    ]
